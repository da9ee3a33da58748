"""A visit from its plan to the head's reply: an adviser plans and writes, a lead checks, a head answers.

Writing is a step of its own (`write`), so that it can be done with the connection cut.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from fingerpost.core.actions import people
from fingerpost.core.models import User
from fingerpost.monitor.models import Judgement, Note
from fingerpost.register.models import AuthoritySpell, InPost, School

WAIT = 60_000
HILL = 990001
PHONE = {"width": 390, "height": 800}

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def wrenshire(monkeypatch, tmp_path):
    """An authority that works under the shipped example edition, with one school and its head in the directory."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    operator, now = people.operator(), datetime.now(UTC)
    authority = people.add_authority(code="001", name="Wrenshire", by=operator, at=now)
    School.objects.create(urn=HILL, name="Hill Primary School", phase="primary", authority=authority)
    AuthoritySpell.objects.create(urn=HILL, authority=authority)
    InPost.objects.create(
        authority=authority, kind="head", urn=HILL, name="Mary Seacole", email="head@hill.example",
        from_on=date(2020, 9, 1), checked_on=now.date(), entered_by=operator, entered_at=now,
    )  # fmt: skip
    return authority


@pytest.fixture
def sign_in(wrenshire, live_server):
    """Sign a page in as the holder of a post, whoever was signed in before."""

    def enter(page, kind, name, **post):
        operator, now = people.operator(), datetime.now(UTC)
        user = User.objects.filter(email=f"{kind}@wrenshire.example").first()
        if user is None:
            user = people.add_user(email=f"{kind}@wrenshire.example", name=name, by=operator, at=now)
            post = {"from_on": date(2010, 1, 1)} | post
            people.give_post(user=user, kind=kind, authority=wrenshire, by=operator, at=now, **post)
        page.context.clear_cookies()
        page.goto(live_server.url + people.sign_in_link(user=user, by=operator, at=now))

    return enter


def write(page):
    """What an adviser writes in the car park, up to the button."""
    page.fill("#section-people_met", "Headteacher and chair.")
    page.fill("#section-seen", "Minutes of three meetings were read.")
    page.select_option("#s0-strand", index=1)
    page.fill("#a0-words", "Book training for new governors.")
    page.fill("#a0-owner_name", "Chair of governors")
    page.fill("#a0-due_on", (timezone.localdate() + timedelta(days=60)).isoformat())


def test_a_visit_from_its_plan_to_the_heads_reply(page, sign_in, live_server, assert_accessible):
    page.set_default_timeout(WAIT)
    sign_in(page, "adviser", "Ada Lovelace")
    page.goto(f"{live_server.url}/001/schools/{HILL}/visits/")
    page.click("text=Plan a visit")
    page.fill("[name=planned_on]", timezone.localdate().isoformat())
    assert_accessible(page)
    page.click("button:has-text('Plan the visit')")
    expect(page.get_by_text("The visit is planned for")).to_be_visible(timeout=WAIT)
    assert_accessible(page)

    page.set_viewport_size(PHONE)
    page.click("table a >> nth=0")
    page.click("text=Write the note")
    write(page)
    page.select_option("#s0-level", "amber")
    page.fill("#section-focus", "Jayden Smithers and governance.")
    expect(page.get_by_text("“Jayden Smithers” may name a child").first).to_be_visible(timeout=WAIT)
    page.fill("#section-focus", "Governance.")
    assert_accessible(page)
    page.click("text=Save, and hand it on")
    expect(page.get_by_text("a judgement without a reason cannot be followed")).to_be_visible(timeout=WAIT)
    page.fill("#s0-words", "Few questions are asked of the figures.")
    page.click("text=Save, and hand it on")
    expect(page.get_by_text("The note waits for its quality check")).to_be_visible(timeout=WAIT)
    assert_accessible(page)

    sign_in(page, "area-senior-adviser", "Grace Hopper")
    page.goto(f"{live_server.url}/001/visits/notes/")
    page.click("text=Hill Primary School")
    page.click("text=It can go to the school")
    expect(page.get_by_text("The note is checked")).to_be_visible(timeout=WAIT)
    assert not Judgement.objects.exists()

    page.click("text=Send it to the school")
    expect(page.get_by_text("The note is with the school.")).to_be_visible(timeout=WAIT)
    assert Judgement.objects.get().note == Note.objects.get()

    sign_in(page, "head", "Mary Seacole", urns=[HILL], sees_all=False)
    page.goto(f"{live_server.url}/001/schools/{HILL}/visits/")
    page.click("table a >> nth=0")
    assert_accessible(page)
    page.click("text=Say whether it is accurate")
    page.check("input[value=no]")
    page.fill("textarea", "Four meetings' minutes were on the table.")
    assert_accessible(page)
    page.click("text=Send your answer")
    expect(page.get_by_text("Not accurate in all of it")).to_be_visible(timeout=WAIT)

    sign_in(page, "adviser", "Ada Lovelace")
    page.goto(f"{live_server.url}/001/visits/notes/")
    page.click("text=Hill Primary School")
    page.fill("#settle-words", "Three were read on the day; the fourth was seen since.")
    page.click("text=Make it final >> nth=-1")
    expect(page.get_by_text("The note is final.")).to_be_visible(timeout=WAIT)
    page.click("text=Read the note")
    expect(page.get_by_role("heading", name="The authority's reply")).to_be_visible(timeout=WAIT)
    assert_accessible(page)
