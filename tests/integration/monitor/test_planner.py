"""The calendar of visits: who is shown what, days that are refused, and the calendar fed without signing in."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from fingerpost.core.models import AuditEvent, Term, User
from fingerpost.monitor.actions import calendar as actions
from fingerpost.monitor.models import Visit, VisitSchool
from fingerpost.monitor.queries import planner
from fingerpost.monitor.rules.visits import NotAVisit
from fingerpost.register.models import AuthoritySpell, School

NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)
TODAY = date(2026, 10, 1)
HILL = 990001

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(shire, holding):
    School.objects.create(
        urn=HILL, name="Hill Primary School", phase="primary", is_state_funded=True, authority=shire
    )
    AuthoritySpell.objects.create(urn=HILL, authority=shire)
    made = holding("adviser", urns=[HILL])
    Term.objects.create(
        authority=shire, name="Autumn", from_on=date(2026, 9, 1), to_on=date(2026, 12, 18), set_by=made, set_at=NOW,
        half_from=date(2026, 10, 26), half_to=date(2026, 10, 30),
    )  # fmt: skip
    return made


def planned(adviser, day, **more):
    said = {
        "edition": "shire/2026",
        "kind": "monitoring",
        "kind_name": "Monitoring visit",
        "begins": time(9, 30),
    }
    visit = Visit.objects.create(
        authority_id="001",
        adviser=adviser,
        planned_on=day,
        planned_by=adviser,
        planned_at=NOW,
        **(said | more),
    )
    VisitSchool.objects.create(visit=visit, urn=HILL, name="Hill Primary School")
    return visit


def test_a_month_shows_visits_on_their_days_and_holidays_by_name(owner):
    visit = planned(owner, date(2026, 10, 7))

    found = planner.calendar(owner, "001", day=TODAY, is_term=False, today=TODAY)

    days = {day.on: day for week in found.weeks for day in week}
    assert days[date(2026, 10, 7)].visits == [visit]
    assert days[date(2026, 10, 28)].closed == "Half-term holiday"
    assert (found.count, found.knows_terms, found.can_move(visit)) == (1, True, True)


def test_of_one_adviser_only_their_own_stand(owner, holding):
    planned(owner, date(2026, 10, 7))
    other = holding("head-of-service")

    assert planner.calendar(other, "001", day=TODAY, is_term=True, adviser=other.pk, today=TODAY).count == 0
    assert planner.calendar(other, "001", day=TODAY, is_term=True, today=TODAY).count == 1


def test_a_visit_is_moved_to_a_school_day_alone_and_keeps_its_hour(owner):
    visit = planned(owner, date(2026, 10, 7))

    with pytest.raises(NotAVisit, match="half-term holiday"):
        actions.move_visit(visit=visit, planned_on=date(2026, 10, 27), by=owner, at=NOW)
    moved = actions.move_visit(visit=visit, planned_on=date(2026, 10, 8), by=owner, at=NOW)

    assert (moved.planned_on, moved.begins) == (date(2026, 10, 8), time(9, 30))


def test_the_page_moves_a_visit_by_form_and_says_a_refused_day(owner, client):
    client.force_login(owner)
    today = timezone.localdate()
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 + 7)
    visit = planned(owner, saturday + timedelta(days=3))
    where = f"/001/visits/calendar/{visit.pk}/"

    refused = client.post(
        where, {"planned_on": saturday.isoformat(), "back": "/001/visits/calendar/"}, follow=True
    )
    unsaid = client.post(where, {"planned_on": ""}, follow=True)

    assert "weekend. Choose a school day." in refused.content.decode()
    assert "Choose the day to which the visit is moved." in unsaid.content.decode()
    assert client.get("/001/visits/calendar/?view=term&day=nonsense&adviser=x").status_code == 200


def test_a_feed_gives_times_schools_and_types_without_signing_in(owner, client):
    today = timezone.localdate()
    planned(owner, today, about="The head is under pressure.")
    planned(owner, today, is_appraisal=True, is_evidence=False, kind_name="Performance management")
    client.force_login(owner)
    client.post("/001/visits/calendar/address/")
    page = client.get("/001/visits/calendar/").content.decode()
    address = page.split('id="secret" readonly value="')[1].split('"')[0]
    client.logout()

    answer = client.get(address)
    found = list(Calendar.from_ical(answer.content).walk("VEVENT"))

    assert answer["Content-Type"].startswith("text/calendar")
    assert [str(one["summary"]) for one in found] == ["Monitoring visit: Hill Primary School"]
    assert timezone.localtime(found[0].decoded("dtstart")).time() == time(9, 30)
    assert b"pressure" not in answer.content
    assert address.split("/")[-1] not in str(list(AuditEvent.objects.values_list("detail", "about_name")))


def test_the_secret_is_shown_once_and_a_new_one_ends_the_old(owner, client):
    client.force_login(owner)

    def address():
        client.post("/001/visits/calendar/address/")
        return client.get("/001/visits/calendar/").content.decode().split('readonly value="')[1].split('"')[0]

    old, new = address(), address()

    assert 'id="secret"' not in client.get("/001/visits/calendar/").content.decode()
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    client.post("/001/visits/calendar/address/end/")
    assert client.get(new).status_code == 404


def test_whose_post_has_ended_feeds_nothing(owner, client):
    client.force_login(owner)
    client.post("/001/visits/calendar/address/")
    page = client.get("/001/visits/calendar/").content.decode()
    address = page.split('readonly value="')[1].split('"')[0]
    client.logout()

    User.objects.get(pk=owner.pk).posts.update(to_on=date(2020, 2, 1))

    assert client.get(address).status_code == 404
    assert client.get("/001/visits/calendar/nonsense.ics").status_code == 404


def test_a_councillor_sees_no_calendar(owner, holding, client):
    client.force_login(holding("elected-member"))

    assert client.get("/001/visits/calendar/").status_code == 403
    assert client.post("/001/visits/calendar/address/").status_code == 403


def test_the_calendar_asks_as_often_for_many_as_for_few(owner, client, django_assert_max_num_queries):
    for count in range(40):
        planned(owner, date(2026, 10, 5 + count % 5))

    with django_assert_max_num_queries(12):
        found = planner.calendar(User.objects.get(pk=owner.pk), "001", day=TODAY, is_term=True, today=TODAY)
        assert sum(found.can_move(one) for week in found.weeks for day in week for one in day.visits) == 40
