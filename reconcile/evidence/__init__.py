"""Assertions prepared for comparison: who said it first, when it knows, what is copied from what."""
