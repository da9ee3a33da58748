"""Counts that services of the invented county keep: wards, children missing education, plans of cared-for children."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fingerpost.demo import county as places
from fingerpost.demo.days import CODE, TODAY, YEARS, chance
from fingerpost.demo.lives import County
from fingerpost.demo.writing import table

#: Of the whole county: a file, its month and day, and for each count where it begins, what it gains a year, its wobble.
COUNTED = {
    "missing_education": ((7, 31), {"missing_education": (118, 9, 8), "returned": (84, 8, 6)}),
    "alternative_provision": ((7, 31), {"in_provision": (372, 11, 15), "quality_assured": (268, 22, 10)}),
    "cared_for": (
        (7, 31),
        {
            "cared_for": (402, 7, 6), "peps_completed": (352, 10, 5), "peps_quality_assured": (241, 19, 8),
            "placed_outside": (128, 3, 5),
        },
    ),
    "youth_justice": ((6, 30), {"young_people": (71, -2, 3), "with_25_hours": (41, -1, 3)}),
    "participation": ((3, 20), {"young_people": (12_400, 160, 60), "participating": (11_560, 170, 60)}),
    "apprenticeships": ((11, 30), {"starts": (905, -12, 20), "ended": (640, 15, 18), "achieved": (352, 24, 10)}),
}  # fmt: skip


def files(county: County) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file."""
    for name, (day, counts) in COUNTED.items():
        yield (
            f"services/{CODE}_{name}.csv",
            table(("authority", "period", *counts, "known_on"), _years(name, day, counts)),
        )
    columns = (
        "ward_code",
        "ward_name",
        "authority",
        "period",
        "young_people",
        "neet",
        "not_known",
        "known_on",
    )
    yield f"services/{CODE}_not_in_education.csv", table(columns, _wards())
    moves = ("urn", "period", "fair_access_moves", "known_on")
    yield f"services/{CODE}_fair_access.csv", table(moves, _moves(county))


def _years(name: str, day: tuple[int, int], counts: dict) -> Iterator[dict[str, object]]:
    for index, year in enumerate(YEARS):
        known = date(year, *day)
        if known <= TODAY:
            draw = chance(name, year)
            row = {
                count: begins + gains * index + draw.randint(-wobbles, wobbles)
                for count, (begins, gains, wobbles) in counts.items()
            }
            yield row | {"authority": CODE, "period": year, "known_on": known.isoformat()}


def _wards() -> Iterator[dict[str, object]]:
    """The last two years of each ward, worse where deprivation is; a row of the county above them."""
    for year in YEARS[-2:]:
        total = {"young_people": 0, "neet": 0, "not_known": 0}
        known = {"period": year, "known_on": date(year, 3, 20).isoformat()}
        for district in places.districts():
            for index, ward in enumerate(places.wards(district)):
                row = _ward(district.deprivation, year, ward)
                total = {name: total[name] + row[name] for name in total}
                yield row | known | {"ward_code": places.ward_code(district, index), "ward_name": ward}
        yield total | known | {"authority": CODE}


def _ward(deprivation: float, year: int, ward: str) -> dict[str, int]:
    draw = chance("not in education", ward, year)
    young = draw.randint(90, 420)
    share = max(0.004, deprivation * 0.22 + draw.gauss(0, 0.015))
    return {
        "young_people": young,
        "neet": round(young * share),
        "not_known": round(young * draw.uniform(0.002, 0.025)),
    }


def _moves(county: County) -> Iterator[dict[str, object]]:
    for year in YEARS[-2:]:
        for life, spell in county.open_on(date(year, 7, 1)):
            if life.phase == "secondary":
                moves = chance("fair access", spell.urn, year).randint(0, 7)
                yield {"urn": spell.urn, "period": year, "fair_access_moves": moves,
                       "known_on": date(year, 7, 31).isoformat()}  # fmt: skip
