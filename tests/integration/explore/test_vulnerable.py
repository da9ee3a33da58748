"""The page of vulnerable learners, on a few schools and wards loaded from files."""

from datetime import UTC, date, datetime

import pytest

from fingerpost.archive.actions import loading
from fingerpost.core.actions import people
from fingerpost.core.models import Authority, User
from fingerpost.evidence.reading.load import Options
from fingerpost.explore.queries import vulnerable

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
TODAY = date(2026, 9, 1)
PAGE = "/001/figures/vulnerable/"
ATTENDANCE = """urn,indicator,group,period,value,numerator,denominator,known_on
990001,attendance_overall,all,2026,92.0,9200,10000,2026-07-31
990001,attendance_overall,all,2025,95.0,9500,10000,2025-07-31
990002,attendance_overall,all,2026,94.0,9400,10000,2026-07-31
990003,absence_overall,all,2026,4.0,,,2026-07-31
"""

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def shire(db, monkeypatch, tmp_path, request):
    """Ten schools of authority 001, some with attendance, nine wards and the counts of services."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path / "home"))
    authority = Authority.objects.create(code="001", name="Wrenshire")
    samples = request.config.rootpath / "tests" / "fixtures"
    attendance = tmp_path / "attendance.csv"
    attendance.write_text(ATTENDANCE, encoding="utf-8")
    _load(samples / "gias_schools.csv", as_at=date(2014, 1, 1))
    for path in (attendance, samples / "neet.csv", samples / "youth_justice.csv"):
        _load(path, authority="001")
    return authority


def _load(path, authority=None, **options):
    done = loading.load(
        paths=[path], options=Options(**options), by=people.operator(), at=NOW, authority=authority
    )
    assert not done.anything_refused, done


@pytest.fixture
def post(shire, client):
    """Sign somebody in who holds a post of a kind."""

    def sign_in(kind):
        user = people.add_user(email=f"{kind}@001.example", name="Ada Post", by=people.operator(), at=NOW)
        people.give_post(
            user=user, kind=kind, authority=shire, by=people.operator(), at=NOW, from_on=date(2020, 1, 1)
        )
        client.force_login(User.objects.get(pk=user.pk))
        return client

    return sign_in


def _rows(kind="data"):
    return {row.urn: row for row in vulnerable.schools(people.operator(), "001", TODAY).rows}


def test_a_school_past_the_red_line_stands_first(shire):
    found = vulnerable.schools(people.operator(), "001", TODAY)

    assert found.rows[0].urn == 990001
    assert (found.rows[0].band, found.rows[0].band_before) == ("red", "clear")
    assert found.share_past() == (2, 3)


def test_attendance_is_worked_out_from_absence_and_says_so(shire):
    row = _rows()[990003]

    assert row.attendance.value == pytest.approx(96.0)
    assert row.attendance.worked_out
    assert row.band == "clear"


def test_a_school_without_a_figure_is_never_clear(shire):
    silent = [row for row in _rows().values() if row.attendance.value is None]

    assert silent
    assert {row.band for row in silent} <= {"not known", "no line"}


def test_a_data_officer_sees_schools_wards_and_services(post):
    said = post("data").get(PAGE).content.decode()

    assert "2 of 3 schools with a figure (66.7%) are past a line for attendance" in said
    assert "Young people known to youth justice" in said
    assert "E05099008" in said


def test_a_councillor_is_not_told_of_a_ward_in_which_two_are_out_of_education(post):
    found = vulnerable.wards(User.objects.get(email=_member(post)), "001", TODAY)
    small = next(row for row in found.rows if row.code == "E05099000")

    assert small.cells["neet"].value is None
    assert small.cells["neet"].hidden


def test_hidden_wards_are_never_one_alone(post):
    found = vulnerable.wards(User.objects.get(email=_member(post)), "001", TODAY)
    hidden = [row for row in found.rows if row.cells["neet_not_known"].hidden]

    assert len(hidden) >= 2
    assert all(cell.value is None for row in hidden for cell in row.cells.values())


def test_a_councillor_sees_the_same_schools_past_a_line_as_an_officer(post):
    councillor = vulnerable.schools(User.objects.get(email=_member(post)), "001", TODAY)
    officer = vulnerable.schools(people.operator(), "001", TODAY)

    assert [row.band for row in councillor.rows] == [row.band for row in officer.rows]


def _member(post):
    post("elected-member")
    return "elected-member@001.example"


def test_the_list_is_taken_away_as_it_is_chosen(post):
    said = post("data").get("/001/figures/vulnerable.csv?band=red").content.decode("utf-8-sig").splitlines()

    assert len(said) == 2
    assert said[1].startswith("990001,")


def test_nothing_held_says_what_to_do_next(shire, client, monkeypatch, tmp_path):
    Authority.objects.create(code="802", name="North Somerset")
    user = people.add_user(email="data@802.example", name="Ada Data", by=people.operator(), at=NOW)
    people.give_post(
        user=user, kind="data", authority=Authority.objects.get(code="802"), by=people.operator(), at=NOW,
        from_on=date(2020, 1, 1),
    )  # fmt: skip
    client.force_login(User.objects.get(pk=user.pk))

    said = client.get("/802/figures/vulnerable/").content.decode()

    assert "No attendance or absence of a school is loaded yet" in said
    assert "upload a file" in said
    assert "Nothing is held of what services count" in said
