"""A small authority with two schools, and people in post."""

from datetime import UTC, date, datetime

import pytest

from fingerpost.core.actions import people
from fingerpost.core.models import Authority, User
from fingerpost.register.models import AuthoritySpell, School

NOW = datetime(2026, 10, 7, 9, tzinfo=UTC)
HILL, DALE = 990001, 990002


@pytest.fixture
def shire(db):
    made = Authority.objects.create(code="001", name="Shire")
    for urn, name in ((HILL, "Hill Primary School"), (DALE, "Dale Primary School")):
        School.objects.create(
            urn=urn,
            name=name,
            phase="primary",
            is_state_funded=True,
            opened_on=date(2010, 9, 1),
            authority=made,
        )
        AuthoritySpell.objects.create(urn=urn, authority=made)
    return made


@pytest.fixture
def holding(shire):
    """Somebody who holds a post of a kind in the authority."""

    def make(kind, **options):
        email = f"{kind}@shire.example"
        user = people.add_user(email=email, name=f"Ada {kind}", by=people.operator(), at=NOW)
        options = {"from_on": date(2020, 1, 1)} | options
        people.give_post(user=user, kind=kind, authority=shire, by=people.operator(), at=NOW, **options)
        return User.objects.get(pk=user.pk)

    return make


@pytest.fixture
def adviser(holding):
    return holding("adviser", urns=[HILL])
