"""The area meeting: opened, written at beside a school, actions agreed, closed; the next one compares with it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from fingerpost.core.actions import people
from fingerpost.monitor.actions import flags, meetings
from fingerpost.register.models import AuthoritySpell, School

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

HILL, MILL = 990001, 990002


@pytest.fixture
def chief(monkeypatch, tmp_path):
    """A head of service of an authority with two schools, a meeting four weeks ago, and a flag since."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    by, now = people.operator(), datetime.now(UTC)
    authority = people.add_authority(code="001", name="Wrenshire", by=by, at=now)
    for urn, name in ((HILL, "Hill Primary School"), (MILL, "Mill Primary School")):
        School.objects.create(urn=urn, name=name, phase="primary", is_state_funded=True)
        AuthoritySpell.objects.create(urn=urn, authority=authority)
    user = people.add_user(email="chief@wrenshire.example", name="Ada Lovelace", by=by, at=now)
    people.give_post(
        user=user, kind="head-of-service", authority=authority, by=by, at=now, from_on=date(2020, 1, 1)
    )
    _past(user, now)
    return user


def _past(user, now):
    before = now - timedelta(days=28)
    held = meetings.open_meeting(authority="001", kind="area", held_on=before.date(), by=user, at=before)
    meetings.close_meeting(meeting=held, by=user, at=before)
    flags.raise_flag(
        authority="001", urn=HILL, kind="complaint", severity="serious", source="Complaints team",
        words="Calls go unanswered.", review_on=timezone.localdate() + timedelta(days=40), by=user,
        at=now - timedelta(days=3),
    )  # fmt: skip


def test_a_meeting_from_opening_to_the_picture_that_the_next_compares_with(
    page, chief, live_server, assert_accessible
):
    link = people.sign_in_link(user=chief, by=people.operator(), at=datetime.now(UTC))
    page.goto(live_server.url + link)
    page.goto(f"{live_server.url}/001/meetings/area/")
    first = page.locator(".fp-tracking tbody tr").first
    expect(first).to_contain_text("Hill Primary School")
    expect(first).to_contain_text("1 new")
    assert_accessible(page)

    page.get_by_role("button", name="Open the meeting").click()
    page.get_by_role("link", name="Write about Hill Primary School").click()
    page.get_by_label("Note", exact=True).fill("The head is away; the deputy answers.")
    assert_accessible(page)
    page.get_by_role("button", name="Keep the note").click()
    expect(page).to_have_url(f"{live_server.url}/001/meetings/area/?open={HILL}#s-{HILL}")
    expect(page.locator(f"#s-{HILL}")).to_contain_text("The head is away")

    page.get_by_label("What is to be done").first.fill("Send the model policy on telephones.")
    page.get_by_label("Who does it").first.select_option(label="Ada Lovelace")
    page.get_by_role("button", name="Agree the action").first.click()
    expect(page.get_by_role("table", name="Agreed at this meeting")).to_contain_text("model policy")

    page.get_by_label("Who was there").fill("Ada Lovelace, head of service")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("button", name="Close the meeting").click()
    expect(page.get_by_text("the next one compares with it")).to_be_visible()
    expect(page.get_by_role("heading", name="What was noted")).to_be_visible()
    assert_accessible(page)

    page.goto(f"{live_server.url}/001/meetings/area/")
    expect(page.locator(f"#s-{HILL}")).not_to_contain_text("1 new")
    expect(page.get_by_role("table", name="Still open from earlier meetings")).to_contain_text("model policy")


def test_the_forum_on_a_telephone_and_the_month_on_one_page(page, chief, live_server, assert_accessible):
    link = people.sign_in_link(user=chief, by=people.operator(), at=datetime.now(UTC))
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server.url + link)
    page.goto(f"{live_server.url}/001/meetings/")
    assert_accessible(page)
    page.get_by_role("button", name="Open the forum").click()
    expect(page.get_by_role("heading", name="Hill Primary School")).to_be_visible()
    expect(page.get_by_text("Heard: complaint, 1 of it serious.")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Write about Hill Primary School").click()
    page.get_by_label("Minutes of Hill Primary School").fill("Two services had heard the same.")
    page.get_by_role("button", name="Keep the minutes").click()
    expect(page.get_by_text("Two services had heard the same.")).to_be_visible()

    page.goto(f"{live_server.url}/001/overview/")
    expect(page.get_by_role("heading", name="What to ask")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{live_server.url}/001/flags/raise/")
    assert_accessible(page)
