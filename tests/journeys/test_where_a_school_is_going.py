"""An area senior adviser finds a school that slips, puts it on watch, reads its road map and its evidence twins."""

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect

from fingerpost.archive.actions import loading
from fingerpost.core import queries as core
from fingerpost.core.actions import people
from fingerpost.evidence.reading.load import Options
from fingerpost.monitor.actions import levels, record_judgement
from fingerpost.monitor.queries import grid
from fingerpost.strategy.loading import load

WAIT = 60_000
EDITION = "cambridgeshire/2014-16"
AS_AT = date(2014, 9, 1)
SAMPLES = [
    ("gias_schools.csv", Options(as_at=date(2014, 1, 1))),
    ("ofsted_monthly.csv", Options(as_at=date(2014, 5, 31))),
    ("ks2_levels.csv", Options(period="2013")),
]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def school(monkeypatch, tmp_path, request):
    """Ten schools from the sample files; one is judged on all that advisers judge, and rated."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    operator, now = people.operator(), datetime.now(UTC)
    people.add_authority(code="001", name="Wrenshire", by=operator, at=now)
    for name, options in SAMPLES:
        path = request.config.rootpath / "tests" / "fixtures" / name
        loading.load(paths=[path], options=options, by=operator, at=now)
    edition = load(request.config.rootpath / "strategies" / EDITION)
    first = next(r for r in grid.grid(operator, "001", today=AS_AT).rows if r.phase == "primary")
    scheme = next(s for s in edition.schemes if "primary" in s.phases and not s.beside)
    for strand in (s for s in scheme.strands if s.judged and not s.counts_for_only):
        record_judgement(
            authority="001", urn=first.urn, edition=edition, scheme=scheme.id, strand=strand.id, level="amber",
            reason="Seen on a visit.", by=operator, at=now, made_on=date(2014, 6, 9),
        )  # fmt: skip
    levels.compute(authority="001", edition=EDITION, as_at=AS_AT, by=operator, at=now)
    return first


def test_from_the_list_to_the_road_map_and_a_watch(page, school, live_server, assert_accessible):
    operator, now = people.operator(), datetime.now(UTC)
    user = people.add_user(email="lead@wrenshire.example", name="Ada Lovelace", by=operator, at=now)
    people.give_post(
        user=user,
        kind="area-senior-adviser",
        authority=core.authority("001"),
        by=operator,
        at=now,
        from_on=date(2010, 1, 1),
    )
    page.set_default_timeout(WAIT)
    page.goto(live_server.url + people.sign_in_link(user=user, by=operator, at=now))
    page.goto(f"{live_server.url}/001/schools/moving/")
    expect(page.get_by_role("heading", name="How schools are moving")).to_be_visible(timeout=WAIT)
    assert_accessible(page)
    for words in ("Slippage", "On watch", "Consistency"):
        page.get_by_role("link", name=words, exact=True).click()
        page.wait_for_load_state()
        assert_accessible(page)

    page.goto(f"{live_server.url}/001/schools/{school.urn}/")
    assert_accessible(page)
    page.get_by_role("link", name="Road map", exact=True).click()
    expect(page.get_by_text("What each strand needs").first).to_be_visible(timeout=WAIT)
    assert_accessible(page)

    page.goto(f"{live_server.url}/001/schools/{school.urn}/watch/put/")
    page.fill("#id_words", "Two good teachers left in one summer.")
    page.fill("#id_arrangements", "A visit each half-term")
    assert_accessible(page)
    page.click("button:has-text('Put on watch')")
    page.wait_for_load_state()
    # An amber school has these arrangements by its level; one without a level may be watched.
    said = page.content()
    assert "level brings arrangements already" in said or "Its level stays as it is" in said
    assert_accessible(page)

    page.goto(f"{live_server.url}/001/schools/{school.urn}/twins/")
    expect(page.get_by_role("heading", name="Evidence twins of", exact=False)).to_be_visible(timeout=WAIT)
    assert_accessible(page)
