"""Every file of the demonstration, named and foldered as the published downloads are."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from fingerpost.demo.county import DATA
from fingerpost.demo.days import CODE, EARLIER, OLD_LIST, TODAY, YEARS
from fingerpost.demo.files import context, ks5, ofsted, pupil_tables, register, services, tidy
from fingerpost.demo.files.early import Early
from fingerpost.demo.files.ks2 import Tables as KeyStage2
from fingerpost.demo.files.ks4 import Tables as KeyStage4
from fingerpost.demo.lives import County
from fingerpost.demo.writing import put

STAMP = ".made-by"
#: The folder of the register, which is for all to read; what lies in the others is the authority's own.
REGISTER = "register"
ABOUT = """\
These files are invented. {name} ({code}) is no authority, none of its schools exists, and the figures of England and of
the region in these files are made up too. They are written in the layouts in which the Department for Education and
Ofsted publish. All but the register are loaded as the demonstration authority's own data, so that no other authority's
figures rest on them.
"""


def write(county: County, folder: Path) -> bool:
    """Write every file into a folder, unless this very program wrote them before; say whether it did."""
    stamp = folder / STAMP
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == made_by():
        return False
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in contents(county):
        put(folder / name, content)
    (folder / "about.txt").write_text(ABOUT.format(name=county.name, code=CODE), encoding="utf-8")
    stamp.write_text(made_by(), encoding="utf-8")
    return True


def made_by() -> str:
    """A name for this program as it stands: its modules and its data."""
    digest = hashlib.sha256()
    for path in sorted(DATA.parent.rglob("*")):
        if path.suffix in (".py", ".yaml", ".txt"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def contents(county: County) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file."""
    yield from _registers(county)
    yield from _tables(county)
    yield from _lists(county)
    early = Early(county)
    for made in (
        tidy.eyfsp(county, early),
        tidy.phonics(county, early),
        tidy.attendance(county),
        tidy.suspensions(county),
    ):
        yield from ((f"ees/{name}", content) for name, content in made)
    yield from services.files(county)
    yield from pupil_tables.files(county)
    yield f"own/{CODE}_early_results_and_attendance.csv", early.own()


def _registers(county: County) -> Iterator[tuple[str, bytes]]:
    now = f"{TODAY:%Y%m%d}"
    for day in (EARLIER, TODAY):
        yield f"{REGISTER}/edubasealldata{day:%Y%m%d}.csv", register.schools(county, day)
    yield f"{REGISTER}/links_edubasealldata{now}.csv", register.links(county, TODAY)
    yield f"{REGISTER}/allgroupsdata{now}.csv", register.groups(county)
    yield f"{REGISTER}/grouplinks_edubasealldata{now}.csv", register.members(county, TODAY)


def _tables(county: County) -> Iterator[tuple[str, bytes]]:
    ks2, ks4 = KeyStage2(county), KeyStage4(county)
    for year in YEARS:
        yield ks2.file(year)
        if year == TODAY.year - 1:
            yield ks2.before_checking(year)
        yield ks4.file(year)
        yield context.census(county, year)
        yield context.workforce(county, year)
        if year < TODAY.year:
            yield ks5.file(county, year)
            yield context.absence(county, year)


def _lists(county: County) -> Iterator[tuple[str, bytes]]:
    old, now = (f"{day.day}_{day:%B_%Y}" for day in (OLD_LIST, TODAY))
    name = "Management_information_as_at"
    yield f"ofsted/{name}_{old}.csv", ofsted.old_list(county, OLD_LIST)
    yield f"ofsted/{name}_{now}.csv", ofsted.report_cards(county, TODAY)
