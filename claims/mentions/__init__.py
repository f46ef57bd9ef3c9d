"""Mentions of events: what an article leaves by which its event can be known again."""
