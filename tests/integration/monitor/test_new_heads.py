"""A new head: entered once, visited for induction, and what was judged of the head before says so."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fingerpost.core.calendar import SchoolCalendar, Term
from fingerpost.core.models import AuditEvent
from fingerpost.monitor.actions import arrivals
from fingerpost.monitor.models import Task
from fingerpost.monitor.rules.arriving import induction_due
from fingerpost.register import queries as register
from fingerpost.register.actions.in_post import Entry
from fingerpost.register.models import AuthoritySpell, InPost, School

NOW = datetime(2026, 9, 7, 9, tzinfo=UTC)
TODAY, HILL = date(2026, 9, 7), 990001
AUTUMN = Term(date(2026, 9, 2), date(2026, 12, 18), "Autumn", date(2026, 10, 26), date(2026, 10, 30))
SPRING = Term(date(2027, 1, 4), date(2027, 3, 25), "Spring")

pytestmark = pytest.mark.django_db


@pytest.fixture
def hill(shire):
    AuthoritySpell.objects.create(urn=HILL, authority=shire)
    return School.objects.create(urn=HILL, name="Hill Primary School", phase="primary", authority=shire)


def _enter(shire, by, name="Grace Hill", from_on=date(2026, 9, 1), kind="head"):
    return arrivals.enter(
        authority=shire, entry=Entry(kind=kind, name=name, from_on=from_on, urn=HILL), by=by, at=NOW
    )


def test_a_new_head_is_to_be_visited_by_the_schools_adviser_within_half_a_term(shire, hill, holding):
    mine = holding("adviser", urns=[HILL])

    _enter(shire, mine)

    task = Task.objects.get()
    assert (task.owner, task.urn, task.source) == (mine, HILL, "new head")
    assert task.due_on == TODAY + timedelta(weeks=6)
    assert "1 September 2026" in task.because


@pytest.mark.parametrize(("kind", "from_on"), [("chair", date(2026, 9, 1)), ("head", date(2019, 9, 1))])
def test_nobody_is_visited_who_is_no_head_or_not_new(shire, hill, adviser, kind, from_on):
    _enter(shire, adviser, kind=kind, from_on=from_on)

    assert not Task.objects.exists()


def test_a_head_who_is_confirmed_by_a_spreadsheet_is_not_visited_again(shire, hill, adviser):
    _enter(shire, adviser)
    entry = Entry(kind="head", name="Grace Hill", from_on=date(2026, 9, 1), urn=HILL)

    arrivals.enter_all(authority=shire, entries=[entry], by=adviser, at=NOW + timedelta(days=1))

    assert Task.objects.count() == 1
    assert AuditEvent.objects.get(verb="arrivals entered").detail == {"induction visits": 0}


def test_holidays_do_not_use_up_half_a_term():
    calendar = SchoolCalendar((AUTUMN, SPRING))

    assert induction_due(calendar, date(2026, 12, 1)) > date(2027, 1, 20)
    assert induction_due(calendar, date(2026, 9, 7)) == date(2026, 10, 19)
    assert induction_due(SchoolCalendar(), date(2026, 9, 7)) == date(2026, 10, 19)


def test_since_when_a_head_has_been_there_is_known_by_the_day(shire, hill, adviser):
    _enter(shire, adviser, name="Ada Byron", from_on=date(2020, 9, 1))
    _enter(shire, adviser)

    before, after = (register.heads_since("001", day) for day in (date(2026, 8, 31), date(2026, 9, 1)))

    assert before.rows() == [(HILL, date(2020, 9, 1))]
    assert after.rows() == [(HILL, date(2026, 9, 1))]
    assert InPost.objects.filter(to_on=date(2026, 8, 31)).count() == 1
