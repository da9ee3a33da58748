"""Pupil groups, declared once, and the words in which files name them.

A group is a conjunction of characteristic values written `boys`, `disadvantaged+sen_support`; `all` is everybody. A value no
file has taught us yet is kept as `column=value`, so that nothing is lost and nothing is mistaken for a known group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fingerpost.evidence.schema import ALL


@dataclass(frozen=True)
class Group:
    """One characteristic value. `suffixes` are those of performance-table columns; `words` are labels in tidy files."""

    code: str
    name: str
    characteristic: str
    words: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()


GROUPS: tuple[Group, ...] = (
    Group(ALL, "All pupils", "all", ("total", "all", "all pupils", "all schools", "all children"), ("",)),
    Group("boys", "Boys", "sex", ("boys", "male", "gender male", "gender boys", "m", "sex male"), ("_B",)),
    Group(
        "girls",
        "Girls",
        "sex",
        ("girls", "female", "gender female", "gender girls", "f", "sex female"),
        ("_G",),
    ),
    Group("low_prior", "Low prior attainment", "prior", ("low", "low prior attainment"), ("_L", "_LO")),
    Group(
        "middle_prior",
        "Middle prior attainment",
        "prior",
        ("middle", "middle prior attainment"),
        ("_M", "_MID"),
    ),
    Group("high_prior", "High prior attainment", "prior", ("high", "high prior attainment"), ("_H", "_HI")),
    Group(
        "disadvantaged",
        "Disadvantaged",
        "disadvantaged",
        ("disadvantaged", "disadvantage"),
        ("_FSM6CLA1A", "_FSMCLA", "_DIS"),
    ),
    Group(
        "not_disadvantaged",
        "Not disadvantaged",
        "disadvantaged",
        (
            "not disadvantaged",
            "disadvantaged all other",
            "not known to be disadvantaged",
            "non-disadvantaged",
            "all other pupils",
        ),
        ("_NotFSM6CLA1A", "_NFSM6CLA1A", "_NOTFSM6CLA1A", "_NOTDIS"),
    ),
    Group(
        "fsm",
        "Eligible for free school meals",
        "fsm",
        ("fsm", "fsm eligible", "fsm eligibility fsm", "eligible", "fsm fsm"),
    ),
    Group(
        "not_fsm",
        "Not eligible for free school meals",
        "fsm",
        (
            "not fsm",
            "non-fsm",
            "all other",
            "fsm not eligible",
            "fsm non-fsm",
            "fsm all other pupils",
            "not eligible",
        ),
    ),
    Group(
        "sen_none",
        "No identified SEN",
        "sen",
        ("no identified sen", "no sen", "sen no identified sen", "no special educational need"),
    ),
    Group(
        "sen_support",
        "SEN support",
        "sen",
        ("sen support", "sen support / sen without an ehc plan", "sen without a statement"),
    ),
    Group(
        "sen_plan",
        "EHC plan",
        "sen",
        ("ehc plan", "sen with a statement or ehc plan", "education, health and care plan", "statement"),
    ),
    Group("sen_any", "Any SEN", "sen_any", ("any sen", "all sen", "sen", "all sen pupils", "sen sen")),
    Group(
        "eal",
        "First language other than English",
        "language",
        (
            "eal",
            "other than english",
            "known or believed to be other than english",
            "first language other than english",
        ),
        ("_EAL",),
    ),
    Group(
        "english",
        "First language English",
        "language",
        ("english", "known or believed to be english", "first language english"),
    ),
    Group("settled", "Not mobile", "mobility", ("non-mobile", "non mobile"), ("_MOBN",)),
)

BY_CODE = {group.code: group for group in GROUPS}
_BY_WORD = {word: group.code for group in GROUPS for word in group.words}
SUFFIXES = {suffix: group.code for group in GROUPS for suffix in group.suffixes}


def tidy_word(value: str) -> str:
    """A label as compared: lower case, single spaces, underscores as spaces."""
    return re.sub(r"[\s_]+", " ", value).strip().lower()


def from_word(column: str, value: str) -> str:
    """The group a tidy file's filter value names; an unknown value stays itself, as `column=value`."""
    word = tidy_word(value)
    return _BY_WORD.get(word) or _BY_WORD.get(f"{tidy_word(column)} {word}") or f"{tidy_word(column)}={word}"


def conjunction(codes: list[str]) -> str:
    """One name for several characteristics at once, the same in whatever order they came."""
    parts = sorted({code for code in codes if code != ALL})
    return "+".join(parts) if parts else ALL


def name(code: str) -> str:
    """The group in words."""
    return ", ".join(BY_CODE[p].name if p in BY_CODE else p.replace("=", ": ") for p in code.split("+"))
