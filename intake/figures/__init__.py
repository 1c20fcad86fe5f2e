"""Counts over many intakes, made by the database: bounded in time and number, and nobody is named."""
