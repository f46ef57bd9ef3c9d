"""What two assertions are to each other: the gates of a pair, its origins and its revisions."""
