"""A whole round: opened, judged, answered, moderated on one screen, confirmed, told, closed."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from fingerpost.archive.actions import loading
from fingerpost.core import jobs
from fingerpost.core.actions import people, terms
from fingerpost.core.calendar import Term
from fingerpost.core.models import Message, User
from fingerpost.evidence.reading.load import Options
from fingerpost.monitor.actions import levels, rounds
from fingerpost.monitor.models import Round, RoundSchool
from fingerpost.register.actions import in_post

# Levels are computed while the page waits.
WAIT = 60_000
EDITION = "cambridgeshire/2014-16"
AS_AT = date(2014, 9, 1)
#: A Tuesday in term.
NOW = datetime(2026, 10, 13, 9, 30, tzinfo=UTC)
SAMPLES = [
    ("gias_schools.csv", Options(as_at=date(2014, 1, 1))),
    ("ofsted_monthly.csv", Options(as_at=date(2014, 5, 31))),
    ("ks2_levels.csv", Options(period="2013")),
]
DAYS = {
    "#id_name": "Summer 2014", "#id_as_at": "2014-09-01", "#id_judged_since": "2014-01-01",
    "#id_judgements_due_on": "2026-10-01", "#id_comments_from_on": "2026-10-02", "#id_comments_to_on": "2026-10-16",
    "#id_moderation_on": "2026-10-19",
}  # fmt: skip

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def wrenshire(monkeypatch, tmp_path, request):
    """Ten schools from the sample files on a Tuesday morning in term, each with a head and a chair."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    operator = people.operator()
    authority = people.add_authority(code="001", name="Wrenshire", by=operator, at=NOW)
    for name, options in SAMPLES:
        path = request.config.rootpath / "tests" / "fixtures" / name
        loading.load(paths=[path], options=options, by=operator, at=NOW)
    levels.compute(authority="001", edition=EDITION, as_at=AS_AT, by=operator, at=NOW)
    autumn = Term(date(2026, 9, 2), date(2026, 12, 18), "Autumn", date(2026, 10, 26), date(2026, 10, 30))
    terms.set_terms(authority=authority, terms=[autumn], by=operator, at=NOW)
    return authority


@pytest.fixture
def holder(wrenshire):
    """Somebody who holds a post."""

    def make(kind, **more):
        operator = people.operator()
        user = people.add_user(email=f"{kind}@wrenshire.example", name=f"Ada {kind}", by=operator, at=NOW)
        more = {"from_on": date(2010, 1, 1)} | more
        people.give_post(user=user, kind=kind, authority=wrenshire, by=operator, at=NOW, **more)
        return User.objects.get(pk=user.pk)

    return make


def enter_people(authority, urns):
    for urn in urns:
        for kind in ("head", "chair"):
            entry = in_post.Entry(
                kind=kind, urn=urn, name=f"{kind.title()} of {urn}", email=f"{kind}@{urn}.example",
                from_on=date(2014, 9, 1),
            )  # fmt: skip
            in_post.appoint(authority=authority, entry=entry, by=people.operator(), at=NOW)


def test_a_round_from_opening_to_telling(page, holder, wrenshire, live_server, assert_accessible):
    chief = holder("head-of-service")
    page.goto(live_server.url + people.sign_in_link(user=chief, by=people.operator(), at=NOW))

    page.click("nav >> text=Rounds")
    expect(page.get_by_text("No round has been opened yet.")).to_be_visible()
    assert_accessible(page)
    page.click("text=set the days yourself")
    for field, day in DAYS.items():
        page.fill(field, day)
    page.click("button:has-text('Open the round')")
    expect(page.get_by_text("Every level is computed as at 1 September 2014.")).to_be_visible(timeout=WAIT)
    assert_accessible(page)

    held = Round.objects.get()
    school = held.schools.filter(is_academy=False).order_by("urn").first()
    enter_people(wrenshire, held.schools.values_list("urn", flat=True))
    page.click("button:has-text('Open the comment window')")
    expect(page.get_by_text("is now at: schools comment")).to_be_visible(timeout=WAIT)
    head = holder("head", urns=[school.urn], sees_all=False)
    rounds.comment(
        school=RoundSchool.objects.get(pk=school.pk),
        words="Our new leaders are not in this yet.",
        by=head,
        at=NOW,
    )
    page.get_by_role("link", name="Comments", exact=True).click()
    page.get_by_role("link", name="Answer to").click()
    page.fill("textarea", "We shall see them on Thursday.")
    page.click("button:has-text('Answer')")
    expect(page.get_by_text("We shall see them on Thursday.")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Overview", exact=True).click()
    page.click("button:has-text('Begin moderation')")
    page.click("text=Open the moderation screen", timeout=WAIT)
    assert_accessible(page)
    page.click(f"table >> text={school.name}")
    expect(page.get_by_text("Our new leaders are not in this yet.")).to_be_visible()
    expect(page.get_by_text("The school argued its level")).to_be_visible()
    assert_accessible(page)
    _by_keyboard(page)

    _decide_the_rest(held, chief)
    page.goto(f"{live_server.url}/001/rounds/{held.pk}/")
    page.click("button:has-text('Go on to confirmation')")
    page.click("a:has-text('Confirm levels')", timeout=WAIT)
    assert_accessible(page)
    page.click("button:has-text('Confirm all')")
    page.click("button:has-text('Begin telling schools')", timeout=WAIT)
    page.click("a:has-text('See who is to be told')", timeout=WAIT)
    assert_accessible(page)
    count = held.schools.count()
    page.click(f"button:has-text('Tell {count} schools now')")
    expect(page.get_by_text(f"people at {count} schools told")).to_be_visible(timeout=WAIT)
    jobs.do_what_is_due()
    page.reload()
    page.click("button:has-text('now')")
    expect(page.get_by_text(f"{count} of {count} schools are told.")).to_be_visible(timeout=WAIT)
    jobs.do_what_is_due()
    assert Message.objects.filter(state="sent").count() == Message.objects.count() >= 2 * count - 1
    assert_accessible(page)

    page.click(f"table >> text={school.name}")
    expect(page.get_by_text("The meeting heard the school.").first).to_be_visible()
    assert_accessible(page)
    page.goto(f"{live_server.url}/001/rounds/{held.pk}/")
    page.click("button:has-text('Close the round')")
    expect(page.get_by_text("is now at: closed")).to_be_visible(timeout=WAIT)
    page.goto(f"{live_server.url}/001/schools/{school.urn}/")
    expect(page.get_by_text("The meeting heard the school.").first).to_be_visible(timeout=WAIT)
    page.goto(f"{live_server.url}/001/messages/")
    assert_accessible(page)


def _by_keyboard(page):
    """Choose a level with a number, write why, and decide with Control and Enter."""
    page.locator("h1").click()
    page.keyboard.press("2")
    assert page.locator("input[type=radio]").nth(1).is_checked()
    page.fill("#id_reason", "The meeting heard the school.")
    page.fill("#id_present", "Ada Chief, Bo Senior")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(": decided.")).to_be_visible(timeout=WAIT)


def _decide_the_rest(held, by):
    """The others as computed, as a meeting does that has talked of each."""
    rows = [row.pk for school in Round.objects.get(pk=held.pk).schools.all() for row in school.levels.all()]
    rounds.accept_computed(
        held=Round.objects.get(pk=held.pk), levels=rows, present=["Ada Chief"], by=by, at=NOW
    )
