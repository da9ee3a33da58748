"""The pages of meetings and the overview: who sees them, what is never in them, and what they ask of the database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fingerpost.cli.main import main
from fingerpost.monitor import overview as words
from fingerpost.monitor.actions import flags, meetings
from fingerpost.monitor.models import Meeting
from fingerpost.monitor.queries import grid, tracking
from fingerpost.monitor.queries import overview as queries
from fingerpost.monitor.queries.overview import NotAMonth
from fingerpost.present import pdf
from fingerpost.register.models import AuthoritySpell, School

NOW = datetime(2026, 9, 7, 9, tzinfo=UTC)
TODAY = date(2026, 10, 31)
HILL, MILL = 990001, 990002
AREA = "/001/meetings/area/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    """What pages keep in memory is of another test's schools: no file was loaded that would have told them apart."""
    _forget()
    yield
    _forget()


def _forget():
    for kept in (grid._schools, grid._everybody, tracking._rows):
        kept.cache_clear()


def _schools(shire, first, count):
    _forget()
    School.objects.bulk_create(
        School(urn=first + n, name=f"School {first + n}", phase="primary", is_state_funded=True)
        for n in range(count)
    )
    AuthoritySpell.objects.bulk_create(AuthoritySpell(urn=first + n, authority=shire) for n in range(count))


@pytest.fixture
def chief(holding):
    return holding("head-of-service")


@pytest.fixture
def signed_in(chief):
    client = Client()
    client.force_login(chief)
    return client


def _flag(by, urn=HILL, at=NOW, **more):
    said = {
        "authority": "001", "urn": urn, "kind": "complaint", "severity": "serious", "source": "Complaints team",
        "words": "Calls go unanswered.", "review_on": at.date() + timedelta(days=40), "by": by, "at": at,
    }  # fmt: skip
    return flags.raise_flag(**(said | more))


@pytest.mark.parametrize(
    ("post", "path", "status"),
    [
        ("adviser", "meetings/", 200),
        ("adviser", "meetings/area/", 200),
        ("adviser", "overview/", 200),
        ("head", "meetings/", 403),
        ("elected-member", "meetings/area/", 403),
        ("finance", "overview.pdf", 403),
        ("adviser", "meetings/999/", 404),
    ],
)
def test_officers_see_meetings_and_schools_and_members_do_not(shire, holding, post, path, status):
    client = Client()
    client.force_login(holding(post))

    assert client.get(f"/001/{path}").status_code == status


def test_an_adviser_looks_on_and_writes_nothing(shire, holding, chief):
    _schools(shire, HILL, 1)
    held = meetings.open_meeting(authority="001", kind="area", held_on=NOW.date(), by=chief, at=NOW)
    client = Client()
    client.force_login(holding("adviser"))

    assert client.post(f"{AREA}{HILL}/note/", {"words": "Mine.", "seen": 0}).status_code == 403
    assert client.post(f"/001/meetings/{held.pk}/close/").status_code == 403
    assert b"Write<" not in client.get(AREA).content


def test_a_note_that_may_name_a_child_is_asked_about_and_one_over_anothers_shows_both(
    shire, signed_in, chief
):
    _schools(shire, HILL, 1)
    now = timezone.now()
    held = meetings.open_meeting(authority="001", kind="area", held_on=now.date(), by=chief, at=now)

    asked = signed_in.post(f"{AREA}{HILL}/note/", {"words": "We spoke of Jamie Oldcastle.", "seen": 0})
    assert asked.status_code == 400
    assert b"may name a child" in asked.content

    meetings.note(meeting=held, urn=HILL, words="The head is away.", seen=0, by=chief, at=now)
    both = signed_in.post(f"{AREA}{HILL}/note/", {"words": "A visit is planned.", "seen": 0})

    assert both.status_code == 409
    assert b"The head is away." in both.content
    assert b"A visit is planned." in both.content


