"""What follows from the claims: relations, conflicts, resolutions, reports and audit, as pure functions."""
