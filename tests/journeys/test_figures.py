"""In August a data officer asks for groups by school, and a councillor opens the same address."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from playwright.sync_api import expect
from tests.integration import published

from fingerpost.archive.actions import loading
from fingerpost.core.actions import people
from fingerpost.core.models import Authority
from fingerpost.evidence.reading.load import Options

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
URNS = (published.HILL, published.MILL, published.DALE, published.WOOD)
# Pictures are drawn while the page waits.
WAIT = 60_000
COLUMNS = ("RECTYPE", "ALPHAIND", "LEA", "ESTAB", "URN", "SCHNAME", "TELIG", "BELIG", "GELIG", "PTRWM_EXP",
           "PTRWM_EXP_B", "PTRWM_EXP_G")  # fmt: skip


def _results(folder, year, more):
    rows = [
        (
            1,
            n,
            "801",
            str(urn)[-4:],
            urn,
            published.NAMES[urn],
            30,
            15,
            15,
            40 + 10 * n + more,
            35 + 10 * n,
            45 + 10 * n,
        )
        for n, urn in enumerate(URNS)
    ]
    rows.append((3, "", "801", "", "", "", 120, 60, 60, 55 + more, 50, 60))
    rows.append((5, "", "", "", "", "", 600_000, 300_000, 300_000, 62, 59, 65))
    published.table(folder / f"{year - 1}-{year}" / "ks2final.csv", COLUMNS, rows)


@pytest.fixture
def shire(transactional_db, monkeypatch, tmp_path):
    """Four schools with two years of results, and a result of two pupils that the authority holds itself."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path / "home"))
    authority = Authority.objects.create(code="801", name="Bristol")
    files = tmp_path / "files"
    published.register(files, date(2026, 8, 1), *((urn, {"OpenDate": date(2000, 9, 1)}) for urn in URNS))
    for year, more in ((2025, 0), (2026, 3)):
        _results(files, year, more)
    loading.load(paths=[files], options=Options(), by=people.operator(), at=NOW)
    own = published.own(files, (published.HILL, "ks2_rwm_expected", "sen_plan", "2026", 50, 2, "2026-08-01"))
    loading.load(paths=[own], options=Options(), by=people.operator(), at=NOW, authority="801")
    return authority


@pytest.fixture
def sign_in(page, live_server, shire):
    """Sign the browser in as the holder of a post."""

    def enter(kind):
        user = people.add_user(email=f"{kind}@801.example", name="Ada Post", by=people.operator(), at=NOW)
        people.give_post(
            user=user, kind=kind, authority=shire, by=people.operator(), at=NOW, from_on=date(2020, 1, 1)
        )
        client = Client()
        client.force_login(user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto(f"{live_server.url}/801/figures/")

    return enter


def test_a_data_officer_asks_for_groups_by_school_and_follows_a_figure(page, sign_in, assert_accessible):
    sign_in("data")
    expect(page.get_by_text("In 2026 the figure for Bristol was 58%")).to_be_visible(timeout=WAIT)
    assert_accessible(page)

    page.click("nav[aria-label='Figures'] ~ * >> text=By school")
    page.check("text=Girls")
    page.click("button:has-text('Show')")
    expect(page.get_by_role("link", name="Hill Primary School").first).to_be_visible()
    assert_accessible(page)

    page.select_option("#past", "worse")
    expect(page.get_by_text("4 are worse than England's")).to_be_visible()
    page.click("text=Show those alone")
    assert_accessible(page)

    page.click("a.fp-from >> nth=-1")
    expect(page.get_by_role("heading", name="Where it comes from")).to_be_visible()


def test_every_chart_comes_with_its_sentence_and_opens_as_a_table(page, sign_in, assert_accessible):
    sign_in("data")
    page.click("text=By school")

    section = page.locator("section.fp-drawn").first
    section.scroll_into_view_if_needed()
    expect(section.locator("img")).to_have_js_property("complete", True, timeout=WAIT)
    assert section.locator("img").evaluate("picture => picture.naturalWidth") > 100
    section.locator("summary").click()
    expect(section.locator("table")).to_be_visible()
    assert_accessible(page)


def test_a_school_is_found_by_its_name_and_a_measure_by_its_words(page, sign_in, assert_accessible):
    sign_in("data")

    page.fill("#school", "mill")
    page.click("button:has-text('Show')")
    expect(page.get_by_text("the figure for Mill Primary School was 53%")).to_be_visible()
    page.fill("#q", "pupils at the end")
    page.click("button:has-text('Show')")
    assert_accessible(page)


def test_a_councillor_who_opens_the_same_address_sees_what_is_hidden_said_so(
    page, sign_in, live_server, assert_accessible
):
    sign_in("elected-member")

    page.goto(f"{live_server.url}/801/figures/?place=schools&group=sen_plan&group=all")

    row = page.locator("table.fp-figuring tbody tr", has_text="EHC plan").first
    expect(row.get_by_text("hidden (a)").first).to_be_visible()
    assert "50%" not in row.inner_text()
    expect(page.get_by_text("A small number could tell of a child.")).to_be_visible()
    assert_accessible(page)


def test_it_works_without_a_script(chromium, page, sign_in, live_server):
    sign_in("data")
    plain = chromium.new_context(java_script_enabled=False)
    plain.add_cookies(page.context.cookies())
    bare = plain.new_page()
    bare.goto(f"{live_server.url}/801/figures/")

    bare.check("#place-schools")
    bare.uncheck("#group-girls")
    bare.click("button:has-text('Show')")

    assert "place=schools" in bare.url
    assert bare.locator("table.fp-figuring tbody tr").count() > 6
    plain.close()