def test_an_action_due_before_today_is_refused_with_a_sentence(shire, signed_in, chief):
    _schools(shire, HILL, 1)
    now = timezone.now()
    meetings.open_meeting(authority="001", kind="area", held_on=now.date(), by=chief, at=now)
    said = {"words": "Send it.", "owner": chief.pk, "due_on": "2020-01-01", "side": "task"}

    refused = signed_in.post(f"{AREA}{HILL}/act/", said)

    assert refused.status_code == 400
    assert b"must be today or still to come" in refused.content


def test_the_page_asks_the_same_number_of_questions_for_one_school_and_for_many(shire, signed_in, chief):
    def asked():
        signed_in.get(AREA)
        with CaptureQueriesContext(connection) as found:
            assert signed_in.get(AREA).status_code == 200
        return len(found)

    _schools(shire, HILL, 1)
    _flag(chief)
    one = asked()
    _schools(shire, HILL + 100, 300)
    for n in range(40):
        _flag(chief, urn=HILL + 100 + n)

    assert asked() == one


def test_what_is_heard_in_confidence_is_counted_on_no_page_and_in_no_minutes(shire, signed_in, chief):
    _schools(shire, HILL, 1)
    first = meetings.open_meeting(authority="001", kind="forum", held_on=NOW.date(), by=chief, at=NOW)
    meetings.close_meeting(meeting=first, by=chief, at=NOW)
    later = NOW + timedelta(days=20)
    _flag(chief, at=later - timedelta(days=2), is_restricted=True, words="Something grave.")
    held = meetings.open_meeting(authority="001", kind="forum", held_on=later.date(), by=chief, at=later)

    assert b"open flags" not in signed_in.get(AREA).content
    assert b"Heard in confidence" in signed_in.get(f"/001/meetings/{held.pk}/").content
    minutes = signed_in.get(f"/001/meetings/{held.pk}/minutes.docx")
    assert minutes.status_code == 200
    assert b"confidence:" not in minutes.content
    assert signed_in.get(f"/001/meetings/{held.pk}/minutes.pdf")["Content-Type"] == "application/pdf"
    assert signed_in.get(f"/001/meetings/{held.pk}/minutes.odt").status_code == 404


def test_the_grid_is_taken_away_with_the_points_that_its_order_is_made_of(shire, signed_in, chief):
    _schools(shire, HILL, 2)
    _flag(chief)

    rows = signed_in.get("/001/meetings/area.csv").content.decode("utf-8-sig").splitlines()

    told = next(row for row in rows if row.startswith(str(HILL)))
    assert "no level 20" in told
    assert "a serious flag 6" in told


@pytest.mark.parametrize("count", [0, 150, 700])
def test_the_month_fits_one_sheet(shire, chief, count):
    _schools(shire, HILL, count)
    for n in range(min(count, 40)):
        _flag(chief, urn=HILL + n, words="Calls go unanswered for weeks on end.")

    found = queries.overview(chief, "001", month=date(2026, 10, 1), today=TODAY)
    document = words.document(found, shire, dict.fromkeys(range(HILL, HILL + count), "A school"), TODAY)

    assert len(pdf.to_pictures(document, dots=30)) == 1


def test_a_month_that_has_not_begun_is_refused(shire, chief):
    with pytest.raises(NotAMonth, match="not begun"):
        queries.overview(chief, "001", month=date(2026, 11, 1), today=TODAY)
    with pytest.raises(NotAMonth, match="like 2026-10"):
        queries.month_of("October")


def test_the_command_writes_the_month_and_prints_where(shire, chief, tmp_path, capsys):
    _schools(shire, HILL, 3)
    out = tmp_path / "month.pdf"

    assert main(["overview", "--month", "2026-10", "--authority", "001", "--out", str(out)]) == 0

    assert capsys.readouterr().out.strip() == str(out)
    assert out.read_bytes().startswith(b"%PDF")


def test_the_command_without_an_authority_takes_the_one_that_holds_meetings(shire, chief, tmp_path, capsys):
    out = tmp_path / "month.pdf"
    assert main(["overview", "--month", "2026-10", "--out", str(out)]) == 1
    meetings.open_meeting(authority="001", kind="area", held_on=NOW.date(), by=chief, at=NOW)

    assert main(["overview", "--month", "2026-10", "--out", str(out)]) == 0
    assert Meeting.objects.count() == 1
