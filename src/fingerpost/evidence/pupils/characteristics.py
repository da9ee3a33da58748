"""Who the pupils are: what a file may say of them, and the words in which files say it.

A word that nobody has taught us leaves the characteristic empty (the pupil then belongs to no group of it) and is
counted, unless the officer says what it means. The codes are those of the school census; languages from memory.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from fingerpost.evidence.pupils.schema import ETHNICITIES, PUPILS, WORDS

Value = str | bool | int


@dataclass(frozen=True)
class Characteristic:
    """One column about the pupil that a file may have. `words` are what its cells may say, in capitals."""

    code: str
    title: str
    names: tuple[str, ...]
    words: Mapping[str, Value] = field(default_factory=dict)
    #: What the officer may say that an unknown word means.
    values: tuple[Value, ...] = ()
    #: Cells that say nothing and are no mistake.
    nothing: frozenset[str] = frozenset()
    pattern: str = ""

    def meaning(self, text: str | None, told: Mapping[str, str]) -> tuple[Value | None, bool]:
        """What a cell says, and whether that was understood."""
        cell = re.sub(r"\s+", " ", text or "").strip()
        if cell in told:
            return self._told(told[cell]), True
        word = re.sub(r"\.0+$", "", cell.upper())
        if word in _NOTHING or word in self.nothing:
            return None, True
        if word in self.words:
            return self.words[word], True
        if self.pattern and re.match(self.pattern, cell):
            return cell, True
        return None, False

    def _told(self, said: str) -> Value | None:
        return next((value for value in self.values if str(value) == said), None)


_NOTHING = frozenset({"", "NULL", "N/A", "NA", "-", ".", "NONE KNOWN", "UNKNOWN", "NOT KNOWN", "NK", "U"})
_YES_NO: dict[str, Value] = {
    **dict.fromkeys(("1", "Y", "YES", "T", "TRUE", "1.0"), True),
    **dict.fromkeys(("0", "N", "NO", "F", "FALSE", "0.0"), False),
}


def _flag(code: str, title: str, *names: str, words: Mapping[str, Value] | None = None) -> Characteristic:
    return Characteristic(code, title, names, _YES_NO | dict(words or {}), (True, False))


_SEN: dict[str, Value] = {
    **dict.fromkeys(("N", "NONE", "NO", "NO SEN", "NO SPECIAL EDUCATIONAL NEED", "NO IDENTIFIED SEN", "0"), "none"),
    **dict.fromkeys(("K", "SUPPORT", "SEN SUPPORT", "A", "P", "SCHOOL ACTION", "SCHOOL ACTION PLUS"), "support"),
    **dict.fromkeys(("E", "S", "PLAN", "EHCP", "EHC PLAN", "EHC", "STATEMENT"), "plan"),
}  # fmt: skip
_SEX: dict[str, Value] = {
    **dict.fromkeys(("F", "FEMALE", "GIRL", "GIRLS"), "F"),
    **dict.fromkeys(("M", "MALE", "BOY", "BOYS"), "M"),
}
_ENGLISH = ("ENG", "ENB", "ENGLISH", "1_ENG", "1", "BELIEVED ENGLISH")
#: Languages of Central and Eastern Europe as the census codes them (from memory).
_EASTERN = (
    "ALB", "BEL", "BLG", "BUL", "BOS", "CRO", "SCR", "SRB", "CZE", "EST", "HUN", "LTV", "LAV", "LIT", "MAC", "POL",
    "RMN", "ROM", "RUM", "RMNR", "RMNM", "RUS", "SLO", "SLK", "SLV", "SVK", "UKR", "POLISH",
    "LITHUANIAN", "LATVIAN", "ROMANIAN",
    "SLOVAK", "CZECH", "HUNGARIAN", "BULGARIAN", "RUSSIAN", "UKRAINIAN", "ESTONIAN", "CENTRAL AND EASTERN EUROPEAN",
)  # fmt: skip
_UNNAMED = ("OTH", "OTB", "OTHER", "2_OTH", "2", "EAL", "BELIEVED OTHER")
_LANGUAGE: dict[str, Value] = {
    **dict.fromkeys(_ENGLISH, "english"),
    **dict.fromkeys(_EASTERN, "central and eastern european"),
    **dict.fromkeys(_UNNAMED, "other, not named"),
}
_MINOR = {code: code for codes in ETHNICITIES.values() for code in codes}
_MAJOR: dict[str, Value] = {
    "WHITE": "white", "MIXED": "mixed", "ASIAN": "asian", "BLACK": "black", "CHINESE": "chinese", "OTHER": "other",
    "WHIT": "white", "MIXD": "mixed", "ASIA": "asian", "BLAC": "black", "CHIN": "chinese", "AOEG": "other",
    "ANY OTHER ETHNIC GROUP": "other", "ASIAN OR ASIAN BRITISH": "asian", "BLACK OR BLACK BRITISH": "black",
}  # fmt: skip
_MONTHS = ("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER",
           "NOVEMBER", "DECEMBER")  # fmt: skip
_MONTH: dict[str, Value] = {
    **{str(n): n for n in range(1, 13)},
    **{f"{n:02}": n for n in range(1, 13)},
    **{name: n for n, name in enumerate(_MONTHS, 1)},
    **{name[:3]: n for n, name in enumerate(_MONTHS, 1)},
}
_PRIOR: dict[str, Value] = {
    "LOW": "low", "L": "low", "1": "low", "MIDDLE": "middle", "MID": "middle", "MEDIUM": "middle", "M": "middle",
    "2": "middle", "HIGH": "high", "H": "high", "3": "high",
}  # fmt: skip
_YEAR: dict[str, Value] = {
    **{f"{before}{n}": str(n) for before in ("", "Y", "YEAR ", "YEAR", "YR", "YR ") for n in range(1, 15)},
    **dict.fromkeys(("R", "0", "RECEPTION", "YR", "YEAR R"), "R"),
    **dict.fromkeys(("N1", "N2"), "N2"),
}
_AREA = r"^[A-Z]\d{8}$"

CHARACTERISTICS: tuple[Characteristic, ...] = (
    Characteristic("sex", "Sex", ("sex", "gender", "legalsex"), _SEX, WORDS["sex"], frozenset({"U", "W"})),
    _flag(
        "fsm",
        "Eligible for free school meals",
        "fsm",
        "fsmeligible",
        "freeschoolmeals",
        "fsmelig",
        "fsmeligibility",
    ),
    _flag(
        "fsm6",
        "Eligible for free school meals in the last six years",
        "fsm6",
        "everfsm6",
        "everfsm6p",
        "fsmever6",
        "fsmeversix",
        "ever6fsm",
        "ever6",
    ),
    _flag(
        "disadvantaged",
        "Disadvantaged (pupil premium)",
        "disadvantaged",
        "fsm6cla1a",
        "pp",
        "pupilpremium",
        "disadv",
        "pupilpremiumeligible",
        "pupilpremiumindicator",
        "dis",
    ),
    Characteristic(
        "sen",
        "Special educational needs",
        (
            "sen",
            "senprovision",
            "senstatus",
            "senf",
            "senprov",
            "sencode",
            "senneed",
            "specialeducationalneeds",
        ),
        _SEN,
        WORDS["sen"],
    ),
    _flag(
        "sen_flag", "Any special educational need", "send", "senflag", "anysen", "hassen", words={"K": True}
    ),
    _flag("plan_flag", "Education, health and care plan", "ehcp", "ehcplan", "ehc", "statement"),
    Characteristic(
        "language",
        "First language",
        (
            "language",
            "firstlanguage",
            "lang1st",
            "languagefirst",
            "homelanguage",
            "ealgrp",
            "languagegroup",
            "firstlang",
        ),
        _LANGUAGE,
        ("english", "central and eastern european", "other", "other, not named"),
        frozenset({"NOT", "REF", "REFU", "NOBT", "3", "CLL", "ZZZ"}),
        r"^[A-Z]{3,4}$",
    ),
    _flag("eal", "First language other than English", "eal", "ealflag", "eal1"),
    Characteristic(
        "ethnicity",
        "Ethnic group",
        (
            "ethnicity",
            "ethnicminor",
            "ethnicgroup",
            "ethnic",
            "ethnicgroupminor",
            "ethnicitycode",
            "ethniccode",
            "ethnicgroupmain",
        ),
        {**_MINOR, **_MAJOR},
        (*WORDS["ethnicity"], *(f"major:{m}" for m in WORDS["ethnicity_major"])),
        frozenset({"REFU", "NOBT", "UNCL", "REF", "NOT"}),
        r"^[A-Z]{4}$",
    ),
    Characteristic(
        "ethnicity_major",
        "Ethnic group, major",
        ("ethnicmajor", "ethnicgroupmajor", "ethnicitymajor"),
        _MAJOR,
        WORDS["ethnicity_major"],
        frozenset({"UNCL", "UNCLASSIFIED", "REFU", "NOBT"}),
    ),
    _flag(
        "looked_after", "Looked after", "lookedafter", "cla", "lac", "incare", "lookedafterchild", "clastatus"
    ),
    _flag(
        "previously_looked_after",
        "Previously looked after",
        "previouslylookedafter",
        "postlac",
        "previouslac",
        "pla",
        "adoptedfromcare",
        "postlookedafter",
        words={"A": True, "G": True, "H": True},
    ),
    _flag(
        "service_child",
        "Service child",
        "servicechild",
        "service",
        "servicechildreneducation",
        "servicechildindicator",
        "serviceschild",
    ),
    _flag("mobile", "Joined late (mobile)", "mobile", "mobility", "mob", "joinedlate"),
    _flag(
        "new_arrival",
        "New arrival from another country",
        "newarrival",
        "recentarrival",
        "newlyarrived",
        "overseas",
    ),
    Characteristic(
        "birth_month",
        "Month of birth",
        ("birthmonth", "monthofbirth", "bmonth", "monthbirth", "monthpart"),
        _MONTH,
        tuple(range(1, 13)),
    ),
    Characteristic(
        "prior",
        "Prior attainment",
        (
            "prior",
            "priorattainment",
            "priorband",
            "pa",
            "priorattainmentband",
            "pagroup",
            "ks1band",
            "ks2band",
        ),
        _PRIOR,
        WORDS["prior"],
        frozenset({"X", "NOT APPLICABLE"}),
    ),
    Characteristic(
        "prior_reading",
        "Prior: scaled score in reading",
        ("ks2readingscore", "ks2readscore", "priorreading", "priorreadingscore"),
        pattern=r"^\d{2,3}(\.\d+)?$",
    ),
    Characteristic(
        "prior_maths",
        "Prior: scaled score in maths",
        ("ks2mathsscore", "ks2matscore", "priormaths", "priormathsscore"),
        pattern=r"^\d{2,3}(\.\d+)?$",
    ),
    Characteristic(
        "year_group",
        "Year group",
        (
            "yeargroup",
            "ncyear",
            "ncyearactual",
            "actualyear",
            "nationalcurriculumyear",
            "ncy",
            "yeargroupactual",
            "actualncyear",
        ),
        _YEAR,
    ),
    Characteristic(
        "registration",
        "Enrolment status",
        ("enrolmentstatus", "enrolstatus", "registration", "enrolment", "registrationtype"),
        {
            "C": "main",
            "M": "main",
            "S": "subsidiary",
            "G": "subsidiary",
            "F": "subsidiary",
            "O": "subsidiary",
            "CURRENT": "main",
            "MAIN": "main",
            "SUBSIDIARY": "subsidiary",
            "GUEST": "subsidiary",
            "D": "main",
        },
        ("main", "subsidiary"),
    ),
    Characteristic(
        "home_authority",
        "Authority of residence",
        ("homela", "homeauthority", "residentla", "laofresidence", "homelacode"),
        pattern=r"^\d{3}$",
    ),
    Characteristic(
        "home_district",
        "District of residence",
        ("homedistrict", "residentdistrict", "homelad", "ladresidence", "homedistrictcode"),
        pattern=_AREA,
    ),
    Characteristic(
        "home_ward",
        "Ward of residence",
        ("homeward", "wardofresidence", "residentward", "wardcode", "homewardcode", "ward"),
        pattern=_AREA,
    ),
)
BY_CODE = {c.code: c for c in CHARACTERISTICS}
#: Kept under another name or not at all: what they become stands in `settled`.
_OURS = (
    "sen_flag",
    "plan_flag",
    "language",
    "eal",
    "prior_reading",
    "prior_maths",
    "year_group",
    "registration",
)


def dtype(code: str) -> type[pl.DataType]:
    """What a characteristic is read as."""
    if code in PUPILS:
        return PUPILS[code]
    return pl.Boolean if code in ("sen_flag", "plan_flag", "eal") else pl.String


def settled(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of the pupil table, made of what a file said; what it did not say is empty."""
    absent = [pl.lit(None, dtype=dtype(c)).alias(c) for c in BY_CODE if c not in frame.columns]
    return frame.with_columns(absent).with_columns(
        _sen(), *_languages(), *_ethnicities(), _disadvantaged(), _prior()
    )


