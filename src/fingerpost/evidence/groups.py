"""Pupil groups, declared once, and the words in which files name them.

A group is a conjunction of characteristic values written `boys`, `disadvantaged+sen_support`; `all` is everybody.
A value no file has taught us yet is kept as `column=value`, so that nothing is lost and nothing is mistaken for a
known group.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fingerpost.evidence.schema import ALL

#: What a characteristic of a pupil may be.
Value = str | bool | int

YES, NO = (True,), (False,)


@dataclass(frozen=True)
class Group:
    """One characteristic value.

    `words` name it wherever they stand; `short` only in a column about its characteristic ("low" is low prior
    attainment in a column about prior attainment, and nothing at all in one about risk). `suffixes` are those of
    performance tables. `pupils` says who belongs to it: a column of the pupil table and the values it may have there.
    """

    code: str
    name: str
    characteristic: str
    words: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    pupils: tuple[str, tuple[Value, ...]] | None = None


#: Words in the name of a column (or before a value) that tell which characteristic it is about.
ABOUT: dict[str, tuple[str, ...]] = {
    "sex": ("sex", "gender"),
    "prior": ("prior",),
    "disadvantaged": ("disadvantage",),
    "fsm": ("fsm", "free school meal"),
    "fsm6": ("fsm", "free school meal"),
    "sen": ("sen", "special educational"),
    "sen_any": ("sen", "special educational"),
    "language": ("language", "eal"),
    "ethnicity": ("ethnic",),
    "mobility": ("mobil",),
    "phase": ("phase", "school type", "establishment type", "school characteristic", "estab"),
    "term": ("term",),
}

#: The minor ethnic groups of the school census: their code there, ours, and the name. Chinese and the last are both
#: minor and major, and stand among the major ones.
_MINOR = {
    "WBRI": ("white_british", "White British"),
    "WIRI": ("irish", "Irish"),
    "WIRT": ("irish_traveller", "Traveller of Irish heritage"),
    "WROM": ("gypsy_roma", "Gypsy or Roma"),
    "WOTH": ("other_white", "Any other White background"),
    "MWBC": ("white_and_caribbean", "White and Black Caribbean"),
    "MWBA": ("white_and_african", "White and Black African"),
    "MWAS": ("white_and_asian", "White and Asian"),
    "MOTH": ("other_mixed", "Any other Mixed background"),
    "AIND": ("indian", "Indian"),
    "APKN": ("pakistani", "Pakistani"),
    "ABAN": ("bangladeshi", "Bangladeshi"),
    "AOTH": ("other_asian", "Any other Asian background"),
    "BCRB": ("caribbean", "Black Caribbean"),
    "BAFR": ("african", "Black African"),
    "BOTH": ("other_black", "Any other Black background"),
}
_MINORITY = (*(code for code in _MINOR if code != "WBRI"), "CHNE", "OOTH")


def _counted(code: str, name: str, column: str, *values: Value) -> Group:
    """A group that no file's words are known for, but pupils can be counted in it."""
    return Group(code, name, column, pupils=(column, values))


