"""One data item: its bounds, its conflicts, its answer as it stands."""
