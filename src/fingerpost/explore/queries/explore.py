"""The figures that a look asks for, as this person may see them, with all that the page says of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from fingerpost.archive.queries import compared as comparing
from fingerpost.archive.queries.compared import Question
from fingerpost.archive.queries.figures import NoSuchIndicator
from fingerpost.archive.queries.shown import shown, shown_to
from fingerpost.core.rules import Audience, Permission, audience_of, schools_within
from fingerpost.evidence.indicators import Indicator
from fingerpost.explore.look import DRAWN, Look
from fingerpost.explore.past import Past, past
from fingerpost.explore.queries import offered
from fingerpost.explore.queries.offered import Offer
from fingerpost.register import queries as register

#: Charts over the years look back this far at most.
BACK = 10
_LINES = ("value", "gap_within", "change")


@dataclass(frozen=True, eq=False)
class Found:
    """The answer to a look. `frame` has every year that a chart may draw; `rows` those of the table."""

    look: Look
    audience: Audience
    authority_name: str
    frame: pl.DataFrame
    school_name: str = ""
    past: Past | None = None
    left_out: tuple[str, ...] = ()

    @property
    def indicator(self) -> Indicator:
        return self.look.measure.indicator

    @property
    def absent(self) -> tuple[str, ...]:
        """The kinds of place asked for of which no figure is held at all."""
        held = set(self.frame["place_kind"].unique().to_list())
        return tuple(
            kind for kind in self.look.places if ("school" if kind == "schools" else kind) not in held
        )

    @property
    def rows(self) -> pl.DataFrame:
        """The rows of the years shown."""
        return self.frame.filter(pl.col("period").is_in(list(self.look.years)))

    @property
    def now(self) -> pl.DataFrame:
        """The rows of the latest year shown."""
        return self.frame.filter(pl.col("period") == self.look.year)


def offer(authority: str) -> Offer:
    """What can be asked."""
    return offered.offer(authority)


@dataclass(frozen=True)
class Seen:
    """A look as one kind of reader sees it. Equal ones have equal answers, so what was made for one serves the other.

    `holding`, `stamp` and `drawn` change when anything is loaded, corrected in the register, or drawn as an area.
    """

    authority: str
    authority_name: str
    look: Look
    audience: Audience
    own: frozenset[int]
    holding: str
    stamp: tuple
    drawn: tuple


def seen(user: Any, authority: Any, look: Look, holding: str) -> Seen:
    """As whom this person looks, at what; `holding` is the offer's key."""
    own = schools_within(user, Permission.FIGURES_SEE, authority=authority.code) or frozenset()
    audience = audience_of(user, authority=authority.code)
    stamp, drawn = register.stamp(), _drawn(authority.code, look)
    return Seen(authority.code, authority.name, look, audience, own, holding, stamp, drawn)


@lru_cache(maxsize=12)
def found(seen: Seen) -> Found:
    """The figures asked for, kept in memory for the next who asks the same."""
    look = seen.look
    frame = shown(_frame(seen), authority=seen.authority, audience=seen.audience, own=seen.own)
    named = frame.filter((pl.col("place_kind") == "school") & (pl.col("place") == str(look.school)))
    name = named["place_name"][0] if named.height else ""
    made = Found(look, seen.audience, seen.authority_name, frame, name or "", left_out=_left_out(look))
    return _with_line(made) if look.past else made


def _left_out(look: Look) -> tuple[str, ...]:
    """Groups asked for of which nothing is held."""
    return tuple(group for group in look.groups if group not in look.measure.groups)


def _frame(seen: Seen) -> pl.DataFrame:
    look = seen.look
    years = range(max(int(look.year) - BACK, int(min(look.measure.years))), int(look.year) + 1)
    question = Question(
        authority=seen.authority,
        indicator=look.measure.code,
        groups=look.groups,
        places=_with_england(look),
        years=tuple(years),
    )
    return _compared(question, seen.holding, seen.stamp, seen.drawn)


def _drawn(authority: str, look: Look) -> tuple:
    """Which school is in which area now, where areas are asked for: an officer draws them, and no file."""
    if not DRAWN & set(look.places):
        return ()
    names = register.areas_of(authority, date.max)
    return tuple(sorted((urn, *sorted(held.items())) for urn, held in names.items()))


def _with_england(look: Look) -> tuple[str, ...]:
    """The places asked for, and England where a line or a chart is drawn at its figure."""
    asked = look.asked_places()
    return asked if "england" in asked else (*asked, "england")


@lru_cache(maxsize=12)
def _compared(question: Question, holding: str, stamp: tuple, drawn: tuple) -> pl.DataFrame:
    return comparing.compared(question)


def _with_line(made: Found) -> Found:
    now = made.now
    england = {
        (row["group"], column): row[column]
        for row in now.filter(pl.col("place_kind") == "england").iter_rows(named=True)
        for column in _LINES
    }
    schools = now.filter(pl.col("place_kind") == "school")
    at = past(schools, england, made.look.past, made.look.line, made.indicator)
    return replace(made, past=at)


def one(user: Any, authority: Any, name: dict[str, str]) -> dict[str, Any] | None:
    """One figure of any place, as this person may see it, with how it came about; None when there is none."""
    kind, place, period = name["place_kind"], name["place"], name["period"]
    if not period.isdigit():
        return None
    asked = kind if kind in ("authority", "region", "england") else f"{kind}:{place}"
    question = Question(authority.code, name["indicator"], (name["group"],), (asked,), (int(period),))
    try:
        frame = comparing.compared(question)
    except (comparing.NoSuchPlace, NoSuchIndicator, ValueError):
        return None
    seen = shown_to(user, frame.filter(pl.col("place") == place), authority=authority.code)
    return next(seen.iter_rows(named=True), None)


def drawn_kinds(authority: str) -> frozenset[str]:
    """The kinds of area that the authority has drawn."""
    return frozenset(area.kind for area in register.local_areas(authority))


def schools_matching(authority: str, words: str, day: date) -> list[tuple[int, str]]:
    """Schools of the authority by URN or by words of their name."""
    if words.isdigit():
        # A number too long for any school is none.
        urn = int(words[:9])
        return [(urn, words)] if register.authority_on(urn, day) == authority else []
    asked = words.lower().split()
    schools = register.schools_of(authority, day)
    name = pl.col("name").str.to_lowercase()
    schools = schools.filter(pl.all_horizontal(name.str.contains(word, literal=True) for word in asked))
    return schools.sort("name").select("urn", "name").rows()