GROUPS: tuple[Group, ...] = (
    Group(ALL, "All pupils", "all", ("total", "all pupils", "all children"), (), ("",)),
    Group("boys", "Boys", "sex", ("boys", "male"), ("b", "m"), ("_B",), pupils=("sex", ("M",))),
    Group("girls", "Girls", "sex", ("girls", "female"), ("g", "f"), ("_G",), pupils=("sex", ("F",))),
    Group(
        "low_prior",
        "Low prior attainment",
        "prior",
        ("low prior attainment",),
        ("low",),
        ("_L", "_LO"),
        pupils=("prior", ("low",)),
    ),
    Group(
        "middle_prior",
        "Middle prior attainment",
        "prior",
        ("middle prior attainment", "medium prior attainment"),
        ("middle", "mid", "medium"),
        ("_M", "_MID"),
        pupils=("prior", ("middle",)),
    ),
    Group(
        "high_prior",
        "High prior attainment",
        "prior",
        ("high prior attainment",),
        ("high",),
        ("_H", "_HI"),
        pupils=("prior", ("high",)),
    ),
    Group(
        "disadvantaged",
        "Disadvantaged",
        "disadvantaged",
        ("disadvantaged",),
        ("disadvantage",),
        ("_FSM6CLA1A", "_FSMCLA", "_DIS"),
        pupils=("disadvantaged", YES),
    ),
    Group(
        "not_disadvantaged",
        "Not disadvantaged",
        "disadvantaged",
        (
            "not disadvantaged",
            "disadvantaged all other",
            "disadvantaged total other",
            "not known to be disadvantaged",
            "non-disadvantaged",
        ),
        ("all other", "all other pupils", "total other pupils", "other"),
        ("_NotFSM6CLA1A", "_NFSM6CLA1A", "_NOTFSM6CLA1A", "_NOTFSMCLA", "_NOTDIS"),
        pupils=("disadvantaged", NO),
    ),
    Group(
        "fsm",
        "Eligible for free school meals",
        "fsm",
        ("fsm", "fsm eligible"),
        ("eligible", "eligable"),
        pupils=("fsm", YES),
    ),
    Group(
        "not_fsm",
        "Not eligible for free school meals",
        "fsm",
        ("not fsm", "non-fsm", "fsm all other", "fsm not eligible", "fsm noteligible"),
        ("all other", "all other pupils", "not eligible", "not eligable", "noteligible"),
        pupils=("fsm", NO),
    ),
    Group(
        "fsm6",
        "Eligible for free school meals in the last six years",
        "fsm6",
        ("fsm eligible in last 6 years", "fsm6", "eligible for fsm in last 6 years"),
        pupils=("fsm6", YES),
    ),
    Group(
        "not_fsm6",
        "Not eligible for free school meals in the last six years",
        "fsm6",
        ("fsm not eligible in last 6 years", "not fsm6"),
        pupils=("fsm6", NO),
    ),
    Group(
        "sen_none",
        "No identified SEN",
        "sen",
        ("no identified sen", "no sen", "no special educational need"),
        ("none",),
        pupils=("sen", ("none",)),
    ),
    Group(
        "sen_support",
        "SEN support",
        "sen",
        (
            "sen support",
            "sen supp",
            "sen support / sen without an ehc plan",
            "sen without a statement",
            "sen without statement",
        ),
        pupils=("sen", ("support",)),
    ),
    Group(
        "sen_plan",
        "EHC plan",
        "sen",
        (
            "ehc plan",
            "sen with a statement or ehc plan",
            "education, health and care plan",
            "senstateehc",
            "education health and care plan",
            "sen with statement ehc",
            "sen with statement or ehc",
        ),
        ("statement", "ehc", "ehcp"),
        pupils=("sen", ("plan",)),
    ),
    Group(
        "sen_any",
        "Any SEN",
        "sen_any",
        ("any sen", "all sen", "all sen pupils"),
        ("sen",),
        pupils=("sen", ("support", "plan")),
    ),
    Group(
        "eal",
        "First language other than English",
        "language",
        ("eal", "known or believed to be other than english", "first language other than english"),
        ("other than english",),
        ("_EAL",),
        pupils=("first_language", ("other",)),
    ),
    Group(
        "english",
        "First language English",
        "language",
        ("known or believed to be english", "first language english"),
        ("english",),
        pupils=("first_language", ("english",)),
    ),
    Group(
        "asian",
        "Asian",
        "ethnicity",
        ("asian or asian british",),
        ("asian", "asian total"),
        pupils=("ethnicity_major", ("asian",)),
    ),
    Group(
        "black",
        "Black",
        "ethnicity",
        ("black or black british",),
        ("black", "black total"),
        pupils=("ethnicity_major", ("black",)),
    ),
    Group("chinese", "Chinese", "ethnicity", (), ("chinese",), pupils=("ethnicity_major", ("chinese",))),
    Group(
        "other_ethnicity",
        "Any other ethnic group",
        "ethnicity",
        ("any other ethnic group",),
        ("other", "other total"),
        pupils=("ethnicity_major", ("other",)),
    ),
    Group(
        "mixed",
        "Mixed",
        "ethnicity",
        ("mixed dual background",),
        ("mixed", "mixed total"),
        pupils=("ethnicity_major", ("mixed",)),
    ),
    Group(
        "white", "White", "ethnicity", (), ("white", "white total"), pupils=("ethnicity_major", ("white",))
    ),
    Group(
        "settled",
        "Not mobile",
        "mobility",
        ("non-mobile", "non mobile"),
        (),
        ("_MOBN",),
        pupils=("mobile", NO),
    ),
    _counted("mobile", "Mobile", "mobile", True),
    Group(
        "central_eastern_european",
        "First language Central or Eastern European",
        "language_group",
        ("home language: central/eastern european",),
        pupils=("language_group", ("central and eastern european",)),
    ),
    _counted("other_language", "First language another one", "language_group", "other"),
    _counted("minority_ethnic", "Minority ethnic (not White British)", "ethnicity", *_MINORITY),
    *(_counted(*named, "ethnicity", code) for code, named in _MINOR.items()),
    _counted("looked_after", "Looked after", "looked_after", True),
    _counted("not_looked_after", "Not looked after", "looked_after", False),
    _counted("previously_looked_after", "Previously looked after", "previously_looked_after", True),
    _counted("service_child", "Child of a service family", "service_child", True),
    _counted("not_service_child", "Not the child of a service family", "service_child", False),
    _counted("new_arrival", "Newly arrived from abroad", "new_arrival", True),
    _counted("not_new_arrival", "Not newly arrived from abroad", "new_arrival", False),
    # The terms of birth as the releases about the profile have them (from memory).
    _counted("autumn_born", "Born September to December", "birth_month", 9, 10, 11, 12),
    _counted("spring_born", "Born January to April", "birth_month", 1, 2, 3, 4),
    _counted("summer_born", "Born May to August", "birth_month", 5, 6, 7, 8),
    Group(
        "phase=primary",
        "Primary schools",
        "phase",
        ("state-funded primary", "state-funded primary schools", "state-funded primary school"),
        ("primary", "pri"),
    ),
    Group(
        "phase=secondary",
        "Secondary schools",
        "phase",
        ("state-funded secondary", "state-funded secondary schools", "state-funded secondary school"),
        ("secondary", "sec"),
    ),
    Group(
        "phase=special",
        "Special schools",
        "phase",
        (
            "state-funded special",
            "state-funded special school",
            "state-funded special schools",
            "special school",
        ),
        ("special", "spe"),
    ),
    Group("term=autumn", "Autumn term", "term", ("autumn term",), ("autumn",)),
    Group("term=spring", "Spring term", "term", ("spring term",), ("spring",)),
    Group("term=summer", "Summer term", "term", ("summer term",), ("summer",)),
    Group("term=autumn and spring", "Autumn and spring terms", "term", ("autumn and spring term",)),
)

