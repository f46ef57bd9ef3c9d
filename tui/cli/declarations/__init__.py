"""The commands as the command line declares them: one module a group, light enough for `--help`."""
