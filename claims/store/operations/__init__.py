"""The operations of a dossier: appending to its ledger, and reading what was appended."""
