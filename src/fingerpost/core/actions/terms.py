"""Term dates of an authority's schools."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from django.db import transaction

from fingerpost.core import calendar
from fingerpost.core.actions import audit
from fingerpost.core.models import Authority, Term, User
from fingerpost.core.rules import Permission, check_permission


class TermsDoNotFit(ValueError):
    """Terms that end before they begin, or of which two share a day."""


@transaction.atomic
def set_terms(*, authority: Authority, terms: Sequence[calendar.Term], by: User, at: datetime) -> list[Term]:
    """Set terms in place of those that share a day with them; others stay. Refuses terms that do not fit together."""
    check_permission(by, Permission.TERMS_SET, authority=authority.code)
    ordered = sorted(terms)
    _check(ordered)
    for term in ordered:
        authority.terms.filter(from_on__lte=term.to_on, to_on__gte=term.from_on).delete()
    made = [
        Term.objects.create(
            authority=authority, name=term.name, from_on=term.from_on, to_on=term.to_on, half_from=term.half_from,
            half_to=term.half_to, set_by=by, set_at=at,
        )
        for term in ordered
    ]  # fmt: skip
    days = [f"{term.name} {term.from_on} to {term.to_on}" for term in ordered]
    audit.record("term dates set", by=by, about=authority, at=at, detail={"terms": days})
    return made


def _check(terms: list[calendar.Term]) -> None:
    for term in terms:
        halves = [day for day in (term.half_from, term.half_to) if day]
        if term.to_on <= term.from_on:
            raise TermsDoNotFit(f"{term.name} ends before it begins.")
        if len(halves) == 1 or (halves and not term.from_on < halves[0] <= halves[1] < term.to_on):
            raise TermsDoNotFit(
                f"The half-term holiday of {term.name} needs a first and a last day within the term."
            )
    for term, after in pairwise(terms):
        if after.from_on <= term.to_on:
            raise TermsDoNotFit(f"{after.name} begins before {term.name} ends.")
