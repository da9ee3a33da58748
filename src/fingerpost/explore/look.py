"""What somebody asks of the figures, as the address has it: measure, places, groups, years, order and line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from fingerpost.explore.queries.offered import Measure, Offer, combined

#: The places that can be asked for, in the order in which they stand; words come from the authority's own names.
PLACES = {
    "authority": "The authority", "neighbours": "Statistical neighbours", "region": "The region", "england": "England",
    "district": "Each district", "area": "Each area", "cluster": "Each cluster", "locality": "Each locality",
    "trust": "Each trust", "home_district": "Districts where pupils live", "home_ward": "Wards where pupils live",
    "schools": "Each school",
}  # fmt: skip
#: Kinds that an authority draws itself, and kinds of which only pupils' results bring figures.
DRAWN = frozenset({"area", "cluster", "locality"})
OF_HOMES = frozenset({"home_district", "home_ward"})
USUAL = ("authority", "england")
SPANS = {
    "1": "This year alone",
    "2": "And the year before",
    "3": "Three years",
    "5": "Five years",
    "all": "Every year",
}
#: column a table may be sorted by
SORTS = (
    "name",
    "group",
    "cohort",
    "value",
    "before",
    "change",
    "gap_to_national",
    "gap_within",
    "gap_to_all",
    "rank",
)


@dataclass(frozen=True)
class Look:
    """One way of looking. `line` and `past` count the schools past a line; `only` shows those alone."""

    measure: Measure
    places: tuple[str, ...]
    groups: tuple[str, ...]
    year: str
    span: str = "2"
    school: int | None = None
    is_with_similar: bool = False
    find: str = ""
    sort: str = ""
    is_descending: bool = False
    past: str = ""
    line: float | None = None
    is_only: bool = False
    is_usual: bool = False

    @property
    def years(self) -> tuple[str, ...]:
        """The years shown, from the earliest; those of which nothing is held are shown as such."""
        held = self.measure.years
        if self.span == "all":
            first = min(held, default=self.year)
        else:
            first = str(int(self.year) - int(self.span) + 1)
        return tuple(str(year) for year in range(int(first), int(self.year) + 1))

    @property
    def has_schools(self) -> bool:
        """Whether every school is asked for."""
        return "schools" in self.places

    def asked_places(self) -> tuple[str, ...]:
        """The places by the names that a comparison knows."""
        own = (f"school:{self.school}",) if self.school else ()
        similar = (f"similar:{self.school}",) if self.school and self.is_with_similar else ()
        return (*own, *self.places, *similar)

    def query(self, **changes: Any) -> str:
        """The look as an address has it, with changes; an empty change takes a part away."""
        sort = f"-{self.sort}" if self.is_descending else self.sort
        parts: dict[str, Any] = {
            "measure": self.measure.code,
            "place": list(self.places),
            "school": self.school or "",
            "like": "yes" if self.is_with_similar else "",
            "group": list(self.groups),
            "year": self.year if self.measure.years and self.year != self.measure.years[0] else "",
            "span": self.span if self.span != "2" else "",
            "find": self.find,
            "sort": sort,
            "past": self.past,
            "line": "" if self.line is None else f"{self.line:g}",
            "only": "yes" if self.is_only else "",
        }
        parts |= changes
        return urlencode({name: value for name, value in parts.items() if value}, doseq=True)


def usual(offer: Offer, measure: Measure | None = None) -> Look | None:
    """A first visit's: the main measure of the latest year by the report's groups; nothing when none is held."""
    chosen = measure or offer.main()
    if chosen is None:
        return None
    return Look(chosen, USUAL, chosen.usual_groups(), chosen.years[0], is_usual=True)


def of_answers(offer: Offer, told: dict[str, Any]) -> Look | None:
    """The look that a form's answers ask for; what they leave out is as usual."""
    base = usual(offer, offer.measures.get(told.get("measure", "")))
    if base is None:
        return None
    measure = base.measure
    groups = [*told.get("group", ()), combined(tuple(told.get("and", ())))]
    sort = told.get("sort", "")
    places = tuple(place for place in PLACES if place in told.get("place", ()))
    school = told.get("school")
    return replace(
        base,
        places=places or (() if school else base.places),
        groups=tuple(dict.fromkeys(group for group in groups if group)) or base.groups,
        year=told["year"] if told.get("year") in measure.years else base.year,
        span=told.get("span") or base.span,
        school=school,
        is_with_similar=bool(told.get("like")),
        find=told.get("find", ""),
        sort=sort.removeprefix("-"),
        is_descending=sort.startswith("-"),
        past=told.get("past", ""),
        line=told.get("line"),
        is_only=bool(told.get("only")) and bool(told.get("past")),
        is_usual=not any(told.get(name) for name in ("place", "group", "and", "school", "year", "span")),
    )
