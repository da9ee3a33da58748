"""Every sign and every act on record, school by school, with the day from which it was known: for all at once.

What a sign is, and what an act is, stands in rules/signs.py. A thing counts from the day on which the authority held
it: a judgement from when it was recorded and not from when it was made, a level from when it was computed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

import polars as pl
from django.db.models import QuerySet

from fingerpost.archive.queries import editions, ratings, slices
from fingerpost.archive.queries.snapshots import holdings, holdings_key
from fingerpost.casework.queries import days as promises
from fingerpost.casework.queries.days import PromiseDays
from fingerpost.core.rules import Permission, check_permission, has_permission
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.monitor.marks import Scale, scale_of
from fingerpost.monitor.models import (
    Contact,
    Flag,
    Judgement,
    OutcomePrediction,
    RoundSchool,
    VisitSchool,
    Watch,
)
from fingerpost.monitor.queries import inspection_history
from fingerpost.monitor.queries.standings import EARLY_YEARS
from fingerpost.monitor.rules import FLAG_KINDS, SEVERITIES, predicting
from fingerpost.monitor.rules.judging import HERE
from fingerpost.monitor.rules.signs import FIGURES, LEAST_COHORT, STRANDS_FOR_A_WARNING, Act, Sign
from fingerpost.present import formats
from fingerpost.register import queries as register
from fingerpost.strategy.problems import NotAnEdition

#: Runs that are looked at: the latest of each day, and no more days than these.
MOST_RUNS = 24

Signs = Iterator[tuple[int, Sign]]
Acts = Iterator[tuple[int, Act]]


@dataclass(frozen=True)
class Gathered:
    """URN -> its signs and the acts of the authority there, in no order."""

    signs: dict[int, list[Sign]]
    acts: dict[int, list[Act]]

    @property
    def kept_since(self) -> date | None:
        """Since when the authority has kept anything but published figures."""
        kept = [s.known_on for signs in self.signs.values() for s in signs if s.kind != "figure"]
        return min([*kept, *(a.on for acts in self.acts.values() for a in acts)], default=None)


@dataclass(frozen=True)
class Asked:
    """Who asks, of which authority, as at which day, and of which URNs: None is all of them."""

    user: Any
    authority: str
    today: date
    urns: frozenset[int] | None = None

    def may(self, permission: Permission) -> bool:
        return has_permission(self.user, permission, authority=self.authority)

    def of(self, rows: QuerySet, of: str = "authority_id", urn: str = "urn") -> QuerySet:
        """Rows of the authority, and of the URNs when they are named."""
        found = rows.filter(**{of: self.authority})
        return found if self.urns is None else found.filter(**{f"{urn}__in": self.urns})


def gather(user: Any, authority: str, today: date, *, urn: int | None = None) -> Gathered:
    """Everything on record that this person may see, of all schools or of one and those it took over from."""
    check_permission(user, Permission.OUTCOME_SEE, authority=authority)
    owners = inspection_history.owners(authority, today)
    mine = None if urn is None else frozenset(of for of, schools in owners.items() if urn in schools)
    asked = Asked(user, authority, today, mine)
    promised = _every_promise(asked)
    signs: dict[int, list[Sign]] = defaultdict(list)
    acts: dict[int, list[Act]] = defaultdict(list)
    for signs_of in (_figures, _levels, _judgements, _predictions, _flags, _heads, _watched):
        _lay(signs, signs_of(asked), owners)
    _lay(signs, _overdue(promised, today), owners)
    for acts_of in (_contacts, _visits, _spoken):
        _lay(acts, acts_of(asked), owners)
    _lay(acts, _promised(promised), owners)
    return Gathered(dict(signs), dict(acts))


def _lay(under: dict[int, list], found: Iterator[tuple[int, Any]], owners: dict[int, set[int]]) -> None:
    """Lay each under every school whose life it is part of."""
    for urn, one in found:
        for owner in owners.get(urn, ()):
            under[owner].append(one)


def _day(moment: datetime) -> date:
    return moment.astimezone(HERE).date()


def _figures(asked: Asked) -> Signs:
    for urn, sign in _fallen(asked.authority, holdings_key(asked.authority)):
        if sign.known_on <= asked.today and (asked.urns is None or urn in asked.urns):
            yield urn, sign


@lru_cache(maxsize=4)
def _fallen(authority: str, key: str) -> tuple[tuple[int, Sign], ...]:
    """Figures that fell on the year before, each from the first release that showed it."""
    of = slices.of_authority(authority, holdings(authority))
    told = pl.col("indicator").is_in(list(FIGURES)) & (pl.col("group") == "all")
    usable = told & pl.col("value").is_not_null() & pl.col("period").str.contains(r"^\d{4}$")
    cell = ["place", "indicator", "period"]
    earlier = (
        of.current(None)
        .filter(usable)
        .select(
            "place", "indicator", (pl.col("period").cast(pl.Int32) + 1).cast(pl.String),
            before="value", before_cohort="denominator",
        )
    )  # fmt: skip
    both = of.schools.filter(usable).join(earlier, on=cell).sort("known_on")
    fell = both.filter(_is_fall() & _is_large("denominator") & _is_large("before_cohort"))
    first = fell.unique(cell, keep="first", maintain_order=True)
    return tuple(
        (int(row["place"]), Sign(row["known_on"], "figure", _fall_in_words(row)))
        for row in first.iter_rows(named=True)
        if row["place"].isdigit() and _is_comparable(row)
    )


def _is_fall() -> pl.Expr:
    worse = pl.lit(False)
    for code, least in FIGURES.items():
        indicator = CATALOGUE.by_code.get(code)
        way = -1 if indicator and indicator.better == "low" else 1
        lost = way * (pl.col("before") - pl.col("value"))
        worse |= (pl.col("indicator") == code) & (lost >= least)
    return worse


def _is_large(column: str) -> pl.Expr:
    return (pl.col(column) >= LEAST_COHORT) | pl.col(column).is_null()


def _is_comparable(row: dict) -> bool:
    year = int(row["period"])
    return CATALOGUE.by_code[row["indicator"]].break_between(year - 1, year) is None


def _fall_in_words(row: dict) -> str:
    found = CATALOGUE.by_code[row["indicator"]]
    was, now = (formats.with_unit(row[name], found.unit, found.decimals) for name in ("before", "value"))
    return f"{found.name}: {was} to {now} in {formats.school_year(row['period'])}"


def _levels(asked: Asked) -> Signs:
    """The computed level at the lowest or worse than before, and strands that turned worse, from run to run."""
    if not asked.may(Permission.INDICATIVE_SEE):
        return
    by_day = {}
    for run in reversed(ratings.runs(asked.user, asked.authority).defer("snapshots", "counts")):
        by_day[run.as_at] = run
    kept = sorted(by_day.values(), key=lambda run: run.as_at)[-MOST_RUNS:]
    for before, run in pairwise([None, *kept]):
        known = max(run.as_at, _day(run.computed_at))
        if known <= asked.today:
            yield from _turned(before.pk if before else None, run.pk, known, tuple(map(_frozen, run.levels)))


def _frozen(level: dict) -> tuple[str, str]:
    return level["id"], level["name"]


@lru_cache(maxsize=2 * MOST_RUNS)
def _turned(
    before: int | None, run: int, known_on: date, levels: tuple[tuple[str, str], ...]
) -> list[tuple[int, Sign]]:
    """Kept, since a run never changes."""
    scale = scale_of([{"id": code, "name": name} for code, name in levels])
    then = {(row["urn"], row["scheme"]): row for row in ratings.marks_of(before)} if before else {}
    found = []
    for row in ratings.marks_of(run):
        if row["scheme"] == EARLY_YEARS:
            continue
        earlier = then.get((row["urn"], row["scheme"]))
        found += [(row["urn"], Sign(known_on, *told)) for told in _told(row, earlier, scale)]
    return found


def _told(row: dict, earlier: dict | None, scale: Scale) -> Iterator[tuple[str, str]]:
    now, then = _rank(row, scale), _rank(earlier, scale) if earlier else None
    if now is not None and then is not None and now > then:
        yield "level", f"Computed level went from {_level(earlier, scale)} to {_level(row, scale)}"
    elif now is not None and now == len(scale.rank) - 1 and then is None:
        yield "level", f"Computed level {_level(row, scale)}"
    worse = _worse_strands(row, earlier, scale) if earlier else []
    if worse:
        yield "strand", f"Turned worse: {formats.listed(worse)}"


def _rank(row: dict, scale: Scale) -> int | None:
    return scale.rank.get(row["level"], scale.rank.get(row["indicative"]))


def _level(row: dict | None, scale: Scale) -> str:
    """The level in words; where the evidence was thin, that it was only indicative."""
    if row is None:
        return ""
    if row["level"] in scale.rank:
        return scale.word(row["level"]).lower()
    return f"{scale.word(row['indicative']).lower()} (indicative)"


def _worse_strands(row: dict, earlier: dict, scale: Scale) -> list[str]:
    then = {m["name"]: scale.rank.get(m["level"]) for m in earlier["marks"] if m["state"] == "decided"}
    return [
        f"{mark['name']} to {scale.word(mark['level']).lower()}"
        for mark in row["marks"]
        if mark["state"] == "decided" and then.get(mark["name"]) is not None
        and scale.rank.get(mark["level"], -1) > then[mark["name"]]
    ]  # fmt: skip


def _judgements(asked: Asked) -> Signs:
    """What was judged at the lowest level, as one sign for each day: many strands, or a floor, weigh more than one."""
    rows = asked.of(Judgement.objects.standing())
    codes = rows.order_by().values_list("edition", flat=True).distinct()
    for of in [_lowest(code) for code in codes]:
        low = rows.filter(edition=of.code, level=of.level).order_by("recorded_at")
        days: dict[tuple[int, date], list[str]] = defaultdict(list)
        for urn, strand, recorded_at in low.values_list("urn", "strand", "recorded_at"):
            days[urn, _day(recorded_at)].append(strand)
        for (urn, day), strands in days.items():
            if day <= asked.today:
                yield urn, _judged(of, day, strands)


def _judged(of: Lowest, day: date, strands: list[str]) -> Sign:
    is_much = len(strands) >= STRANDS_FOR_A_WARNING or bool(of.floors & set(strands))
    names = formats.listed(list(dict.fromkeys(of.names.get(strand, strand) for strand in strands)))
    return Sign(day, "judgements" if is_much else "judgement", f"Judged at the lowest level: {names}")


@dataclass(frozen=True)
class Lowest:
    """The lowest level of an edition, the names of its strands and floors, and which are floors."""

    code: str
    level: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    floors: frozenset[str] = frozenset()


def _lowest(code: str) -> Lowest:
    try:
        edition = editions.edition(code)
    except (editions.NoSuchEdition, NotAnEdition):
        return Lowest(code)
    named = {one.id: one.name for s in edition.schemes for one in (*s.strands, *s.floors)}
    floors = frozenset(floor.id for s in edition.schemes for floor in s.floors)
    return Lowest(code, edition.level_ids[-1], named, floors)


def _predictions(asked: Asked) -> Signs:
    rows = asked.of(OutcomePrediction.objects.standing())
    for urn, grades, recorded_at in rows.values_list("urn", "grades", "recorded_at"):
        ends = predicting.ends_in(grades)
        if ends and _day(recorded_at) <= asked.today:
            words = f"Predicted: {predicting.ENDS[ends[0]].lower()}"
            yield urn, Sign(_day(recorded_at), "prediction", words)


def _flags(asked: Asked) -> Signs:
    """Flags by what they were about, never their words; those heard in confidence only for those who may know."""
    rows = asked.of(Flag.objects.all())
    if not asked.may(Permission.FLAG_RESTRICTED):
        rows = rows.filter(is_restricted=False)
    for flag in rows.only("urn", "kind", "severity", "is_restricted", "raised_at", "substantiated_at"):
        said = (
            f"{FLAG_KINDS.get(flag.kind, flag.kind)}, {SEVERITIES.get(flag.severity, flag.severity).lower()}"
        )
        said += ", restricted" if flag.is_restricted else ""
        if _day(flag.raised_at) <= asked.today:
            kind = "flag_serious" if flag.severity == "serious" else "flag"
            yield flag.urn, Sign(_day(flag.raised_at), kind, said)
        if flag.substantiated_at and _day(flag.substantiated_at) <= asked.today:
            yield flag.urn, Sign(_day(flag.substantiated_at), "flag_serious", f"{said}: substantiated")


def _heads(asked: Asked) -> Signs:
    """A head who followed another, or left: from the day on which it was so and somebody had entered it."""
    if not asked.may(Permission.IN_POST_SEE):
        return
    today = asked.today
    by_school: dict[int, list] = defaultdict(list)
    for holding in register.in_post(asked.user, asked.authority, today, with_past=True, kind="head"):
        if holding.person.urn:
            by_school[holding.person.urn].append(holding.person)
    for urn, heads in by_school.items():
        ordered = sorted(heads, key=lambda head: head.from_on)
        for head in ordered[1:]:
            known = max(head.from_on, _day(head.entered_at))
            yield from ((urn, Sign(known, "head", "A new head")) for _ in range(known <= today))
        last = ordered[-1]
        if last.to_on and last.to_on < today:
            yield urn, Sign(max(last.to_on, _day(last.entered_at)), "head", "The head left")


def _watched(asked: Asked) -> Signs:
    """Schools that somebody put on watch."""
    rows = asked.of(Watch.objects.filter(undone_at=None))
    for urn, from_on, put_at in rows.values_list("urn", "from_on", "put_at"):
        known = max(from_on, _day(put_at))
        if known <= asked.today:
            yield urn, Sign(known, "watch", "Put on watch")


def _overdue(promised: list[PromiseDays], today: date) -> Signs:
    """What the school had promised and had not done by the day."""
    for row in promised:
        is_late = _day(row.ended_at) > row.due_on if row.ended_at else row.due_on < today
        if row.side == "school" and is_late:
            words = f"Not done by {formats.day(row.due_on)}: {formats.shortened(row.words, 90)}"
            yield row.urn, Sign(row.due_on + timedelta(days=1), "promise", words)


def _every_promise(asked: Asked) -> list[PromiseDays]:
    if not asked.may(Permission.PROMISE_SEE):
        return []
    return promises.days(asked.user, asked.authority, urns=asked.urns)


def _contacts(asked: Asked) -> Acts:
    rows = asked.of(Contact.objects.filter(undone_at=None))
    for urn, kind, on in rows.values_list("urn", "kind", "made_on"):
        yield urn, Act(on, "contact", kind.replace("email", "e-mail").capitalize())


def _visits(asked: Asked) -> Acts:
    """Visits made. The performance management of a head is the governing body's, and no act of this kind."""
    made = VisitSchool.objects.filter(
        visit__made_on__isnull=False, visit__undone_at=None, visit__is_appraisal=False
    )
    rows = asked.of(made, "visit__authority_id")
    for urn, name, on in rows.values_list("urn", "visit__kind_name", "visit__made_on"):
        yield urn, Act(on, "visit", name)


def _promised(promised: list[PromiseDays]) -> Acts:
    for row in promised:
        if row.side == "authority":
            yield row.urn, Act(row.agreed_on, "promise", formats.shortened(row.words, 90))


def _spoken(asked: Asked) -> Acts:
    rows = asked.of(RoundSchool.objects.filter(spoken_at__isnull=False), "round__authority_id")
    for urn, name, at in rows.values_list("urn", "round__name", "spoken_at"):
        yield urn, Act(_day(at), "spoken", name)
