"""The preparation pack of a visit."""

from __future__ import annotations

from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.casework.queries import promises as ledger
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, has_permission
from fingerpost.monitor import charts, preparation
from fingerpost.monitor.queries import contacts, flags, rounds, visits
from fingerpost.monitor.views.school import found
from fingerpost.present import pdf, taking


@require_safe
@page(Permission.VISIT_PLAN)
def pack(request, authority, urn):
    """Two pages to read in the car park: figures, rating, promises, contacts, flags, and questions worth asking."""
    document = preparation.document(known(request, authority, urn), authority)
    made = pdf.to_pdf(document, made_at=timezone.now())
    return taking.opened(made, pdf.PDF_TYPE, f"before-a-visit-{urn}.pdf")


def known(request, authority, urn: int) -> preparation.Known:
    """What the pack is made of, by the same questions as the pages ask."""
    user, code, today = request.user, authority.code, timezone.localdate()
    shown = found(request, authority, urn)

    def may(permission):
        return has_permission(user, permission, authority=code, urn=urn)

    heard = flags.of_school(user, code, urn) if may(Permission.FLAG_SEE) else []
    return preparation.Known(
        page=shown,
        series=charts.of_school(urn, code, shown.as_at, user=user, key=shown.key),
        promises=ledger.of_school(user, code, urn) if may(Permission.PROMISE_SEE) else [],
        contacts=contacts.of_school(user, code, urn) if may(Permission.CONTACT_SEE) else [],
        visits=[one for one in visits.of_school(user, code, urn) if one.made_on and not one.is_appraisal],
        flags=[one for one in heard if one.closed_at is None and not one.is_restricted],
        confirmed=next(iter(rounds.confirmed(user, code, urns=[urn])), None)
        if may(Permission.RATING_SEE)
        else None,
        today=today,
    )
