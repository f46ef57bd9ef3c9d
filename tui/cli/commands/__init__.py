"""What each command does, apart from how it is called: opened lazily, so that `--help` stays quick."""
