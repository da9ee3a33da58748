"""The commands, one module a topic. Each has `add(commands)`, which declares its words and what runs."""

from fingerpost.cli.commands import figures, loading, profile

COMMANDS = (loading, profile, figures)
