"""Columns worked out once and used by many expressions, laid on a frame in the order in which they need one another.

A plan of small expressions over named columns takes milliseconds; one tree of everything takes seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl


@dataclass
class Kept:
    """Expressions by column name, each with its depth: one more than the deepest column that it reads."""

    expressions: dict[str, pl.Expr] = field(default_factory=dict)
    depths: dict[str, int] = field(default_factory=dict)

    def keep(self, name: str, expression: pl.Expr) -> pl.Expr:
        """The column of that name, which will hold the expression."""
        if name not in self.expressions:
            read = expression.meta.root_names()
            self.depths[name] = 1 + max((self.depths.get(root, -1) for root in read), default=-1)
            self.expressions[name] = expression.alias(name)
        return pl.col(name)

    def onto(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with every column kept."""
        for depth in sorted(set(self.depths.values())):
            frame = frame.with_columns(
                e for name, e in self.expressions.items() if self.depths[name] == depth
            )
        return frame
