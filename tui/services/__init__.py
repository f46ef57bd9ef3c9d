"""The application layer: what the command line and the screens do with a dossier, without drawing it."""
