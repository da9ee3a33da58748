"""What a school was told of its level, and what it may read while a round is under way: never a level in the making.

A school reads here the same stored ratings as an officer, less what is not for it: how a strand is rated before the
level is told, what the evidence alone would give, what was heard in confidence, what an adviser expects of an
inspection.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.archive.queries import editions, slices
from fingerpost.archive.queries.snapshots import holdings
from fingerpost.core.rules import Permission, check_permission, has_permission, schools_within
from fingerpost.monitor import strand_views
from fingerpost.monitor.marks import Scale, scale_of
from fingerpost.monitor.models import RoundLevel, RoundSchool, SecondLook, Stage
from fingerpost.monitor.queries import rounds
from fingerpost.monitor.queries.standings import EARLY_YEARS
from fingerpost.monitor.rules import telling_schools as rules
from fingerpost.monitor.strand_views import StrandView
from fingerpost.strategy import votes
from fingerpost.strategy.edition import Edition, Scheme
from fingerpost.strategy.problems import NotAnEdition

#: What a list of levels has no need of; the page of one level reads it.
HEAVY = ("rating__strands", "rating__marks", "rating__run__snapshots", "rating__run__counts")


@dataclass(frozen=True)
class Told:
    """A level that a school was told, in which round, and since when it has been at it."""

    row: RoundLevel
    scheme_name: str
    scale: Scale
    meaning: str
    since: date
    is_of_another_urn: bool

    @property
    def level(self) -> str:
        """The level that was confirmed and told."""
        return self.row.confirmed

    @property
    def told_on(self) -> date:
        """The day on which the school was told."""
        return timezone.localdate(self.row.school.released_at)

    @property
    def is_reopened(self) -> bool:
        """Whether the round was reopened since: what the row says beside the level told is in the making again."""
        return self.row.school.round.stage not in (Stage.TELLING, Stage.CLOSED)

    @property
    def computed(self) -> str:
        """The level that was computed, where it is known of the level that was told."""
        return "" if self.is_reopened else self.row.computed

    @property
    def reason(self) -> str:
        """Why people departed from the computed level, where they did; not what was decided since and not told yet."""
        is_told = self.row.decided == self.row.confirmed != self.row.computed
        return self.row.reason if is_told and not self.is_reopened else ""

    @property
    def is_departure(self) -> bool:
        """Whether people departed from the computed level."""
        return bool(self.computed) and self.row.confirmed != self.computed


@dataclass(frozen=True)
class Why:
    """What a told level rests on: the votes, the floor that settled it, the strands family by family."""

    told: Told
    edition: Edition | None
    is_edition_changed: bool
    scheme: Scheme | None
    votes: votes.Votes | None
    floor: rules.SaidFloor | None
    counted: rules.Counted
    families: list[tuple[str, list[StrandView]]]


@dataclass(frozen=True)
class UnderWay:
    """A round that a school is in and has not been told of: where it stands, and whether the school may comment now.

    `schemes` are the strands of each scheme without any level, from the day on which the window opens.
    """

    school: RoundSchool
    is_open: bool
    schemes: list[tuple[str, str, list[tuple[str, list[StrandView]]]]]

    @property
    def stage(self) -> Stage:
        """The stage of the round."""
        return Stage(self.school.round.stage)

    @property
    def strands(self) -> list[StrandView]:
        """Every strand that the school reads, whichever its scheme."""
        return [view for _, _, families in self.schemes for _, views in families for view in views]


def told(user: Any, authority: str, urn: int) -> list[Told]:
    """Every level that a school was ever told, the latest first; of the schools before it too, marked so."""
    check_permission(user, Permission.RATING_SEE, authority=authority, urn=urn)
    rows = list(_released(authority, [urn, *life(authority, urn)]))
    return [_told(row, rows, urn) for row in rows]


def of_schools(user: Any, authority: str, urns: list[int]) -> dict[int, list[Told]]:
    """URN -> the levels that stand, of those schools that the person may see the levels of."""
    within = schools_within(user, Permission.RATING_SEE, authority=authority)
    rows = list(_released(authority, [urn for urn in urns if within is None or urn in within]))
    found: dict[int, list[RoundLevel]] = {}
    for row in rows:
        found.setdefault(row.school.urn, []).append(row)
    return {urn: latest([_told(row, mine, urn) for row in mine]) for urn, mine in found.items()}


def latest(found: Iterable[Told]) -> list[Told]:
    """The level that stands under each scheme, the early years last."""
    first: dict[str, Told] = {}
    for one in found:
        if not one.is_of_another_urn:
            first.setdefault(one.row.scheme, one)
    return sorted(first.values(), key=lambda one: one.row.scheme == EARLY_YEARS)


def why(user: Any, authority: str, urn: int, level_id: int) -> Why | None:
    """What one told level of a school rests on; None when nobody was told it, or its round was reopened since."""
    one = next((t for t in told(user, authority, urn) if t.row.pk == level_id), None)
    return _why(one) if one and not one.is_reopened else None


def second_looks(user: Any, authority: str, urn: int) -> list[SecondLook]:
    """The second looks that a school asked for, each without what was found until the school has been told that."""
    found = rounds.second_looks(user, authority, urn=urn)
    for look in found:
        is_told = look.level.confirmed == look.found and look.level.school.released_at is not None
        if not is_told:
            look.found, look.found_reason, look.found_at = "", "", None
    return found


def under_way(user: Any, authority: str, urn: int, today: date) -> UnderWay | None:
    """The round that a school is in and has not been told of; None when there is none."""
    check_permission(user, Permission.RATING_SEE, authority=authority, urn=urn)
    rows = RoundSchool.objects.filter(urn=urn, round__authority_id=authority).select_related("round")
    latest_one = rows.prefetch_related("levels__rating__run").order_by("-round__as_at", "-round_id").first()
    if latest_one is None or rules.is_settled(
        latest_one.round.stage, is_told=latest_one.released_at is not None
    ):
        return None
    answers = has_permission(user, Permission.ROUND_ANSWER, authority=authority, urn=urn)
    opened = rounds.open_for_comment(user, authority, urn, today) if answers else None
    is_open = opened is not None and opened.pk == latest_one.pk
    shown = rules.reads_strands(latest_one.round.stage) and latest_one.frozen_at is None
    levels = sorted(latest_one.levels.all(), key=lambda row: row.scheme == EARLY_YEARS) if shown else []
    return UnderWay(latest_one, is_open, [_scheme_of_round(row) for row in levels])


def _scheme_of_round(row: RoundLevel) -> tuple[str, str, list[tuple[str, list[StrandView]]]]:
    run = row.rating.run
    edition = edition_of(run)
    named = scheme_of(edition, row.scheme)
    views = school_views(row.rating.strands, scale_of(run.levels), row.scheme, edition, with_levels=False)
    return row.scheme, named.name if named else row.scheme.replace("_", " "), by_family(views)


def life(authority: str, urn: int) -> list[int]:
    """The URNs that a school has had before, the latest first."""
    steps = slices.of_authority(authority, holdings(authority)).lives.get(urn, {})
    return [other for other, step in sorted(steps.items(), key=lambda pair: pair[1]) if step]


def _released(authority: str, urns: list[int]) -> QuerySet[RoundLevel]:
    rows = RoundLevel.objects.filter(school__round__authority_id=authority, school__urn__in=urns)
    rows = rows.exclude(confirmed="").filter(school__released_at__isnull=False)
    rows = rows.select_related("school__round", "rating__run", "confirmed_by").defer(*HEAVY)
    return rows.order_by("-school__round__as_at", "-pk")


def _told(row: RoundLevel, rows: list[RoundLevel], urn: int) -> Told:
    run = row.rating.run
    edition = edition_of(run)
    named = scheme_of(edition, row.scheme)
    same = [
        one for one in rows if one.scheme == row.scheme and one.school.round.as_at <= row.school.round.as_at
    ]
    held = rules.held_since([(one.confirmed, timezone.localdate(one.school.released_at)) for one in same])
    meaning = next((level.get("meaning", "") for level in run.levels if level["id"] == row.confirmed), "")
    return Told(
        row, named.name if named else row.scheme.replace("_", " "), scale_of(run.levels), meaning, held,
        row.school.urn != urn,
    )  # fmt: skip


def edition_of(run: Any) -> Edition | None:
    """The edition by which a run was made, as its files stand now."""
    try:
        return editions.edition(run.edition)
    except (editions.NoSuchEdition, NotAnEdition):
        return None


def scale_of_edition(edition: Edition) -> Scale:
    """The levels of an edition with their marks."""
    return scale_of([{"id": level.id, "name": level.name} for level in edition.levels])


def scheme_of(edition: Edition | None, scheme: str) -> Scheme | None:
    """A scheme of an edition, where there is still such a one."""
    return next((one for one in edition.schemes if one.id == scheme), None) if edition else None


def _why(one: Told) -> Why:
    run, strands = one.row.rating.run, one.row.rating.strands
    edition = edition_of(run)
    scheme = scheme_of(edition, one.row.scheme)
    changed = edition is None or edition.hash != run.edition_hash
    return Why(
        told=one,
        edition=edition,
        is_edition_changed=changed,
        scheme=scheme,
        votes=_votes(scheme, edition, strands) if scheme and edition and not changed else None,
        floor=rules.said_floor(scheme, one.row.rating.floor),
        counted=rules.counted(strands),
        families=by_family(school_views(strands, one.scale, one.row.scheme, edition, with_levels=True)),
    )


def _votes(scheme: Scheme, edition: Edition, strands: list[dict]) -> votes.Votes:
    known = {strand.id for strand in scheme.strands}
    decided = {s["id"]: s["level"] for s in strands if s["state"] == "decided" and s["id"] in known}
    asked = {s["id"] for s in strands if s["state"] != "not_applicable"}
    return votes.votes(scheme, edition.level_ids, decided, asked)


def school_views(
    strands: list[dict], scale: Scale, scheme: str, edition: Edition | None, *, with_levels: bool
) -> list[StrandView]:
    """The strands of a stored rating as the school reads them; without their levels until it has been told its own."""
    seen = [strand | {"facts": rules.facts_for_school(strand["facts"])} for strand in strands]
    views = [_for_school(view) for view in strand_views.views(seen, scale, scheme, edition)]
    return views if with_levels else [_without_level(view) for view in views]


def _for_school(view: StrandView) -> StrandView:
    return replace(view, missing=rules.missing_for_school(view.missing))


def _without_level(view: StrandView) -> StrandView:
    cell = replace(view.cell, level="") if view.cell else None
    return replace(view, mark="", said="", cell=cell, others=())


def by_family(views: Iterable[StrandView]) -> list[tuple[str, list[StrandView]]]:
    """Strands that concern the school, family by family, in the edition's order."""
    families: dict[str, list[StrandView]] = {}
    for view in views:
        if view.applies:
            families.setdefault(view.family, []).append(view)
    return list(families.items())
