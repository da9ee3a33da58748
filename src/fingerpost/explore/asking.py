"""From an address to a look, and from a look to what the page offers next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fingerpost.evidence import groups
from fingerpost.explore import look as looking
from fingerpost.explore.forms import AskForm
from fingerpost.explore.look import PLACES, SPANS, Look
from fingerpost.explore.queries import explore as queries
from fingerpost.explore.queries.offered import Measure, Offer

#: So many schools are offered by name when words fit several.
MOST_SCHOOLS = 12
CHARACTERISTICS = {
    "all": "Everybody", "sex": "Sex", "prior": "Prior attainment", "disadvantaged": "Disadvantage",
    "fsm": "Free school meals", "fsm6": "Free school meals in the last six years", "sen": "Special educational needs",
    "sen_any": "Special educational needs", "language": "First language", "ethnicity": "Ethnic group",
    "language_group": "First language", "mobility": "Mobility", "mobile": "Mobility", "new_arrival": "New arrivals",
    "looked_after": "Care", "previously_looked_after": "Care", "service_child": "Service families",
    "birth_month": "Term of birth", "phase": "Phase", "term": "Term",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What an address asks: the look, the form with what could not be read, and what its words were taken for."""

    offer: Offer
    look: Look | None
    form: AskForm
    measures: list[Measure] = field(default_factory=list)
    schools: list[tuple[int, str]] = field(default_factory=list)
    words: str = ""
    school_words: str = ""


def read(query: Any, authority: str, *, today: date) -> Asked:
    """The look that an address asks for. Words for a measure or a school that fit one alone choose it."""
    offer = queries.offer(authority)
    form = AskForm(query)
    told = form.answers()
    words = told.get("q", "").strip()
    measures = offer.matching(words) if words else []
    if len(measures) == 1:
        told["measure"] = measures[0].code
    school_words = told.get("school", "").strip()
    schools = queries.schools_matching(authority, school_words, today) if school_words else []
    told["school"] = schools[0][0] if len(schools) == 1 else None
    look = looking.of_answers(offer, told)
    return Asked(
        offer, look, form, measures if len(measures) != 1 else [], schools if len(schools) != 1 else [],
        words, school_words,
    )  # fmt: skip


def place_words(kind: str, authority_name: str) -> str:
    """A kind of place as a sentence has it."""
    words = authority_name if kind == "authority" else PLACES[kind]
    return words if kind in ("authority", "england") else words[:1].lower() + words[1:]


def of_school(urn: int) -> str:
    """The address of one school's figures beside the authority's and England's."""
    return urlencode({"school": urn, "place": ["authority", "england"]}, doseq=True)


def ways(asked: Asked) -> list[tuple[str, str, bool]]:
    """Four ways to begin with the same measure: words, address, whether it is the one shown."""
    look = asked.look
    if look is None:
        return []
    usual = looking.usual(asked.offer, look.measure)
    assert usual is not None
    plain = replace(usual, year=look.year, school=look.school)
    group = look.groups[:1] if len(look.groups) == 1 else ("all",)
    made = {
        "Groups": replace(plain, places=("authority", "england")),
        "By school": replace(plain, places=("authority", "england", "schools"), groups=group),
        "By district": replace(plain, places=("authority", "england", "district"), groups=group),
        "Trend": replace(plain, places=("authority", "neighbours", "england"), groups=group, span="all"),
    }
    now = (set(look.places), set(look.groups), look.span)
    return [
        (words, one.query(), (set(one.places), set(one.groups), one.span) == now)
        for words, one in made.items()
    ]


@dataclass(frozen=True)
class Choices:
    """What the form offers: places, groups by characteristic, characteristics to combine, years and spans."""

    places: list[tuple[str, str, bool]]
    groups: list[tuple[str, list[tuple[str, str, bool]]]]
    combinable: list[tuple[str, str]]
    years: tuple[str, ...]
    spans: dict[str, str]


def choices(asked: Asked, authority_name: str, drawn: frozenset[str]) -> Choices:
    """What the form offers for the measure looked at, each with whether it is chosen.

    `drawn` are the kinds of area that the authority has drawn itself.
    """
    look = asked.look
    assert look is not None
    words = PLACES | {"authority": authority_name}
    there = set(PLACES) - (looking.DRAWN - drawn) - (looking.OF_HOMES - asked.offer.kinds) | set(look.places)
    places = [(code, name, code in look.places) for code, name in words.items() if code in there]
    held = [*look.measure.groups, *(group for group in look.groups if group not in look.measure.groups)]
    by_kind: dict[str, list[tuple[str, str, bool]]] = {}
    for code in held:
        by_kind.setdefault(_kind(code), []).append((code, groups.name(code), code in look.groups))
    single = [(code, groups.name(code)) for code in look.measure.groups if "+" not in code and code != "all"]
    return Choices(places, list(by_kind.items()), single, look.measure.years, SPANS)


def _kind(code: str) -> str:
    if "+" in code:
        return "Combinations"
    group = groups.BY_CODE.get(code)
    return CHARACTERISTICS.get(group.characteristic, "Others") if group else "Others"


def one_school(look: Look) -> str:
    """The beginning of the address of one school's figures of the same measure, to which its URN is put."""
    places = [place for place in look.places if place != "schools"] or list(looking.USUAL)
    plain = look.query(place=places, school="", like="", find="", sort="", past="", line="", only="")
    return f"?{plain}&school="
