"""Every face a person sees: the command line and the reviewer."""
