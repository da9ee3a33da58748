"""The ten-row samples: one for each layout, true headings over invented schools of authority 001."""

from datetime import date
from functools import cache
from pathlib import Path

from fingerpost.evidence.layouts import BY_CODE
from fingerpost.evidence.reading.load import Options, Reading, read

FOLDER = Path(__file__).parents[2] / "fixtures"

#: The day of a list, where the sample does not hold it itself.
DAYS = {
    "ofsted_monthly": date(2014, 5, 31),
    "ofsted_outcomes": date(2018, 7, 31),
    "ofsted_2019": date(2024, 8, 31),
    "ofsted_2025": date(2026, 1, 31),
    "neighbours": date(2025, 5, 1),
}
#: Layouts that read their day from their own cells.
DATED = ("school_list_spine", "school_list_information")


def path(code: str) -> Path:
    return FOLDER / f"{code}.csv"


def options(code: str) -> Options:
    """What a person would say of the sample when loading it: the year of a table, the day of a list."""
    needs = BY_CODE[code].needs
    if needs == "period":
        return Options(period="2017")
    if needs == "as_at" and code not in DATED:
        return Options(as_at=DAYS.get(code, date(2021, 12, 30)))
    return Options()


@cache
def sample(code: str) -> Reading:
    return read(path(code), options(code))


def fact(reading: Reading, place: str, indicator: str, group: str = "all", period: str | None = None) -> dict:
    """The one fact of a place, for an indicator and group."""
    facts = reading.tables["facts"]
    found = [
        row
        for row in facts.iter_rows(named=True)
        if (row["place"], row["indicator"], row["group"]) == (place, indicator, group)
        and period in (None, row["period"])
    ]
    assert len(found) == 1, found
    return found[0]
