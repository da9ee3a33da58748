"""Every sign and every act on record, school by school, with the day from which it was known: for all at once.

What a sign is, and what an act is, stands in rules/signs.py. A thing counts from the day on which the authority held
it: a judgement from when it was recorded and not from when it was made, a level from when it was computed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

import polars as pl

from fingerpost.archive.queries import editions, ratings, slices
from fingerpost.archive.queries.snapshots import holdings, holdings_key
from fingerpost.casework.queries import promises
from fingerpost.core.rules import Permission, check_permission, has_permission
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.monitor.marks import Scale, scale_of
from fingerpost.monitor.models import Contact, Flag, Judgement, OutcomePrediction, RoundSchool, VisitSchool
from fingerpost.monitor.queries import inspection_history
from fingerpost.monitor.rules import FLAG_KINDS, SEVERITIES, predicting
from fingerpost.monitor.rules.judging import HERE
from fingerpost.monitor.rules.signs import FIGURES, LEAST_COHORT, Act, Sign
from fingerpost.present import formats
from fingerpost.register import queries as register
from fingerpost.strategy.problems import NotAnEdition

#: Runs that are looked at: the latest of each day, and no more days than these.
MOST_RUNS = 24
EARLY_YEARS = "eyfs"

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


def gather(user: Any, authority: str, today: date) -> Gathered:
    """Everything on record that this person may see."""
    check_permission(user, Permission.OUTCOME_SEE, authority=authority)
    owners = inspection_history.owners(authority, today)
    signs: dict[int, list[Sign]] = defaultdict(list)
    acts: dict[int, list[Act]] = defaultdict(list)
    for signs_of in (_figures, _levels, _judgements, _predictions, _flags, _heads, _overdue):
        for urn, sign in signs_of(user, authority, today):
            for owner in owners.get(urn, ()):
                signs[owner].append(sign)
    for acts_of in (_contacts, _visits, _promised, _spoken):
        for urn, act in acts_of(user, authority):
            for owner in owners.get(urn, ()):
                acts[owner].append(act)
    return Gathered(dict(signs), dict(acts))


def _day(moment: datetime) -> date:
    return moment.astimezone(HERE).date()


def _figures(user: Any, authority: str, today: date) -> Signs:
    yield from (pair for pair in _fallen(authority, holdings_key(authority)) if pair[1].known_on <= today)


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


def _levels(user: Any, authority: str, today: date) -> Signs:
    """The computed level at the lowest or worse than before, and strands that turned worse, from run to run."""
    if not has_permission(user, Permission.INDICATIVE_SEE, authority=authority):
        return
    by_day = {}
    for run in reversed(ratings.runs(user, authority).defer("snapshots", "counts")):
        by_day[run.as_at] = run
    kept = sorted(by_day.values(), key=lambda run: run.as_at)[-MOST_RUNS:]
    for before, run in pairwise([None, *kept]):
        known = max(run.as_at, _day(run.computed_at))
        if known <= today:
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


def _judgements(user: Any, authority: str, today: date) -> Signs:
    rows = Judgement.objects.standing().filter(authority_id=authority)
    lowest: dict[str, tuple[str, dict[str, str]]] = {}
    for urn, edition, strand, level, recorded_at in rows.values_list(
        "urn", "edition", "strand", "level", "recorded_at"
    ).order_by("recorded_at"):
        worst, names = lowest.setdefault(edition, _lowest(edition))
        if level == worst and _day(recorded_at) <= today:
            said = names.get(strand, strand.replace("_", " "))
            yield urn, Sign(_day(recorded_at), "judgement", f"{said} judged {level.replace('_', ' ')}")


def _lowest(code: str) -> tuple[str, dict[str, str]]:
    """The lowest level of an edition, and the names of its strands and floors."""
    try:
        edition = editions.edition(code)
    except (editions.NoSuchEdition, NotAnEdition):
        return "", {}
    named = {one.id: one.name for s in edition.schemes for one in (*s.strands, *s.floors)}
    return edition.level_ids[-1], named


def _predictions(user: Any, authority: str, today: date) -> Signs:
    rows = OutcomePrediction.objects.standing().filter(authority_id=authority)
    for urn, grades, recorded_at in rows.values_list("urn", "grades", "recorded_at"):
        ends = predicting.ends_in(grades)
        if ends and _day(recorded_at) <= today:
            words = f"Predicted: {predicting.ENDS[ends[0]].lower()}"
            yield urn, Sign(_day(recorded_at), "prediction", words)


def _flags(user: Any, authority: str, today: date) -> Signs:
    """Flags by what they were about, never their words; those heard in confidence only for those who may know."""
    rows = Flag.objects.filter(authority_id=authority)
    if not has_permission(user, Permission.FLAG_RESTRICTED, authority=authority):
        rows = rows.filter(is_restricted=False)
    for flag in rows.only("urn", "kind", "severity", "is_restricted", "raised_at", "substantiated_at"):
        said = (
            f"{FLAG_KINDS.get(flag.kind, flag.kind)}, {SEVERITIES.get(flag.severity, flag.severity).lower()}"
        )
        said += ", restricted" if flag.is_restricted else ""
        if _day(flag.raised_at) <= today:
            kind = "flag_serious" if flag.severity == "serious" else "flag"
            yield flag.urn, Sign(_day(flag.raised_at), kind, said)
        if flag.substantiated_at and _day(flag.substantiated_at) <= today:
            yield flag.urn, Sign(_day(flag.substantiated_at), "flag_serious", f"{said}: substantiated")


def _heads(user: Any, authority: str, today: date) -> Signs:
    """A head who followed another, or left: from the day on which it was so and somebody had entered it."""
    if not has_permission(user, Permission.IN_POST_SEE, authority=authority):
        return
    by_school: dict[int, list] = defaultdict(list)
    for holding in register.in_post(user, authority, today, with_past=True):
        if holding.person.kind == "head" and holding.person.urn:
            by_school[holding.person.urn].append(holding.person)
    for urn, heads in by_school.items():
        ordered = sorted(heads, key=lambda head: head.from_on)
        for head in ordered[1:]:
            known = max(head.from_on, _day(head.entered_at))
            yield from ((urn, Sign(known, "head", "A new head")) for _ in range(known <= today))
        last = ordered[-1]
        if last.to_on and last.to_on < today:
            yield urn, Sign(max(last.to_on, _day(last.entered_at)), "head", "The head left")


def _overdue(user: Any, authority: str, today: date) -> Signs:
    """What the school had promised and had not done by the day."""
    for row in _every_promise(user, authority):
        ended = row.kept_at or row.dropped_at
        is_late = _day(ended) > row.due_on if ended else row.due_on < today
        if row.side == "school" and is_late:
            words = f"Not done by {formats.day(row.due_on)}: {formats.shortened(row.words, 90)}"
            yield row.urn, Sign(row.due_on + timedelta(days=1), "promise", words)


def _every_promise(user: Any, authority: str) -> list:
    if not has_permission(user, Permission.PROMISE_SEE, authority=authority):
        return []
    return promises.every(user, authority)


def _contacts(user: Any, authority: str) -> Acts:
    rows = Contact.objects.filter(authority_id=authority, undone_at=None)
    for urn, kind, on in rows.values_list("urn", "kind", "made_on"):
        yield urn, Act(on, "contact", kind.replace("email", "e-mail").capitalize())


def _visits(user: Any, authority: str) -> Acts:
    """Visits made. The performance management of a head is the governing body's, and no act of this kind."""
    rows = VisitSchool.objects.filter(
        visit__authority_id=authority, visit__made_on__isnull=False, visit__undone_at=None,
        visit__is_appraisal=False,
    )  # fmt: skip
    for urn, name, on in rows.values_list("urn", "visit__kind_name", "visit__made_on"):
        yield urn, Act(on, "visit", name)


def _promised(user: Any, authority: str) -> Acts:
    for row in _every_promise(user, authority):
        if row.side == "authority":
            yield row.urn, Act(row.agreed_on, "promise", formats.shortened(row.words, 90))


def _spoken(user: Any, authority: str) -> Acts:
    rows = RoundSchool.objects.filter(round__authority_id=authority, spoken_at__isnull=False)
    for urn, name, at in rows.values_list("urn", "round__name", "spoken_at"):
        yield urn, Act(_day(at), "spoken", name)
