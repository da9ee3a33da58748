"""Disputed figures: those a person may see, and which figures are disputed now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from fingerpost.core.rules import Audience, Permission, audience_of, schools_within
from fingerpost.evidence import groups
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.explore import rules
from fingerpost.explore.models import Dispute

#: URN (None for the authority itself), indicator, group, period.
Figure = tuple[int | None, str, str, str]


@dataclass(frozen=True)
class Shown:
    """A dispute as a page tells it."""

    dispute: Dispute
    measure: str
    group: str
    days: int
    is_old: bool

    @property
    def is_unsettled(self) -> bool:
        """Whether it still waits."""
        return self.dispute.state in rules.UNSETTLED


def seen(user: Any, authority: str) -> QuerySet[Dispute]:
    """The disputes that a person may see: officers those within their reach and the authority's own, a school its own;
    those that wait first, the oldest first.
    """
    rows = Dispute.objects.filter(authority_id=authority)
    if audience_of(user, authority=authority) is Audience.OFFICER:
        within = schools_within(user, Permission.FIGURES_SEE, authority=authority)
        rows = rows if within is None else rows.filter(Q(urn=None) | Q(urn__in=within))
    else:
        rows = rows.filter(urn__in=schools_within(user, Permission.FIGURE_DISPUTE, authority=authority) or ())
    waits = Case(
        When(state__in=rules.UNSETTLED, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return (
        rows.select_related("raised_by", "settled_by")
        .prefetch_related("answers__answered_by")
        .order_by(waits, "raised_at", "id")
    )


def listed(user: Any, authority: str, today: date) -> list[Shown]:
    """The same with names, and how long each has waited."""
    return [shown(one, today) for one in seen(user, authority)]


def one_dispute(user: Any, authority: str, dispute_id: int) -> Dispute | None:
    """One of them."""
    return seen(user, authority).filter(pk=dispute_id).first()


def shown(one: Dispute, today: date) -> Shown:
    """A dispute with names, and how long it waited."""
    indicator = CATALOGUE.by_code.get(one.indicator)
    raised_on = timezone.localdate(one.raised_at)
    until = timezone.localdate(one.settled_at) if one.settled_at else today
    return Shown(
        dispute=one,
        measure=indicator.name if indicator else one.indicator,
        group=groups.name(one.group),
        days=rules.age(raised_on, until),
        is_old=one.settled_at is None and rules.is_old(raised_on, today),
    )


def of_figure(authority: str, figure: Figure) -> Dispute | None:
    """The dispute that waits about a figure, if one does."""
    urn, indicator, group, period = figure
    found = Dispute.objects.unsettled().filter(
        authority_id=authority, urn=urn, indicator=indicator, group=group, period=period
    )
    return found.first()


def of_measure(user: Any, authority: str, indicator: str) -> list[Shown]:
    """The disputes that wait about a measure, as the person may see them."""
    rows = seen(user, authority).filter(indicator=indicator, state__in=rules.UNSETTLED)
    return [shown(one, timezone.localdate()) for one in rows]


def unsettled(authority: str, urns: Iterable[int] | None = None) -> dict[Figure, int]:
    """Every figure that is disputed now, of some schools or of all -> which dispute it is."""
    rows = Dispute.objects.unsettled().filter(authority_id=authority)
    if urns is not None:
        rows = rows.filter(Q(urn__in=list(urns)))
    return {
        (urn, indicator, group, period): pk
        for pk, urn, indicator, group, period in rows.values_list("pk", "urn", "indicator", "group", "period")
    }
