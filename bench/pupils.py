"""How fast pupils' results load: a county's year to figures, and a file as large as England's year.

    python -m bench.pupils [--homes FOLDER] [--times N] [--rows N]

Invented pupils of invented schools, as CSV with a UPN, a name, a birthday and the results of key stage 2. A county's
year is loaded whole: read, hashed, sieved, understood, kept as Parquet, counted into every group in every school,
district and ward. The large file goes the same way up to kept rows.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from datetime import UTC, date, datetime
from pathlib import Path

from bench import measuring
from bench.measuring import Line, Times

COUNTY, SCHOOLS, ENGLAND = 7_000, 250, 650_000
WITHIN_SECONDS, WITHIN_MINUTES = 10, 300
AUTHORITY = "801"
HEADING = (
    "UPN,Surname,Forename,DOB,URN,Sex,FSM,EverFSM6,SEN,Language,Ethnicity,Writing TA,"
    "Reading Score,Maths Score,GPS Score"
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--homes", type=Path, help="a folder to work in and to keep; else one that is removed"
    )
    parser.add_argument("--times", type=int, default=3, help="repetitions; 3 if not given")
    parser.add_argument("--rows", type=int, default=ENGLAND, help="rows of the large file")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(_one(asked.one)))
        return
    print(measuring.machine())
    with measuring.homes(asked.homes) as folder:
        lines = [
            *_lines(folder, "a county's year", COUNTY, asked.times, WITHIN_SECONDS),
            *_lines(folder, "a file as large as England's year", asked.rows, 1, WITHIN_MINUTES),
        ]
    measuring.show("Pupils' results", lines)


def _lines(folder: Path, what: str, rows: int, times: int, mark: float) -> list[Line]:
    found = [_run(folder / f"pupils-{rows}-{n}", rows) for n in range(times)]
    read = Times([f["read"] for f in found], [f["read"] for f in found])
    whole = Times([f["whole"] for f in found], [f["whole"] for f in found])
    peak = max(f["peak_mb"] for f in found)
    return [
        Line(f"{what}, {rows:,} rows: read, hashed and understood", f"{read.seconds:.1f} s"),
        Line(
            f"{what}: to {found[0]['facts']:,} figures", f"{whole.seconds:.1f} s, {peak:,.0f} MB", f"{mark} s"
        ),
    ]


def _run(home: Path, rows: int) -> dict:
    done = measuring.run([measuring.PYTHON, "-m", "bench.pupils", "--one", str(rows)], home)
    return json.loads(done.printed.strip().splitlines()[-1]) | {"peak_mb": done.memory}


def content(rows: int) -> bytes:
    """Invented pupils as a file."""
    from fingerpost.evidence.pupils import upn

    one_of = random.Random(1).choice
    marks, words = range(80, 121), (("ENG", "POL", "OTH"), ("WBRI", "AIND"), ("GDS", "EXS", "WTS"))
    lines = [HEADING]
    for n in range(rows):
        number = upn.with_letter(f"{AUTHORITY}{2000 + n // 100_000:04}{n % 100_000:05}")
        who = (number, f"Name{n}", f"Name{n}", f"{n % 28 + 1:02}/{n % 12 + 1:02}/2014", 100_000 + n % SCHOOLS)
        what = (one_of("MF"), one_of("YN"), one_of("YN"), one_of("NNNKE"), *(one_of(w) for w in words))
        lines.append(",".join(map(str, (*who, *what, one_of(marks), one_of(marks), one_of(marks)))))
    return "\n".join(lines).encode()


def _one(rows: int) -> dict:
    """Load once in a new home; the schools are written straight into the register."""
    measuring.enter(Path(os.environ["FINGERPOST_HOME"]))
    from fingerpost.archive.actions import pupils, pupils_waiting
    from fingerpost.core.actions import people
    from fingerpost.register.models import AuthoritySpell, School

    urns = range(100_000, 100_000 + SCHOOLS)
    School.objects.bulk_create(
        School(urn=u, name=f"School {u}", authority_id=AUTHORITY, phase="primary", district_code="E07000001")
        for u in urns
    )
    AuthoritySpell.objects.bulk_create(AuthoritySpell(urn=u, authority_id=AUTHORITY) for u in urns)
    data, by, at = content(rows), people.operator(), datetime.now(UTC)
    told = {"path": Path("pupils.csv"), "content": data, "stage": "ks2", "year": 2025, "authority": AUTHORITY}
    started = time.perf_counter()
    pupils_waiting.look(**told, by=by, at=at)
    read = time.perf_counter() - started
    started = time.perf_counter()
    done = pupils.load_pupils(**told, known_on=date(2025, 7, 10), by=by, at=at)
    whole = time.perf_counter() - started
    assert done.file is not None, done.message
    return {
        "read": read,
        "whole": whole,
        "kept": done.file.kept,
        "facts": sum(s.tables["facts"] for s in done.snapshots),
    }


if __name__ == "__main__":
    main()
