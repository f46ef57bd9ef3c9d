"""One data item: its bounds, its conflicts, its answer today."""
