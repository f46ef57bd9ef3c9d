"""Compares two values, one function for each kind of value."""
