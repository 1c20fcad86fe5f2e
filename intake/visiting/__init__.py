"""What follows from an appointment, in plain Python: the days of a series, the hours to eat and drink, the calendar."""
