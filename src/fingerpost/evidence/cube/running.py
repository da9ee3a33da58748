"""Count a cube from files with an engine, and say how long it took, how much memory, and its digest."""

from __future__ import annotations

import resource
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from fingerpost.evidence.cube.definition import Definition
from fingerpost.evidence.cube.digest import Digest, in_order
from fingerpost.evidence.cube.engines import engine
from fingerpost.evidence.cube.reading import check
from fingerpost.evidence.cube.writing import one_file


@dataclass(frozen=True)
class Counted:
    """What came of it. `rows` are cells; `seconds` reading and counting; `peak_mb` the most memory of it all."""

    engine: str
    rows: int
    seconds: float
    peak_mb: float
    digest: str


def count(
    files: Sequence[Path],
    definition: Definition,
    *,
    by: str = "polars",
    out: Path | None = None,
    only: Collection[int] = (),
) -> Counted:
    """Count the cube, a year at a time, and write it if asked."""
    check(files, definition)
    clock = _Clock(engine(by)(files, definition, only))
    digest, rows = Digest(definition), 0
    with one_file(out) if out else nullcontext(lambda frame: None) as write:
        for cube in clock:
            ordered = in_order(cube)
            digest.add(ordered)
            rows += ordered.height
            write(ordered)
            # Gone before the next year is counted, so that there is never more than one.
            del cube, ordered
    return Counted(by, rows, round(clock.seconds, 3), round(peak_memory(), 1), digest.value)


class _Clock:
    """Years as an engine gives them, and the seconds that it took."""

    def __init__(self, years: Iterator[pl.DataFrame]) -> None:
        self._years, self.seconds = years, 0.0

    def __iter__(self) -> Iterator[pl.DataFrame]:
        while True:
            began = time.perf_counter()
            cube = next(self._years, None)
            self.seconds += time.perf_counter() - began
            if cube is None:
                return
            yield cube
            del cube


def peak_memory() -> float:
    """The most memory in MB that this process has had, and the processes it started that still run."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return own + sum(_held(process) for process in _started(Path("/proc/self")))


def _started(process: Path) -> Iterator[Path]:
    for listed in process.glob("task/*/children"):
        for number in _text(listed).split():
            child = Path("/proc") / number
            yield child
            yield from _started(child)


def _held(process: Path) -> float:
    found = [line for line in _text(process / "status").splitlines() if line.startswith("VmHWM:")]
    return int(found[0].split()[1]) / 1024 if found else 0.0


def _text(file: Path) -> str:
    """What a file of the system says; nothing when the process has just ended."""
    try:
        return file.read_text()
    except OSError:
        return ""
