"""The widgets of the reviewer, one a file."""