BY_CODE = {group.code: group for group in GROUPS}
SUFFIXES = {suffix: group.code for group in GROUPS for suffix in group.suffixes}


def tidy_word(value: str) -> str:
    """A label as compared: lower case, single spaces, underscores as spaces."""
    return re.sub(r"[\s_]+", " ", value).strip().lower()


_BY_WORD = {word: group.code for group in GROUPS for word in group.words}
_SHORT = {(group.characteristic, word): group.code for group in GROUPS for word in group.short}


def from_word(column: str, value: str) -> str:
    """The group a tidy file's filter value names; an unknown value stays itself, as `column=value`.

    The value may repeat its characteristic ("Gender Male", "FSM Status Eligible"), as many files write it.
    """
    name, word = tidy_word(column), tidy_word(value)
    if word in _BY_WORD:
        return _BY_WORD[word]
    for characteristic in (key for key, hints in ABOUT.items() if any(h in f"{name} {word}" for h in hints)):
        for bare in _without_prefix(word, name):
            found = _SHORT.get((characteristic, bare)) or _BY_WORD.get(bare)
            if found and BY_CODE[found].characteristic == characteristic:
                return found
    return unknown(column, value)


def unknown(column: str, value: str) -> str:
    """The name of a group that no word is known for; the marks that join groups are taken out of it."""
    name, word = (tidy_word(text).replace("+", " plus").replace("=", " is ") for text in (column, value))
    name = name.removeprefix("characteristic ")
    return f"{name}={word.removeprefix(name).strip() or word}"


_PREFIXES = re.compile(
    r"^(gender|sex|fsm status|fsm|free school meals?|disadvantage status|disadvantage|sen provision|sen status|sen|"
    r"first language|language|ethnicity major|ethnic major|ethnicity|prior attainment|prior)\s+"
)


def _without_prefix(word: str, name: str) -> Iterable[str]:
    """The value itself, then without the characteristic that it opens with."""
    yield word
    yield word.removeprefix(name).strip()
    yield _PREFIXES.sub("", word)


def conjunction(codes: list[str]) -> str:
    """One name for several characteristics at once, the same in whatever order they came."""
    parts = sorted({part for code in codes for part in code.split("+") if part != ALL})
    return "+".join(parts) if parts else ALL


def name(code: str) -> str:
    """The group in words; one that an authority added is named as its code reads."""
    return ", ".join(BY_CODE[part].name if part in BY_CODE else _unlisted(part) for part in code.split("+"))


def _unlisted(part: str) -> str:
    return part.replace("=", ": ") if "=" in part else part.replace("_", " ").capitalize()
