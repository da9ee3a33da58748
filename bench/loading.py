"""How fast files load: one Ofsted workbook against merely reading its sheet, and every published folder.

    python -m bench.loading [--homes FOLDER] [--times N]

The workbook is a published one of some 21,000 rows when the published files lie beside the checkout, else one of the
same shape that is made here. In one process and in turn: its sheet is read with fastexcel; the whole file is read and
understood (`evidence.reading.load.read`); it is kept as a snapshot (Parquet and database row); and it is read with
pandas, which is what somebody would do without us. A row apart shows what the register costs on top.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

from bench import measuring
from bench.measuring import Line, Times, seconds

TWICE = 2.0
WHOLE_FOLDER, SECOND_RUN, MOST_MEMORY = 300, 10, 3072
ROWS, NAME = 21_000, "Management information - Schools.xlsx"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--homes", type=Path, help="a folder to work in and to keep; else one that is removed"
    )
    parser.add_argument("--times", type=int, default=5, help="repetitions; 5 if not given")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(_one(asked.one)))
        return
    print(measuring.machine())
    with measuring.homes(asked.homes) as folder:
        workbook(folder, asked.times)
        if measuring.has_published_data():
            folders(folder)
        else:
            print(
                "The published files do not lie beside the checkout, so the loading of all of them was not measured."
            )


def workbook(folder: Path, times: int) -> None:
    """One workbook, in a new process and a new home each time."""
    path, what = _workbook(folder)
    found: dict[str, Times] = {}
    for number in range(times):
        home = folder / f"workbook-{number}"
        shutil.rmtree(home, ignore_errors=True)
        done = measuring.run([measuring.PYTHON, "-m", "bench.loading", "--one", path], home)
        if done.code != 0:
            raise SystemExit(f"The workbook could not be loaded: exit {done.code}")
        for name, (wall, cpu) in done.document.items():
            kept = found.setdefault(name, Times())
            kept.wall.append(wall)
            kept.cpu.append(cpu)
        shutil.rmtree(home)
    sheet = found["sheet"].seconds
    kept = found["kept"].seconds

    def against(name: str) -> str:
        value = found[name].seconds
        return f"{seconds(value)}, {value / sheet:.1f} times the sheet"

    measuring.show(
        f"One workbook: {what}, median of {times}",
        [
            Line("read the sheet with fastexcel", seconds(sheet)),
            Line("read and understand the file", against("read")),
            Line(
                "load it: understood, Parquet, database row",
                against("kept"),
                "2 times the sheet",
                kept <= TWICE * sheet,
            ),
            Line("the same, and a register of as many schools made from it", against("first")),
            Line("the list of another month, the register brought up to date", against("next")),
            Line("read the sheet with pandas", against("pandas")),
        ],
    )


def _one(path: Path) -> dict[str, tuple[float, float]]:
    """Everything once, in this process and its home; the first reading of all is not counted."""
    import os

    measuring.enter(Path(os.environ["FINGERPOST_HOME"]))
    import fastexcel
    import pandas
    from django.utils import timezone

    from fingerpost.archive.actions import loading
    from fingerpost.core.actions import people
    from fingerpost.evidence.reading import load as reading

    reading.read(path)
    name = _sheet_name(path)
    found = {key: Times() for key in ("sheet", "read", "first", "next", "pandas", "kept")}
    for _ in range(3):
        found["sheet"].add(lambda: _sheet(fastexcel, path, name))
        found["read"].add(lambda: reading.read(path))
    found["pandas"].add(lambda: pandas.read_excel(path, sheet_name=name, header=None, dtype=str))

    register = Times()
    derive = loading.derive
    loading.derive = lambda **words: register.add(lambda: derive(**words), is_part=True)
    by, at = people.operator(), timezone.now()
    for key, file in (("first", path), ("next", _another(path))):
        done = found[key].add(
            lambda file=file: loading.load(paths=[file], options=reading.Options(), by=by, at=at)
        )
        if done.anything_refused:
            raise SystemExit(str(done.files[0].messages))
    first = found["first"]
    found["kept"] = Times([first.wall[0] - register.wall[0]], [first.cpu[0] - register.cpu[0]])
    return {key: (times.seconds, times.processor) for key, times in found.items()}


def _sheet(fastexcel, path: Path, name: str):
    return fastexcel.read_excel(path).load_sheet(name, header_row=None, dtypes="string").to_polars()


def _sheet_name(path: Path) -> str:
    """The sheet with the schools."""
    import fastexcel

    return next(name for name in fastexcel.read_excel(path).sheet_names if "provider" in name.lower())


def _workbook(folder: Path) -> tuple[Path, str]:
    published = sorted((measuring.PUBLISHED / "ofsted").glob("*31 May 2014.xlsx"))
    if published:
        return published[0], "Ofsted's schools at 31 May 2014, as published, 21,017 rows"
    return _made(folder / NAME, "31 May 2014"), f"made here, {ROWS:,} rows"


def _another(path: Path) -> Path:
    """The list of seven months later."""
    published = sorted(path.parent.glob("*31*December*2014.xlsx"))
    return published[0] if published else _made(path.with_name(f"later-{NAME}"), "31 December 2014")


def _made(path: Path, day: str) -> Path:
    """A workbook of the published shape: a sheet with the day, and the schools."""
    import xlsxwriter

    draw = random.Random(day)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    dates = book.add_worksheet("Dates")
    dates.write_column(0, 0, ("End date:", day))
    schools = book.add_worksheet("Provider level data")
    schools.write_row(0, 0, HEADINGS)
    for number in range(ROWS):
        schools.write_row(number + 1, 0, _school(draw, number))
    book.close()
    return path


HEADINGS = (
    "Web Link", "URN", "Laestab", "School name", "Ofsted Phase", "Type of school", "Local Authority", "Region",
    "Total pupils", "Inspection number", "Latest inspection date",
    "Overall effectiveness: how good is the school", "Category", "Achievement of pupils", "The quality of teaching",
    "Behaviour and safety of pupils", "Leadership and management", "Overall effectiveness of the sixth form",
    "Overall effectiveness of the Early Years Foundation stage", "Previous inspection number",
    "Previous inspection date", "Previous Overall effectiveness", "Previous category",
)  # fmt: skip
PHASES = ("Primary", "Primary", "Primary", "Primary", "Secondary", "Special", "Nursery")


def _school(draw: random.Random, number: int) -> list[object]:
    """One row of the sheet of schools."""

    def grade() -> int:
        return draw.choice((1, 2, 2, 2, 3, 3, 4))

    def day(since: int) -> str:
        return (date(since, 9, 1) + timedelta(days=draw.randrange(600))).isoformat()

    laestab = (201 + number % 150) * 10000 + 2000 + number // 150
    return [
        f"school {number}", 100000 + number, laestab, f"School of {number}", draw.choice(PHASES), "Community School",
        f"Authority {number % 150}", "East of England", draw.randrange(40, 900), 300000 + number, day(2012), grade(),
        draw.choice(("",) * 30 + ("SM", "SWK")), grade(), grade(), grade(), grade(), 9, grade(), 200000 + number,
        day(2008), grade(), "",
    ]  # fmt: skip


def folders(folder: Path) -> None:
    """Every folder of published files into a new home, and the same again."""
    home = folder / "folders"
    shutil.rmtree(home, ignore_errors=True)
    command = [measuring.FINGERPOST, "load", *measuring.published_folders(), "--json"]
    first, again = measuring.run(command, home), measuring.run(command, home)
    files = first.document["files"]
    rows = sum(file["rows"] for file in files)
    refused = sum(file["outcome"] == "refused" for file in files)
    outcomes = {file["outcome"] for file in again.document["files"]}
    shutil.rmtree(home)
    measuring.show(
        f"All the published folders: {len(files)} files, {rows:,} rows, {refused} refused",
        [
            Line(
                "into an empty home",
                f"{first.seconds:.0f} s",
                f"{WHOLE_FOLDER} s",
                first.seconds <= WHOLE_FOLDER,
            ),
            Line("of it on the processors", f"{first.processor:.0f} s"),
            Line("most memory", f"{first.memory:.0f} MB", f"{MOST_MEMORY} MB", first.memory <= MOST_MEMORY),
            Line(
                f"a second run ({', '.join(sorted(outcomes))})",
                f"{again.seconds:.1f} s",
                f"{SECOND_RUN} s",
                again.seconds <= SECOND_RUN,
            ),
        ],
    )


if __name__ == "__main__":
    main()
