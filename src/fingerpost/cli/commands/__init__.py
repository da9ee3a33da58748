"""The commands, one module a topic. Each has `add(commands)`, which declares its words and what runs."""

from fingerpost.cli.commands import (
    demonstration,
    editions,
    figures,
    loading,
    profile,
    pupils,
    rating,
    reporting,
    serving,
)

COMMANDS = (loading, pupils, profile, figures, rating, reporting, editions, demonstration, serving)
