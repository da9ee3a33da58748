"""The commands, one module a topic. Each has `add(commands)`, which declares its words and what runs."""

from fingerpost.cli.commands import (
    cube,
    demonstration,
    disclosing,
    editions,
    figures,
    loading,
    messages,
    profile,
    pupils,
    rating,
    reporting,
    rounds,
    serving,
)

COMMANDS = (
    loading,
    pupils,
    cube,
    profile,
    figures,
    rating,
    rounds,
    reporting,
    disclosing,
    editions,
    messages,
    demonstration,
    serving,
)
