"""What every face does with a dossier, without drawing it."""
