"""Everything that a school's page tells, limited to what the person may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fingerpost.archive.queries import editions, ratings, slices
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.core import queries as core
from fingerpost.core.rules import Permission, check_permission, has_permission
from fingerpost.monitor.marks import Scale, scale_of
from fingerpost.monitor.queries import contacts, flags, inspected, judgements, outcomes
from fingerpost.monitor.queries.inspected import Inspection
from fingerpost.monitor.queries.outcomes import Outcome
from fingerpost.monitor.queries.standings import EARLY_YEARS
from fingerpost.register import queries as register
from fingerpost.strategy.problems import NotAnEdition


@dataclass(frozen=True)
class Standing:
    """Where a school stands in a run, and what that rests on."""

    run: Any
    scale: Scale
    edition: Any
    main: list[Any]
    early_years: Any
    earlier: list[Any]
    judgements: list[Any]
    uncounted: int
    head_since: date | None = None

    def is_about_the_head_before(self, judgement: Any) -> bool:
        """Whether a judgement of what begins anew with a head was made before the head of today began."""
        restarts = self.edition.new_head.strands if self.edition else ()
        return (
            self.head_since is not None
            and judgement.strand in restarts
            and judgement.made_on < self.head_since
        )

    @property
    def restarted(self) -> list[Any]:
        """Standing judgements that count no more because the head has changed."""
        return [
            one for one in self.judgements if one.undone_at is None and self.is_about_the_head_before(one)
        ]

    @property
    def is_edition_changed(self) -> bool:
        """Whether the strategy's files are others than those that gave these levels."""
        return self.edition is None or self.edition.hash != self.run.edition_hash


@dataclass(frozen=True)
class SchoolPage:
    """A school: what it is, where it stands, what it was; `key` is that of the holdings it rests on."""

    school: Any
    key: str
    as_at: date
    outcome: Outcome | None
    adviser: str
    local: dict[str, str]
    in_post: list
    last_contact: date | None
    open_flags: int
    trusts: list[Any]
    before: list[tuple[int, str, str]]
    after: list[tuple[int, str, str]]
    changes: list[Any]
    corrections: dict[str, Any]
    inspections: list[Inspection]
    standing: Standing | None = None
    life: list[int] = field(default_factory=list)


def page(user: Any, authority: str, urn: int, *, today: date, run: int | None = None) -> SchoolPage | None:
    """A school of the authority, or None when it is none of its schools."""
    check_permission(user, Permission.SCHOOLS_SEE, authority=authority, urn=urn)
    school = register.school(urn)
    if school is None or not _belongs(school, authority):
        return None
    holding = holdings(authority)
    life = _life(authority, urn, holding)
    standing = _standing(user, authority, urn, life, run, today) if _sees(user, authority, urn) else None
    as_at = standing.run.as_at if standing else today
    before, after = _neighbours_in_time(urn)
    return SchoolPage(
        school=school,
        key=holding.key,
        as_at=as_at,
        outcome=outcomes.of_authority(authority, as_at, holding.key).get(urn),
        adviser=core.adviser_of(authority, urn, as_at),
        local=register.areas_of(authority, as_at, urn=urn).get(urn, {}),
        in_post=_in_post(user, authority, urn, today),
        last_contact=_last_contact(user, authority, urn),
        open_flags=sum(flag.closed_at is None for flag in flags.of_school(user, authority, urn)),
        trusts=register.trusts_of(urn),
        before=before,
        after=after,
        changes=register.changes_of([urn, *life]),
        corrections={correction.field: correction for correction in register.corrections_of(urn)},
        inspections=inspected.of_school(holding, urn, life, as_at),
        standing=standing,
        life=life,
    )


def _last_contact(user: Any, authority: str, urn: int) -> date | None:
    if not has_permission(user, Permission.CONTACT_SEE, authority=authority, urn=urn):
        return None
    latest = contacts.of_school(user, authority, urn, limit=1)
    return latest[0].made_on if latest else None


def _in_post(user: Any, authority: str, urn: int, today: date) -> list:
    """Who is in post today, for those who may know."""
    if not has_permission(user, Permission.IN_POST_SEE, authority=authority, urn=urn):
        return []
    return register.in_post(user, authority, today, urn=urn)


def _belongs(school: Any, authority: str) -> bool:
    """Whether the school is, or ever was, one of the authority's."""
    return (
        school.authority_id == authority
        or school.urn in slices.of_authority(authority, holdings(authority)).lives
    )


def _sees(user: Any, authority: str, urn: int) -> bool:
    return has_permission(user, Permission.INDICATIVE_SEE, authority=authority, urn=urn)


def _life(authority: str, urn: int, holding: Holdings) -> list[int]:
    """The URNs that the school has had before, the latest first."""
    steps = slices.of_authority(authority, holding).lives.get(urn, {})
    return [other for other, step in sorted(steps.items(), key=lambda pair: pair[1]) if step]


def _standing(
    user: Any, authority: str, urn: int, life: list[int], run: int | None, today: date
) -> Standing | None:
    found = (
        ratings.runs(user, authority).filter(pk=run).first() if run else ratings.latest_run(user, authority)
    )
    if found is None:
        return None
    rows = ratings.of_school(user, found, urn)
    judged = judgements.of_school(user, authority, urn, also=life)
    return Standing(
        run=found,
        scale=scale_of(found.levels),
        edition=_edition(found),
        main=[row for row in rows if row.scheme != EARLY_YEARS],
        early_years=next((row for row in rows if row.scheme == EARLY_YEARS), None),
        earlier=ratings.earlier(user, found, urn),
        judgements=judged,
        uncounted=sum(1 for j in judged if (j.undone_at or j.recorded_at) > found.computed_at),
        head_since=register.head_since(authority, urn, today),
    )


def _edition(run: Any) -> Any:
    """The edition by which the run was made, as its files stand now."""
    try:
        return editions.edition(run.edition)
    except (editions.NoSuchEdition, NotAnEdition):
        return None


def _neighbours_in_time(urn: int) -> tuple[list, list]:
    """What came before and after: URN, name and how, as the register states it."""
    links = register.links_of(urn)
    names = register.names([link.link_urn for link in links])
    told = [(link.link_urn, names.get(link.link_urn, f"URN {link.link_urn}"), link.kind) for link in links]
    before = [link for link in told if "predecessor" in link[2].lower()]
    return before, [link for link in told if link not in before]


def day_of(user: Any, authority: str, *, today: date, run: str = "") -> date:
    """The day of the levels shown: that of the run asked for, else of the latest; today where there are none to see."""
    if not has_permission(user, Permission.INDICATIVE_SEE, authority=authority):
        return today
    asked = ratings.runs(user, authority).filter(pk=int(run)).first() if run.isdigit() else None
    found = asked or ratings.latest_run(user, authority)
    return found.as_at if found else today
