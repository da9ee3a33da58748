"""Setting term dates: what fits, what is refused, who may."""

from datetime import UTC, date, datetime

import pytest

from fingerpost.core import queries
from fingerpost.core.actions import people, terms
from fingerpost.core.calendar import Term
from fingerpost.core.models import AuditEvent, Authority, User
from fingerpost.core.rules import NotAllowed

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
AUTUMN = Term(date(2026, 9, 2), date(2026, 12, 18), "Autumn", date(2026, 10, 26), date(2026, 10, 30))
SPRING = Term(date(2027, 1, 4), date(2027, 3, 25), "Spring")

pytestmark = pytest.mark.django_db


@pytest.fixture
def shire(db):
    return Authority.objects.create(code="001", name="Shire")


def _user(shire, kind):
    user = people.add_user(email=f"{kind}@x.example", name="Ada Post", by=people.operator(), at=NOW)
    people.give_post(user=user, kind=kind, authority=shire, by=people.operator(), at=NOW, from_on=NOW.date())
    return User.objects.get(pk=user.pk)


def test_terms_set_again_take_the_place_of_those_they_share_a_day_with(shire):
    terms.set_terms(authority=shire, terms=[AUTUMN, SPRING], by=people.operator(), at=NOW)
    later = Term(date(2026, 9, 7), date(2026, 12, 18), "Autumn")

    terms.set_terms(authority=shire, terms=[later], by=people.operator(), at=NOW)

    assert queries.school_calendar("001").terms == (later, SPRING)
    assert AuditEvent.objects.filter(verb="term dates set").count() == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ([Term(date(2026, 9, 2), date(2026, 9, 1), "Autumn")], "ends before it begins"),
        ([AUTUMN, Term(date(2026, 12, 18), date(2027, 3, 1), "Spring")], "begins before Autumn ends"),
        ([Term(date(2026, 9, 2), date(2026, 12, 18), "Autumn", date(2026, 10, 26))], "needs a first and a last day"),
        ([Term(date(2026, 9, 2), date(2026, 12, 18), "Autumn", date(2027, 1, 1), date(2027, 1, 5))], "within the term"),
    ],
)  # fmt: skip
def test_terms_that_do_not_fit_are_refused_and_nothing_is_set(shire, wrong, says):
    with pytest.raises(terms.TermsDoNotFit, match=says):
        terms.set_terms(authority=shire, terms=wrong, by=people.operator(), at=NOW)

    assert not shire.terms.exists()


def test_a_head_may_not_set_terms(shire):
    with pytest.raises(NotAllowed):
        terms.set_terms(authority=shire, terms=[AUTUMN], by=_user(shire, "head"), at=NOW)


def test_a_data_officer_sets_a_year_on_the_page(shire, client):
    client.force_login(_user(shire, "data"))
    days = {"from_on": "-09-02", "half_from": "-10-26", "half_to": "-10-30", "to_on": "-12-18"}
    said = {f"autumn_{key}": f"2026{day}" for key, day in days.items()}
    said |= {"spring_from_on": "2027-01-04", "spring_to_on": "2027-03-25"}
    said |= {"summer_from_on": "2027-04-12", "summer_to_on": "2027-07-21"}

    answer = client.post("/001/people/terms/?year=2027", said, follow=True)

    assert "The terms of 2026 to 2027 are set." in answer.content.decode()
    assert [term.name for term in queries.school_calendar("001").terms] == ["Autumn", "Spring", "Summer"]


def test_a_year_half_filled_in_is_refused_with_the_field_named(shire, client):
    client.force_login(_user(shire, "data"))

    answer = client.post("/001/people/terms/?year=2027", {"autumn_from_on": "2026-09-02"})

    assert "There is a problem" in answer.content.decode()
    assert not shire.terms.exists()
