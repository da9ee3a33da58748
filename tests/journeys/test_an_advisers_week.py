"""An adviser begins at My week, keeps a promise, logs a contact, and moves a visit on the calendar."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from fingerpost.casework.actions import promises
from fingerpost.casework.models import Promise
from fingerpost.core.actions import people
from fingerpost.monitor.models import Contact, Visit, VisitSchool
from fingerpost.register.models import AuthoritySpell, School

HILL, DALE = 990001, 990002
PHONE = {"width": 390, "height": 844}

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def adviser(monkeypatch, tmp_path):
    """An adviser of two schools with a promise overdue and a visit on the Tuesday of next week."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    operator, now = people.operator(), datetime.now(UTC)
    authority = people.add_authority(code="001", name="Wrenshire", by=operator, at=now)
    for urn, name in ((HILL, "Hill Primary School"), (DALE, "Dale Primary School")):
        School.objects.create(urn=urn, name=name, phase="primary", is_state_funded=True, authority=authority)
        AuthoritySpell.objects.create(urn=urn, authority=authority)
    user = people.add_user(email="ada@wrenshire.example", name="Ada Lovelace", by=operator, at=now)
    people.give_post(
        user=user,
        kind="adviser",
        authority=authority,
        urns=[HILL, DALE],
        by=operator,
        at=now,
        from_on=date(2010, 1, 1),
    )
    today = timezone.localdate()
    promises.promise(
        authority="001", urn=HILL, side="authority", words="Find a moderator for writing.", owner=user,
        owner_name="Ada Lovelace", agreed_on=today - timedelta(days=30), due_on=today - timedelta(days=3),
        by=type(user).objects.get(pk=user.pk), at=now,
    )  # fmt: skip
    visit = Visit.objects.create(
        authority=authority, edition="example/2026", kind="monitoring", kind_name="Monitoring visit", adviser=user,
        planned_on=tuesday(today), begins=time(9, 30), planned_by=user, planned_at=now,
    )  # fmt: skip
    VisitSchool.objects.create(visit=visit, urn=HILL, name="Hill Primary School")
    return user


def tuesday(today):
    return today - timedelta(days=today.weekday()) + timedelta(days=8)


def sign_in(page, live_server, user):
    link = people.sign_in_link(user=user, by=people.operator(), at=datetime.now(UTC))
    page.goto(live_server.url + link)


def test_a_week_from_the_first_page(page, live_server, adviser, assert_accessible):
    page.set_viewport_size(PHONE)
    sign_in(page, live_server, adviser)
    expect(page.get_by_role("heading", name="My week")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("button", name="Find a moderator").click()
    expect(page.get_by_text("It is recorded as kept.")).to_be_visible()
    assert Promise.objects.get().kept_at is not None

    page.click("text=Log a contact")
    assert_accessible(page)
    page.fill("#id_school", "dale")
    page.fill("#id_words", "The new timetable.")
    page.click("button:has-text('Record')")
    expect(page.get_by_text("The contact with Dale Primary School is recorded.")).to_be_visible()
    expect(page.get_by_role("heading", name="My week")).to_be_visible()
    assert Contact.objects.get().urn == DALE


def test_a_visit_is_dragged_to_another_day(page, live_server, adviser, assert_accessible):
    sign_in(page, live_server, adviser)
    day = tuesday(timezone.localdate())
    page.goto(f"{live_server.url}/001/visits/calendar/?day={day}")
    assert_accessible(page)

    page.locator("[data-visit]").drag_to(page.locator(f"[data-day='{day + timedelta(days=1)}']"))

    expect(page.get_by_text("The visit is moved to Wednesday")).to_be_visible()
    assert Visit.objects.get().planned_on == day + timedelta(days=1)


def test_the_ledger_and_the_calendar_work_without_javascript(
    chromium, live_server, adviser, assert_accessible
):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server, adviser)
    day = tuesday(timezone.localdate()) + timedelta(days=2)

    page.goto(f"{live_server.url}/001/visits/calendar/?day={day}")
    page.locator(".fp-visit summary").click()
    page.locator(".fp-visit input[type=date]").fill(day.isoformat())
    page.locator(".fp-visit button").click()
    expect(page.get_by_text("The visit is moved to Thursday")).to_be_visible()

    page.goto(f"{live_server.url}/001/schools/{HILL}/promises/")
    page.locator("summary", has_text="Record a promise").click()
    page.get_by_label("What was promised").fill("Send the attendance plan.")
    page.get_by_label("Due on").fill((day + timedelta(days=7)).isoformat())
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("The promise is recorded.")).to_be_visible()
    context.close()


def test_the_ledgers_pages_are_readable_by_all(page, live_server, adviser, assert_accessible):
    sign_in(page, live_server, adviser)
    for path in ("/001/promises/", f"/001/schools/{HILL}/promises/", "/001/week/service/"):
        page.goto(live_server.url + path)
        assert_accessible(page)
