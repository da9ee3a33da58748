"""The commands, one module a topic. Each has `add(commands)`, which declares its words and what runs."""

from fingerpost.cli.commands import editions, figures, loading, profile, rating

COMMANDS = (loading, profile, figures, rating, editions)
