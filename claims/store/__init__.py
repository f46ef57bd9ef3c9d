"""The dossier: one append-only ledger, and the query tables computed from it."""
