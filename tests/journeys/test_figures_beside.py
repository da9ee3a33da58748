"""A data officer in December: what changed since September, what we counted beside it, and a school among its like."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from tests.integration.published import HILL, MAY, MILL, WOOD, register, results, table

from fingerpost.archive.actions import loading
from fingerpost.core.actions import people
from fingerpost.core.models import Authority
from fingerpost.evidence.reading.load import Options

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
SHARES = {"NOR": 200, "PSENELSE": 2, "TSENELSE": 4, "PSENELK": 10, "TSENELK": 20, "PNUMEAL": 15, "NUMEAL": 30,
          "PNUMFSMEVER": 20, "NUMFSMEVER": 40}  # fmt: skip
COLUMNS = ("URN", "LA", "ESTAB", "NORG", "NORB", "PNORG", "PNORB", "NUMENGFL", "NUMUNCFL", "PNUMENGFL", "PNUMUNCFL",
           "PNUMFSM", *SHARES)  # fmt: skip


@pytest.fixture
def bristol(transactional_db, monkeypatch, tmp_path):
    """An authority with one year's results in two releases, and the census."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path / "home"))
    authority = Authority.objects.create(code="801", name="Bristol", region_code="E12000009")
    files = tmp_path / "files"
    register(files, MAY, HILL, MILL, WOOD, *range(990010, 990030))
    results(files, 2017, (HILL, 40, "50%"), (MILL, 10, "60%"), authority="52%", name="ks2provisional.csv")
    results(files, 2017, (HILL, 39, "51%"), (MILL, 10, "60%"), authority="53%", england="61%")
    census = [
        {"URN": urn, "LA": "801", "ESTAB": str(urn)[-4:]}
        | {name: value + n for name, value in SHARES.items()}
        for n, urn in enumerate((HILL, MILL, WOOD, *range(990010, 990030)))
    ]
    table(files / "2016-2017" / "801_census.csv", COLUMNS, census)
    loading.load(paths=[files], options=Options(), by=people.operator(), at=NOW)
    return authority


@pytest.fixture
def officer(page, live_server, bristol):
    """A browser in which a data officer is signed in."""
    user = people.add_user(email="data@801.example", name="Ada Officer", by=people.operator(), at=NOW)
    post = {"kind": "data", "authority": bristol, "from_on": date(2020, 1, 1)}
    people.give_post(user=user, by=people.operator(), at=NOW, **post)
    client = Client()
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    return page


def test_what_changed_between_releases_leads_to_the_schools_and_their_figures(
    officer, live_server, assert_accessible
):
    officer.goto(f"{live_server.url}/801/figures/releases/")
    assert_accessible(officer)

    officer.get_by_role(
        "link", name="Key stage 2 reading, writing and maths: expected standard"
    ).first.click()

    assert "From provisional to final: 1 of 2 schools have another figure" in officer.inner_text("main")
    assert_accessible(officer)
    officer.get_by_role("link", name=re.compile("51%.*final")).click()
    assert "ks2provisional.csv" in officer.inner_text("main")


def test_without_pupils_the_page_beside_the_published_says_what_to_load(
    officer, live_server, assert_accessible
):
    officer.goto(f"{live_server.url}/801/figures/published/")

    assert "No figure has been counted from pupils' results yet" in officer.inner_text("main")
    assert_accessible(officer)


def test_a_school_leads_to_the_schools_most_like_it(officer, live_server, assert_accessible):
    officer.goto(f"{live_server.url}/801/schools/{HILL}/similar/")

    assert officer.get_by_role("heading", level=1).inner_text() == "Schools most like it"
    assert "place 2 of the 2 with a figure" in officer.inner_text("main")
    assert_accessible(officer)
    officer.get_by_label("Schools", exact=True).select_option("15")
    officer.get_by_role("button", name="Show").click()
    assert "and the 15 schools most like it" in officer.inner_text("main")
    assert_accessible(officer)
