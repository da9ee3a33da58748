"""What every benchmark needs: time and memory, medians, the machine, a home to work in, and a table to say it in."""

from __future__ import annotations

import gc
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = ROOT.parent / "shared" / "data"
FOLDERS = ("ofsted", "gias", "performance-tables", "lait", "lookups", "ees")
PYTHON = sys.executable
FINGERPOST = Path(sys.executable).with_name("fingerpost")
MEGABYTE = 1024 * 1024


@dataclass
class Times:
    """Seconds on the clock and on the processor, one of each a repetition."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """The median on the clock."""
        return statistics.median(self.wall)

    @property
    def processor(self) -> float:
        """The median on the processor, which other programs disturb less."""
        return statistics.median(self.cpu)

    def add(self, work: Callable[[], Any], *, is_part: bool = False) -> Any:
        """Do it once more, timed; garbage is collected first, unless this is part of something timed already."""
        if not is_part:
            gc.collect()
        wall, cpu = time.perf_counter(), time.process_time()
        made = work()
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)
        return made


def in_turn(times: int, **works: Callable[[], Any]) -> dict[str, Times]:
    """Do each piece of work several times, in turn, so that whatever disturbs one disturbs all."""
    found = {name: Times() for name in works}
    for _ in range(times):
        for name, work in works.items():
            found[name].add(work)
    return found


@dataclass(frozen=True)
class Ran:
    """A command that ran: its seconds, its largest memory in MB, its exit code and what it printed."""

    seconds: float
    processor: float
    memory: float
    code: int
    printed: str

    @property
    def document(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.printed)


#: Starts a command and says what it used. A process counts the memory of whoever started it as its own, so a small one
#: stands between.
_STARTER = """
import json, os, sys, time
began = time.perf_counter()
process = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, used = os.wait4(process, 0)
figures = time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
with open(sys.argv[1], "w") as told:
    json.dump([*figures, os.waitstatus_to_exitcode(status)], told)
"""


def run(command: Sequence[str | Path], home: Path, **environment: str) -> Ran:
    """Run a command in a home of its own and measure it from outside."""
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    env |= {"FINGERPOST_HOME": str(home), **environment}
    words = [str(word) for word in command]
    with tempfile.NamedTemporaryFile("r") as told:
        starter = [PYTHON, "-S", "-c", _STARTER, told.name]
        done = subprocess.run([*starter, *words], cwd=ROOT, env=env, stdout=subprocess.PIPE, check=True)
        seconds, processor, memory, code = json.load(told)
    return Ran(seconds, processor, memory, code, done.stdout.decode())


def peak_memory() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def has_published_data() -> bool:
    """Whether the published files lie beside the checkout."""
    return all((PUBLISHED / name).is_dir() for name in FOLDERS)


def published_folders() -> list[Path]:
    """The folders of published files."""
    return [PUBLISHED / name for name in FOLDERS]


@contextmanager
def homes(folder: Path | None) -> Iterator[Path]:
    """A folder for the homes that a benchmark makes: the one given, which is kept, else one that is removed."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="fingerpost-bench-") as made:
        yield Path(made)


def with_published_data(homes_folder: Path) -> Path:
    """A home with all the published files; quick when they are there already."""
    home = homes_folder / "published"
    done = run([FINGERPOST, "load", *published_folders(), "--json"], home)
    if done.code != 0:
        raise SystemExit(f"The published files could not be loaded: exit {done.code}")
    return home


def enter(home: Path) -> None:
    """Make this process work in a home; once, before anything of the product that reads settings."""
    os.environ["FINGERPOST_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "fingerpost.site.settings"
    import django

    django.setup()
    from fingerpost.core.actions import ready

    ready.make_ready()


def machine() -> str:
    """The machine in plain words, and how busy others keep it."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / MEGABYTE / 1024
    busy = os.getloadavg()[0]
    said = f"{cores} cores, {memory:.0f} GB, Python {platform.python_version()}, {platform.system()}"
    return said + (f"; BUSY: {busy:.1f} processes were running before this one" if busy > cores / 2 else "")


@dataclass(frozen=True)
class Line:
    """One line of a result: what was done, the figure, and the mark that it meets or misses, if there is one."""

    work: str
    figure: str
    mark: str = ""
    is_met: bool | None = None

    @property
    def verdict(self) -> str:
        """Meets or misses."""
        return {None: "", True: "meets", False: "MISSES"}[self.is_met]


def show(title: str, lines: Sequence[Line]) -> None:
    """Print a table."""
    rows = [("", "measured", "mark", ""), *((r.work, r.figure, r.mark, r.verdict) for r in lines)]
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    print(f"\n{title}")
    print("-" * len(title))
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    sys.stdout.flush()


def seconds(value: float) -> str:
    """0.46 s, 46 ms."""
    return f"{value:.2f} s" if value >= 0.1 else f"{value * 1000:.0f} ms"