def _sen() -> pl.Expr:
    has_any = pl.col("sen_flag")
    made = pl.when("plan_flag").then(pl.lit("plan")).when(has_any).then(pl.lit("support"))
    # No plan says nothing of support: that nobody identified a need is known from the other column alone.
    return pl.coalesce("sen", made.when(~has_any).then(pl.lit("none"))).alias("sen")


def _languages() -> tuple[pl.Expr, pl.Expr]:
    code = pl.col("language")
    is_english = pl.coalesce(pl.when(code.is_not_null()).then(code == "english"), ~pl.col("eal"))
    first = pl.when(is_english).then(pl.lit("english")).when(~is_english).then(pl.lit("other"))
    named = pl.when(code.is_in(list(WORDS["language_group"]))).then(code)
    coded = pl.when(code.is_not_null() & (code != "other, not named")).then(pl.lit("other"))
    group = pl.coalesce(named, coded, pl.when(is_english).then(pl.lit("english")))
    return first.alias("first_language"), group.alias("language_group")


def _ethnicities() -> tuple[pl.Expr, pl.Expr]:
    """An extended code (WCOR) belongs to its major group by its first letter; a major group has no code."""
    stated = pl.col("ethnicity").str.strip_prefix("major:")
    minor = pl.when(stated.is_in(list(WORDS["ethnicity"]))).then(stated)
    major = pl.when(stated.is_in(list(WORDS["ethnicity_major"]))).then(stated)
    letters = {"W": "white", "M": "mixed", "A": "asian", "B": "black", "C": "chinese", "O": "other"}
    by_letter = stated.str.slice(0, 1).replace_strict(letters, default=None, return_dtype=pl.String)
    return minor.alias("ethnicity"), pl.coalesce("ethnicity_major", major, by_letter).alias("ethnicity_major")


def _disadvantaged() -> pl.Expr:
    """Free school meals in six years, looked after, or adopted or otherwise left care."""
    care = pl.any_horizontal(pl.col("looked_after", "previously_looked_after").fill_null(False))
    made = pl.when(pl.col("fsm6").is_not_null() | care).then(pl.col("fsm6").fill_null(False) | care)
    return pl.coalesce("disadvantaged", made).alias("disadvantaged")


def _prior() -> pl.Expr:
    """Low below an average scaled score of 100, high from 110 (from memory, of the performance tables)."""
    scores = [pl.col(c).cast(pl.Float64, strict=False) for c in ("prior_reading", "prior_maths")]
    mean = pl.mean_horizontal(scores)
    band = pl.when(mean < 100).then(pl.lit("low")).when(mean < 110).then(pl.lit("middle")).when(mean >= 110)
    return pl.coalesce("prior", band.then(pl.lit("high"))).alias("prior")
