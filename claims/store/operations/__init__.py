"""What is done with a dossier: appending to its ledger, and reading what was appended."""
