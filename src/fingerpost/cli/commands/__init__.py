"""The commands, one module a topic. Each has `add(commands)`, which declares its words and what runs."""

from fingerpost.cli.commands import (
    cube,
    demonstration,
    disclosing,
    editions,
    figures,
    loading,
    messages,
    overview,
    profile,
    pupils,
    rating,
    records,
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
    overview,
    reporting,
    disclosing,
    editions,
    messages,
    records,
    demonstration,
    serving,
)
