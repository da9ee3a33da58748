"""Before an inspection and through it: a prediction, the call, feedback under embargo, the report."""

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect

from fingerpost.archive.actions import loading
from fingerpost.core.actions import people
from fingerpost.evidence.reading.load import Options

WAIT = 60_000
SAMPLES = [
    ("gias_schools.csv", Options(as_at=date(2014, 1, 1))),
    ("ofsted_monthly.csv", Options(as_at=date(2014, 5, 31))),
]
SECRET = "Leaders will be pleased; attendance will not do."

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def enter(monkeypatch, tmp_path, request, live_server):
    """Sign a page in as the holder of a post of an authority with a few schools and their inspections."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    operator, now = people.operator(), datetime.now(UTC)
    authority = people.add_authority(code="001", name="Wrenshire", by=operator, at=now)
    for name, options in SAMPLES:
        path = request.config.rootpath / "tests" / "fixtures" / name
        loading.load(paths=[path], options=options, by=operator, at=now)

    def sign_in(page, kind, name):
        user = people.add_user(email=f"{kind}@wrenshire.example", name=name, by=operator, at=now)
        people.give_post(
            user=user, kind=kind, authority=authority, by=operator, at=now, from_on=date(2010, 1, 1)
        )
        page.goto(live_server.url + people.sign_in_link(user=user, by=operator, at=now))

    return sign_in


def test_from_a_prediction_through_the_call_to_the_report(page, enter, chromium, assert_accessible):
    enter(page, "adviser", "Ada Lovelace")
    page.click("nav >> text=Ofsted profile")
    page.click("text=Next inspections")
    expect(page.get_by_text("with nothing predicted")).to_be_visible(timeout=WAIT)
    assert_accessible(page)

    page.click("table.fp-grid tbody a >> nth=0")
    expect(page.get_by_role("heading", name="Why then")).to_be_visible(timeout=WAIT)
    assert_accessible(page)
    page.click("text=Predict the next one")
    page.click("button:has-text('Record the prediction')")
    expect(page.get_by_role("alert").get_by_text("Choose a grade for inclusion.")).to_be_visible(timeout=WAIT)
    assert_accessible(page)
    for choice in page.locator("select").all():
        choice.select_option(index=3 if choice.get_attribute("id") != "id_grade_rc_safeguarding" else 1)
    page.check("text=Likely (80%)")
    page.fill("textarea", "Two visits this term.")
    page.click("button:has-text('Record the prediction')")
    expect(page.get_by_text("Expected standard or better in every area")).to_be_visible(timeout=WAIT)

    page.click("text=The school has had the call")
    today = date.today().isoformat()  # noqa: DTZ011
    for name in ("notified_on", "starts_on", "ends_on"):
        page.fill(f"#id_{name}", today)
    page.click("button:has-text('Record')")
    expect(page.get_by_text("5 things to do")).to_be_visible(timeout=WAIT)
    assert_accessible(page)
    page.click("button:has-text('Done: Ring the head')")
    page.click("button:has-text('Choose Ada Lovelace')")
    expect(page.get_by_text("Ada Lovelace meets the inspector.").first).to_be_visible(timeout=WAIT)
    page.click("button:has-text('Inspectors are on site')")
    address = page.url

    lead = chromium.new_context().new_page()
    enter(lead, "head-of-service", "Grace Hopper")
    lead.goto(address)
    lead.click("text=Feedback, under embargo")
    lead.fill("textarea", SECRET)
    lead.click("button:has-text('Record, under embargo')")
    expect(lead.get_by_text(SECRET)).to_be_visible(timeout=WAIT)
    assert_accessible(lead)
    lead.context.close()

    page.goto(address)
    expect(page.get_by_text("Feedback")).to_have_count(0)
    page.click("button:has-text('The report is published')")
    expect(page.get_by_text("is not in a list that is loaded yet")).to_be_visible(timeout=WAIT)
    assert_accessible(page)
    page.click("text=Ofsted profile")
    page.click("text=What did we know?")
    expect(page.get_by_role("heading", name="What did we know, and when?")).to_be_visible(timeout=WAIT)
    assert_accessible(page)
