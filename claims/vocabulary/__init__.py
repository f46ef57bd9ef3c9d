"""The vocabulary in force: attributes, scopes, hedges, actors, places, and their sources, as data."""
