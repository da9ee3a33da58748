"""One Parquet file of many years, written a year at a time, so that no more than a year is ever held."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

#: Small enough that a reader of one year skips the others, large enough to pack well.
ROW_GROUP = 130_000


@contextmanager
def one_file(path: Path) -> Iterator[Callable[[pl.DataFrame], None]]:
    """Give a function that takes the frames in turn; the file is made when the last has been taken."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".parts-") as folder:
        parts: list[Path] = []

        def add(frame: pl.DataFrame) -> None:
            parts.append(Path(folder) / f"{len(parts):04d}.parquet")
            frame.write_parquet(parts[-1], row_group_size=ROW_GROUP)

        yield add
        if len(parts) == 1:
            parts[0].replace(path)
        elif parts:
            whole = pl.concat([pl.scan_parquet(part) for part in parts])
            whole.sink_parquet(path, row_group_size=ROW_GROUP, maintain_order=True)
