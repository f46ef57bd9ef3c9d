"""What reports say, as plain data: conflicts, timelines, tables, replays and agreement."""
