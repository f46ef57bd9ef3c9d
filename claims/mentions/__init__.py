"""Mentions of events: the parts of an article by which its event can be recognised in another."""
