"""How somebody looks at the Ofsted profile: the day, the basis, the day it is held against, as the address has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import forms

from fingerpost.core.fields import Day
from fingerpost.evidence import profiles
from fingerpost.evidence.frameworks import CATEGORIES, GRADES
from fingerpost.evidence.profiles import BETTER, FIRST, GONE, OTHER, SAME, STILL, WORSE, Ask
from fingerpost.present import formats
from fingerpost.register.rules import PHASE_NAMES

BASES = {profiles.SCHOOLS: "Schools", profiles.PUPILS: "Learners"}
WAYS = {
    BETTER: "a better grade than before",
    WORSE: "a worse grade than before",
    SAME: "the same grade as before",
    FIRST: "listed or graded for the first time",
    OTHER: "now on another scale, so not compared",
    STILL: "on the same scale, which has no overall grade",
    GONE: "in the earlier list alone",
    "again": "inspected since",
}


class ProfileForm(forms.Form):
    """Which day, counted how, and held against which earlier day."""

    as_at = forms.DateField(
        label="As at",
        required=False,
        widget=Day(),
        error_messages={"invalid": "Write the day as 2026-03-31."},
    )
    basis = forms.ChoiceField(
        label="Count", required=False, choices=list(BASES.items()), widget=forms.Select()
    )
    since = forms.DateField(
        label="Held against the earlier day",
        required=False,
        widget=Day(),
        error_messages={"invalid": "Write the earlier day as 2025-03-31."},
    )

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        day, since = cleaned.get("as_at"), cleaned.get("since")
        if day and since and since >= day:
            self.add_error("since", "The day to hold it against must be earlier.")
        return cleaned


@dataclass(frozen=True)
class Look:
    """A way of looking at the profile."""

    day: date
    basis: str
    since: date

    def query(self, **changes: Any) -> str:
        """The look as an address has it, with more or with changes; an empty one takes a part away."""
        return _query(self, tuple(changes.items()))

    @property
    def form(self) -> ProfileForm:
        """The form filled in with the look."""
        return ProfileForm(initial={"as_at": self.day, "basis": self.basis, "since": self.since})

    @property
    def unit(self) -> str:
        """What is counted."""
        return BASES[self.basis].lower()


@lru_cache(maxsize=2_000)
def _query(look: Look, changes: tuple[tuple[str, Any], ...]) -> str:
    """Kept, as a profile has a link behind each of its numbers."""
    parts = {"as_at": look.day, "basis": look.basis, "since": look.since} | dict(changes)
    return urlencode({name: str(value) for name, value in parts.items() if value})


def read(query: Any, *, today: date, lists: list[date]) -> tuple[Look, ProfileForm | None]:
    """The look that an address asks for, and the form with its errors when it cannot be read."""
    form = ProfileForm(query)
    is_read = form.is_valid()
    asked = form.cleaned_data
    # A list of a day to come is one of a demonstration, or of an authority whose clock is set.
    day = asked.get("as_at") or max([today, *lists[:1]])
    since = asked.get("since") or _year_before(day)
    return Look(day, asked.get("basis") or profiles.SCHOOLS, since), None if is_read else form


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def asked(query: Any) -> tuple[Ask, str]:
    """Which schools an address asks for: what narrows them, and the way in which they moved, if any."""
    ask = Ask(
        phase=query.get("phase", ""),
        scale=query.get("scale", ""),
        grade=query.get("grade", ""),
        aspect=query.get("aspect", ""),
        category=query.get("category", ""),
        is_moved_on=query.get("moved_on") == "yes",
        is_without_pupils=query.get("without_pupils") == "yes",
    )
    return ask, query.get("way", "")


def in_words(ask: Ask, way: str, since: date) -> str:
    """The schools asked for, as a heading: “Primary, good: leadership and management”."""
    said = [PHASE_NAMES.get(ask.phase, ""), _judged(ask), CATEGORIES.get(ask.category, "")]
    said.append(profiles.SCALES.get(ask.scale, "") if not ask.grade else "")
    said.append("Inspected since the list" if ask.is_moved_on else "")
    said.append("Without a number of pupils" if ask.is_without_pupils else "")
    said.append(f"{way_in_words(way)}, held against {formats.day(since)}" if way else "")
    words = [word for word in said if word]
    return ", ".join([*words[:1], *(_lowered(word) for word in words[1:])]) or "All schools in the list"


def _judged(ask: Ask) -> str:
    grade = grade_in_words(ask.grade) if ask.grade else ""
    aspect = profiles.aspect_name(ask.aspect) if ask.aspect else ""
    return f"{grade} for {_lowered(aspect)}" if grade and aspect else grade or aspect


def _lowered(word: str) -> str:
    return word[:1].lower() + word[1:]


def way_in_words(way: str) -> str:
    """A way of moving: a better grade, or from one grade to another."""
    was, dash, is_now = way.partition("-")
    if dash and was.isdigit() and is_now.isdigit():
        return f"{grade_in_words(was)} to {grade_in_words(is_now).lower()}"
    words = WAYS.get(way, way)
    return words[:1].upper() + words[1:]


def grade_in_words(grade: str) -> str:
    """A grade of any scale as it is shown."""
    if grade == "1-2":
        return "Outstanding or good"
    return GRADES.get(int(grade), grade) if grade.isdigit() else grade
