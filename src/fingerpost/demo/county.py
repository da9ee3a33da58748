"""The invented county's places: districts, wards, towns and villages, from the package's own data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from fingerpost.demo.days import chance
from fingerpost.demo.lives import Place

DATA = Path(__file__).parent / "data"
#: The county is laid in a real region, so that regional figures have a place to stand; the figures are invented.
REGION_CODE, REGION, REGION_LETTER = "E12000004", "East Midlands", "E"
ONS_CODE = "E10099001"


@cache
def read(name: str) -> dict[str, Any]:
    """One of the package's data files."""
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


@cache
def described() -> dict[str, Any]:
    """`county.yaml`."""
    return read("county.yaml")


@dataclass(frozen=True)
class District:
    """A district as the data file has it, with its number."""

    number: int
    name: str
    deprivation: float
    eal: float
    towns: dict[str, int]
    villages: tuple[str, ...]
    quarters: tuple[str, ...]

    @property
    def code(self) -> str:
        """A code of the right shape that the Office for National Statistics has given to no place."""
        return f"E0709900{self.number}"


@cache
def districts() -> tuple[District, ...]:
    """All districts in order."""
    return tuple(
        District(
            number,
            d["name"],
            d["deprivation"],
            d["eal"],
            d["towns"],
            tuple(d["villages"]),
            tuple(d["quarters"]),
        )
        for number, d in enumerate(described()["districts"], 1)
    )


def district_of(town: str) -> District:
    """The district in which a town or village lies."""
    return next(d for d in districts() if town in d.towns or town in d.villages)


def place(town: str, quarter: str = "") -> Place:
    """A place for a school: a quarter of a town, or a village with its own ward."""
    district = district_of(town)
    ward = _ward(district, town, quarter)
    draw = chance("place", town, quarter)
    return Place(
        district=district.name,
        district_code=district.code,
        ward=ward[0],
        ward_code=ward[1],
        town=town,
        setting=_setting(district, town),
        postcode=f"QX{district.number}{draw.randint(1, 9)} {draw.randint(1, 9)}{_letters(draw)}",
    )


def _letters(draw: Any) -> str:
    return draw.choice("ABDEFGHJLN") + draw.choice("PQRSTUWXYZ")


def _setting(district: District, town: str) -> str:
    if town in district.villages:
        return "village"
    return "city" if town == described()["county_town"] else "town"


def wards(district: District) -> list[str]:
    """The wards of a district: its towns, the quarters of the county town, and villages by threes."""
    city = described()["county_town"] in district.towns
    urban = [f"{q}" for q in district.quarters[::2]] if city else list(district.towns)
    rural = [" and ".join(district.villages[i : i + 3 : 2]) for i in range(0, len(district.villages), 3)]
    return [*urban, *rural]


def _ward(district: District, town: str, quarter: str) -> tuple[str, str]:
    names = wards(district)
    if town in district.villages:
        index = len(names) - -(-len(district.villages) // 3) + district.villages.index(town) // 3
    elif quarter in district.quarters and town == described()["county_town"]:
        index = district.quarters.index(quarter) // 2
    else:
        index = (
            names.index(town)
            if town in names
            else chance("ward", town, quarter).randrange(len(district.quarters) // 2)
        )
    return names[index], ward_code(district, index)


def ward_code(district: District, index: int) -> str:
    """The code of a ward of a district, by its place among them."""
    return f"E0509{district.number}{index:03d}"


def slots() -> Iterator[tuple[District, str]]:
    """Where a primary school stands: district, and town or village, one for each school."""
    for district in districts():
        for town, count in district.towns.items():
            yield from [(district, town)] * count
        for village in district.villages:
            yield district, village
