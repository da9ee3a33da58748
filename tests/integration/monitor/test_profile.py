"""The Ofsted profile and the schools behind its numbers, on two lists of ten schools: the second has report cards."""

import csv
import io
import re
from datetime import UTC, date, datetime
from html import unescape

import openpyxl
import pytest

from fingerpost.archive.actions import loading, withdrawing
from fingerpost.archive.models import Snapshot
from fingerpost.core.actions import people
from fingerpost.core.models import Authority
from fingerpost.evidence.reading.load import Options

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
OLD, NEW = date(2024, 8, 31), date(2026, 1, 31)
PROFILE = "/001/ofsted/"

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def wrenshire(shire, monkeypatch, tmp_path):
    """The authority by the name that the sample files give it, in a home of its own."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    Authority.objects.filter(pk=shire.pk).update(name="Wrenshire")
    return Authority.objects.get(pk=shire.pk)


@pytest.fixture
def listed(wrenshire, request):
    """Two of Ofsted's lists are loaded."""
    samples = request.config.rootpath / "tests" / "fixtures"
    for name, day in (("ofsted_2019.csv", OLD), ("ofsted_2025.csv", NEW)):
        loading.load(paths=[samples / name], options=Options(as_at=day), by=people.operator(), at=NOW)
    return wrenshire


@pytest.fixture
def seen(client, holding):
    """A page as the text that somebody of a post reads."""

    def get(path, kind="data", **options):
        client.force_login(holding(kind, **options))
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())

    return get


def test_without_a_list_the_page_says_what_to_load_and_where_it_is_published(wrenshire, seen):
    page = seen(PROFILE)

    assert "No list of inspections is loaded yet." in page
    assert "Monthly management information" in page
    assert "Upload files" in page


def test_a_day_before_the_first_list_leads_to_the_first(listed, seen):
    page = seen(f"{PROFILE}?as_at=2020-01-01")

    assert "No list of inspections is held of so early a day. The first is of 31 August 2024" in page


def test_the_profile_of_a_list_day_is_that_list_with_its_denominator(listed, seen):
    page = seen(f"{PROFILE}?as_at={OLD}")

    assert "Ofsted's list as at 31 August 2024, exactly as it was published: 10 schools." in page
    assert "8 schools have an overall grade; each percentage is a share of those." in page
    assert "Outstanding & Good 6 schools: outstanding or good, All schools 75.0%" in page


def test_report_cards_stand_on_their_own_scale(listed, seen):
    page = seen(f"{PROFILE}?as_at={NEW}")

    assert "have a report card" in page
    assert "counted apart, because no scale is turned into another" in page
    assert "Areas of the report card" in page
    assert "Exceptional" in page


def test_learners_are_counted_by_the_number_of_pupils_in_the_list(listed, seen):
    page = seen(f"{PROFILE}?as_at={OLD}&basis=learners")

    assert "by learners" in page
    assert "each percentage is a share of their 1,090 learners, as the list counts them" in page


def test_a_day_that_is_none_is_told_beside_the_form(listed, client, holding):
    client.force_login(holding("data"))

    page = client.get(f"{PROFILE}?as_at=soon").content.decode()

    assert "There is a problem" in page
    assert 'href="#id_as_at"' in page


def test_a_number_leads_to_its_schools_with_their_row_in_the_file(listed, seen):
    page = seen(f"{PROFILE}schools/?as_at={OLD}&grade=3")

    assert "1 school." in page
    assert "Requires improvement" in page
    assert re.search(r"ofsted_2019\.csv , row \d", page)


def test_a_judgement_leads_to_its_schools(listed, seen):
    page = seen(f"{PROFILE}schools/?as_at={OLD}&aspect=leadership&grade=1-2")

    assert "Outstanding or good for leadership and management" in page


def test_moves_between_two_days_are_told_on_one_scale_only(listed, seen):
    page = seen(f"{PROFILE}?as_at={NEW}&since={OLD}")
    other = seen(f"{PROFILE}schools/?as_at={NEW}&since={OLD}&way=other-scale", "adviser")

    assert "Held against Ofsted's list as at 31 August 2024." in page
    assert "Now on another scale, so not compared 3" in page
    assert "3 schools." in other


def test_schools_that_are_not_graded_are_not_in_a_share(listed, seen):
    page = seen(f"{PROFILE}schools/?as_at={OLD}&scale=not-graded")

    assert "1 school." in page


def test_a_post_for_one_school_counts_that_school_alone(listed, seen):
    page = seen(f"{PROFILE}?as_at={OLD}", "adviser", sees_all=False, urns=[990006])

    assert "1 school that your post reaches." in page


def test_who_may_not_see_the_schools_is_refused(listed, client, holding):
    client.force_login(
        holding("system-administrator", authority=Authority.objects.create(code="002", name="B"))
    )

    assert client.get(PROFILE).status_code == 404


def test_the_profile_is_taken_away_as_csv_and_excel(listed, client, holding):
    client.force_login(holding("data"))

    rows = list(
        csv.reader(io.StringIO(client.get(f"{PROFILE}profile.csv?as_at={OLD}").content.decode("utf-8-sig")))
    )
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{PROFILE}schools.xlsx?as_at={OLD}").content))

    assert [
        "All schools",
        "An overall grade",
        "Overall effectiveness",
        "Outstanding & Good",
        "6",
        "75.0",
    ] in rows
    assert book.active.max_row == 11
    assert client.get(f"{PROFILE}profile.pdf").status_code == 404


def test_the_trend_is_drawn_by_an_address_of_its_own(listed, client, holding):
    client.force_login(holding("data"))

    answer = client.get(f"{PROFILE}trend.svg?as_at={NEW}")

    assert answer["Content-Type"] == "image/svg+xml"
    assert "max-age" in answer["Cache-Control"]


def test_a_list_that_is_withdrawn_no_longer_counts(listed, seen):
    before = seen(PROFILE)
    withdrawing.withdraw(
        snapshot=Snapshot.objects.get(as_at=NEW), reason="Wrong file", by=people.operator(), at=NOW
    )

    assert "31 January 2026" in before
    assert "31 January 2026" not in seen(PROFILE, "head-of-service")
