"""The command line: one call a command, for a data officer and for outside checks."""
