"""Records as the JSON that other programs read."""
