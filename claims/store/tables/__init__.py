"""The tables of a dossier and what fills them: the ledger, and everything computed from it."""
