"""Invented patients at every stage, for a demonstration: nobody among them is a real person."""
