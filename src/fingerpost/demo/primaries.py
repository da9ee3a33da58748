"""The primary, infant and junior schools of the county, before they are given numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from random import Random

from fingerpost.demo import county, traits
from fingerpost.demo.days import chance
from fingerpost.demo.lives import Life

#: How many pairs of an infant and a junior school a town has.
PAIRS = {
    "Wrenminster": 4, "Ternhaven": 2, "Gannetmouth": 1, "Larkstow": 1, "Ploverham": 1, "Ousel Bridge": 1,
    "Bitternby": 1,
}  # fmt: skip
#: How many Catholic schools a town has.
CATHOLIC = {"Wrenminster": 5, "Ternhaven": 2, "Gannetmouth": 1, "Larkstow": 1, "Ploverham": 1, "Bitternby": 1}
TOWN_INTAKES = (22, 28, 30, 30, 30, 30, 30, 42, 45, 45, 60, 60, 60, 60, 75, 90)
CHURCH, CATHOLIC_CHURCH = "Church of England", "Roman Catholic"


#: The share of town schools that are Church of England.
CHURCH_SHARE = 0.2


class Names:
    """Names in an order of chance, each given out once before any comes again."""

    def __init__(self, names: Iterable[str], topic: str) -> None:
        self.names = list(names)
        chance("names", topic).shuffle(self.names)

    def next(self) -> str:
        """The next name."""
        name = self.names.pop(0)
        self.names.append(name)
        return name


def possessive(saint: str) -> str:
    """St Anne's, St James', Holy Trinity."""
    if not saint.startswith("St "):
        return saint
    return f"{saint}'" if saint.endswith("s") else f"{saint}'s"


def lives() -> Iterator[Life]:
    """Every primary-phase school, town by town."""
    church = Names(county.described()["saints"], "church")
    catholic = Names(county.described()["catholic_saints"], "catholic")
    quarters = {d.name: Names(d.quarters, d.name) for d in county.districts()}
    for (district, town), schools in groupby(county.slots()):
        names = quarters[district.name]
        if town in district.villages:
            yield _village(chance("primary", town), town, church)
            continue
        for number in range(PAIRS.get(town, 0)):
            yield from _pair(chance("pair", town, number), town, names.next())
        for number in range(CATHOLIC.get(town, 0)):
            yield _catholic(chance("catholic", town, number), town, catholic)
        rest = len(list(schools)) - 2 * PAIRS.get(town, 0) - CATHOLIC.get(town, 0)
        for number in range(rest):
            draw = chance("primary", town, number)
            is_church = draw.random() < CHURCH_SHARE
            yield _town(draw, town, "" if is_church else names.next(), church.next() if is_church else "")


def _pair(draw: Random, town: str, quarter: str) -> Iterator[Life]:
    """An infant school and the junior school that its pupils go on to: the same pupils, led apart."""
    infant = _life(
        draw,
        f"{town}/{quarter}",
        "infant",
        town,
        quarter,
        intake=draw.choice((60, 60, 75, 90)),
        low=4,
        high=7,
    )
    for form, low, high in (("infant", 4, 7), ("junior", 7, 11)):
        life = replace(infant, key=f"{town}/{quarter}/{form}", form=form, low=low, high=high)
        life.name = f"{quarter} {form.title()} School"
        traits.give(life, chance("pair", town, quarter, form))
        yield life


def _village(draw: Random, village: str, saints: Names) -> Life:
    intake = max(5, min(30, round(draw.lognormvariate(2.42, 0.48))))
    character = CHURCH if draw.random() < 0.62 else ""
    life = _life(
        draw, village, "primary", village, "", intake=intake, low=draw.choice((4, 4, 4, 2, 3)), high=11
    )
    life.character = character
    traits.give(life, draw)
    life.name = _village_name(draw, village, saints) if character else _plain_name(draw, village)
    return life


def _village_name(draw: Random, village: str, saints: Names) -> str:
    if draw.random() < 0.35:
        return f"{possessive(saints.next())} Church of England Primary School, {village}"
    return f"{village} Church of England Primary School"


def _plain_name(draw: Random, place: str) -> str:
    return f"{place} {draw.choice(('Primary School', 'Primary School', 'Community Primary School'))}"


def _catholic(draw: Random, town: str, saints: Names) -> Life:
    saint = saints.next()
    life = _life(
        draw, f"{town}/{saint}", "primary", town, saint, intake=draw.choice((30, 30, 45)), low=4, high=11
    )
    life.character = CATHOLIC_CHURCH
    traits.give(life, draw)
    life.name = f"{possessive(saint)} Catholic Primary School"
    return life


def _town(draw: Random, town: str, quarter: str, saint: str) -> Life:
    life = _life(
        draw, f"{town}/{quarter or saint}", "primary", town, quarter or saint, intake=draw.choice(TOWN_INTAKES),
        low=draw.choice((4, 3, 3)), high=11,
    )  # fmt: skip
    life.character = CHURCH if saint else ""
    traits.give(life, draw)
    church = f"{possessive(saint)} Church of England Primary School"
    life.name = church if saint else _plain_name(draw, quarter)
    return life


def _life(
    draw: Random, key: str, form: str, town: str, quarter: str, *, intake: int, low: int, high: int
) -> Life:
    district = county.district_of(town)
    place = county.place(town, quarter)
    return Life(
        key=key,
        name="",
        phase="primary",
        form=form,
        place=place,
        low=low,
        high=high,
        intake=intake,
        deprivation=traits.deprivation(draw, district, place.setting),
        eal=traits.language(draw, district, place.setting),
        sen=max(0.06, draw.gauss(0.155, 0.04)),
        has_nursery=low < 4,
    )
