"""A small authority with an adviser, and an edition to judge by."""

from datetime import UTC, date, datetime

import pytest

from fingerpost.core.actions import people
from fingerpost.core.models import Authority, User
from fingerpost.core.roles import ROLES
from fingerpost.strategy.calendar import Calendar
from fingerpost.strategy.edition import Cell, Edition, Family, Floor, Level, Scheme, Strand

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)


@pytest.fixture
def shire(db):
    return Authority.objects.create(code="001", name="Shire")


@pytest.fixture
def holding(shire):
    """Somebody who holds a post of a kind in the authority."""

    def make(kind, authority=shire, **options):
        email = f"{kind}@{authority.code}.example"
        user = people.add_user(email=email, name=f"Ada {kind}", by=people.operator(), at=NOW)
        last = {"to_on": date(2099, 12, 31)} if ROLES[kind].is_time_limited else {}
        options = {"from_on": date(2020, 1, 1)} | last | options
        people.give_post(user=user, kind=kind, authority=authority, by=people.operator(), at=NOW, **options)
        return User.objects.get(pk=user.pk)

    return make


@pytest.fixture
def adviser(holding):
    return holding("adviser")


@pytest.fixture
def edition():
    levels = (Level("green", "Green"), Level("amber", "Amber"), Level("red", "Red"))
    judged = Strand(
        "leadership",
        "Leadership",
        "leadership",
        tuple(Cell(level.id, f"Leaders are {level.id}.", "12", judged=True) for level in levels),
    )
    floor = Floor("unsafe", "Pupils unsafe", "red", "Pupils are not safe.", "13", judged=True)
    families = (Family("leadership", "Leadership"),)
    scheme = Scheme("primary", "Primary", ("primary",), families, (judged,), (floor,))
    return Edition("shire/2026", "Shire 2026", "hash", "", levels, (scheme,), Calendar())
