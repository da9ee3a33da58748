"""Three primaries and an infant school with last year's results, a round that asks them, and people who hold posts."""

from datetime import date

import pytest
from tests.integration.published import DALE, HILL, MILL, WOOD, register, results
from tests.integration.returns.january import ALL, JANUARY, SOME

from fingerpost.core.actions import people
from fingerpost.core.models import User
from fingerpost.register.models import School
from fingerpost.returns.actions import rounds


@pytest.fixture
def schools(place, load):
    """Hill, Mill and Dale have a Year 6; Wood is an infant school."""
    register(place, date(2026, 1, 1), HILL, MILL, DALE, WOOD)
    results(place, 2025, (HILL, 30, "60"), (MILL, 20, "50"), (DALE, 10, "SUPP"), authority="57", england="62")
    load(authority=None)
    School.objects.filter(pk__in=(HILL, MILL, DALE)).update(age_low=4, age_high=11)
    School.objects.filter(pk=WOOD).update(age_low=4, age_high=7)
    return {HILL, MILL, DALE}


@pytest.fixture
def holding(county):
    """Somebody who holds a post of a kind in the authority, for named schools or for all."""

    def make(kind, *urns, authority=county):
        email = f"{kind}{''.join(map(str, urns))}@{authority.code}.example"
        user = people.add_user(email=email, name=f"Ada {kind}", by=people.operator(), at=JANUARY)
        people.give_post(
            user=user, kind=kind, authority=authority, by=people.operator(), at=JANUARY,
            from_on=date(2020, 1, 1), urns=urns, sees_all=not urns,
        )  # fmt: skip
        return User.objects.get(pk=user.pk)

    return make


@pytest.fixture
def officer(holding):
    return holding("data")


@pytest.fixture
def head(holding):
    return holding("head", HILL)


@pytest.fixture
def ask(schools, officer):
    """Open a round; what is given differs from January's."""

    def opened(**told):
        plain = {
            "authority": "801", "name": "January Year 6", "kind": "prediction", "year": 2026, "phases": ["primary"],
            "asks": [ALL, SOME], "opens_on": date(2026, 1, 12), "due_on": date(2026, 1, 30),
            "closes_on": date(2026, 2, 13), "by": officer, "at": JANUARY,
        }  # fmt: skip
        return rounds.ask(**(plain | told))

    return opened


@pytest.fixture
def january(ask):
    return ask()
