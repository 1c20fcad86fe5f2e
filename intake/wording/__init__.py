"""What messages say: kinds with their shipped words, the named places in them, and the words no message may hold."""
