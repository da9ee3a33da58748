"""The engines that can count a cube, by name. Each is brought in only when it is asked for.

An engine is a function `cube(files, definition, only)`: it reads the pupil table in the Parquet files (one or many, or
folders of them), keeps the definition's stage, and gives one frame a year, years rising, in the columns of
`definition.KEYS` and `Definition.statistics` (keys Int16, String, String, String; statistics Int64), without cells that
hold no pupil, in any order. `only` names the years to count; none given are all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from importlib import import_module
from pathlib import Path

import polars as pl

from fingerpost.evidence.cube.definition import Definition

Engine = Callable[[Sequence[Path], Definition, Collection[int]], Iterator[pl.DataFrame]]

#: Where each engine lives.
ENGINES = {
    "polars": "fingerpost.evidence.cube.packed",
    "plain": "fingerpost.evidence.cube.plain",
    "spark": "fingerpost.evidence.cube.spark",
}


class NoSuchEngine(ValueError):
    """An engine that is not known, or not installed."""


def engine(name: str) -> Engine:
    """The engine of that name."""
    if name not in ENGINES:
        raise NoSuchEngine(f"There is no engine {name}. There are: {', '.join(ENGINES)}.")
    try:
        return import_module(ENGINES[name]).cube
    except ModuleNotFoundError as missing:
        raise NoSuchEngine(
            f"The engine {name} needs {missing.name}, which is not installed: bin/setup --{name}."
        ) from missing
