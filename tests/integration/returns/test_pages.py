"""The pages of predictions: for whom they are there, what they take, what they say when something is wrong."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.integration.published import HILL, MILL, NAMES

from fingerpost.returns import template
from fingerpost.returns.models import Return, Round
from fingerpost.returns.queries import one_school

pytestmark = pytest.mark.django_db

BOTH = {"cohort_0": "30", "number_0": "21", "cohort_1": "10", "number_1": "5"}


@pytest.fixture
def now_open(ask):
    """A round that is open today, whenever that is."""
    today = timezone.localdate()
    soon, later = today + timedelta(days=3), today + timedelta(days=9)
    return ask(opens_on=today, due_on=soon, closes_on=later, year=2026)


@pytest.fixture
def address(now_open):
    return f"/801/predictions/{now_open.pk}/school/{HILL}/"


def test_a_head_fills_in_a_page_and_sends_it(client, head, address):
    client.force_login(head)

    first = client.get(address).content.decode()
    answer = client.post(address, BOTH | {"send": "yes"}, follow=True).content.decode()

    assert "60%" in first
    assert "of 30" in first
    assert "It is sent. Thank you." in answer
    assert "70%" in answer


def test_a_wrong_number_is_told_at_its_field_and_nothing_is_kept(client, head, address):
    client.force_login(head)

    answer = client.post(address, BOTH | {"number_0": "31", "send": "yes"}).content.decode()

    assert "31 of 30 cannot be" in answer
    assert 'href="#id_number_0"' in answer
    assert not Return.objects.exists()


def test_what_is_missing_is_told_when_it_is_sent_and_not_when_it_is_kept(client, head, address):
    client.force_login(head)

    refused = client.post(address, {"cohort_0": "30", "send": "yes"}).content.decode()
    kept = client.post(address, {"cohort_0": "30", "keep": "yes"}, follow=True).content.decode()

    assert "Say how many you expect to reach it." in refused
    assert "The draft is kept." in kept


@pytest.mark.parametrize(
    ("kind", "urns", "expected"),
    [("head", (MILL,), 404), ("clerk", (HILL,), 403), ("elected-member", (), 403), ("adviser", (), 200),
     ("chair", (HILL,), 200)],
)  # fmt: skip
def test_a_schools_return_is_for_its_head_and_the_officers(client, holding, address, kind, urns, expected):
    client.force_login(holding(kind, *urns))

    assert client.get(address).status_code == expected


def test_an_adviser_sees_a_return_and_cannot_send_it(client, holding, address):
    client.force_login(holding("adviser"))

    assert b'name="send"' not in client.get(address).content
    assert client.post(address, BOTH | {"send": "yes"}).status_code == 403
    assert not Return.objects.exists()


def test_a_filled_in_template_becomes_a_draft_or_is_refused_by_cell(client, head, now_open, address):
    client.force_login(head)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}template.xlsx").content))
    answers = []
    for number in ("many", 21):
        for cell, value in {"E5": 30, "F5": number, "E6": 0}.items():
            book["Return"][cell] = value
        out = io.BytesIO()
        book.save(out)
        file = SimpleUploadedFile("return.xlsx", out.getvalue())
        answers.append(client.post(f"{address}upload/", {"file": file}, follow=True).content.decode())

    assert "Row 5, column F: “many” is not a whole number." in answers[0]
    assert "The template is read and kept as a draft." in answers[1]
    assert one_school.of_school(now_open, HILL, timezone.localdate()).draft.came_by == "template"


def test_another_file_is_refused_with_what_to_send_instead(client, head, address):
    client.force_login(head)

    answer = client.post(
        f"{address}upload/", {"file": SimpleUploadedFile("a.csv", b"a,b\n")}
    ).content.decode()

    assert "The file is no Excel workbook. Save the template as .xlsx and send that." in answer


def test_an_officer_opens_a_round_and_reminds_those_who_owe(
    client, officer, head, schools, django_capture_on_commit_callbacks
):
    client.force_login(officer)
    today = timezone.localdate()
    told = {
        "name": "March Year 6", "kind": "prediction", "year": str(today.year + (today.month >= 9)),
        "phases": ["primary"], "measures": ["ks2_rwm_expected", "ks2_maths_scaled"], "groups": ["all"],
        "opens_on": today.isoformat(), "due_on": today.isoformat(), "closes_on": today.isoformat(),
    }  # fmt: skip

    client.post("/801/predictions/open/", told)
    opened = Round.objects.get()
    page = client.get(f"/801/predictions/{opened.pk}/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/801/predictions/{opened.pk}/remind/", follow=True).content.decode()

    assert opened.asks == [["ks2_rwm_expected", "all"], ["ks2_maths_scaled", "all"]]
    assert NAMES[HILL] in page
    assert "nobody signs in yet" in page
    assert "1 school is reminded. For 2 schools nobody signs in" in answer
    assert mail.outbox[0].to == [head.email]
    assert f"/801/predictions/{opened.pk}/school/{HILL}/" in mail.outbox[0].body


def test_days_in_the_wrong_order_are_told_at_the_field(client, officer, now_open):
    client.force_login(officer)
    wrong = {"opens_on": "2026-03-01", "due_on": "2026-02-01", "closes_on": "2026-04-01"}

    answer = client.post(f"/801/predictions/{now_open.pk}/change/", wrong).content.decode()

    assert "A round opens before it is due" in answer


@pytest.mark.parametrize(
    "path",
    ["", "{0}/", "{0}/results/", "{0}/results/expected.svg", "{0}/results/county.csv", "{0}/results/gaps.xlsx",
     "{0}/results/schools.csv", "{0}/owed.csv", "{0}/owed.xlsx", "due.ics", "open/", "{0}/change/"],
)  # fmt: skip
def test_every_page_and_file_is_there_with_and_without_returns(client, officer, now_open, path):
    client.force_login(officer)
    where = "/801/predictions/" + path.format(now_open.pk)

    empty = client.get(where)
    client.post(f"/801/predictions/{now_open.pk}/school/{HILL}/", BOTH | {"send": "yes"})

    assert empty.status_code in ((404, 200) if path.endswith("svg") else (200,))
    assert client.get(where).status_code == 200


def test_a_round_of_another_authority_is_not_found(client, officer, now_open):
    client.force_login(officer)
    Round.objects.filter(pk=now_open.pk).update(authority="802")

    assert client.get(f"/801/predictions/{now_open.pk}/").status_code == 404


def test_the_template_names_the_school_and_the_round(client, head, address, now_open):
    client.force_login(head)

    answer = client.get(f"{address}template.xlsx")

    assert str(HILL) in answer["Content-Disposition"]
    assert template.identity(now_open, HILL) == f"Round {now_open.pk}, URN {HILL}"


def test_a_draft_is_dropped_and_what_was_sent_stands(client, head, address, now_open):
    client.force_login(head)
    client.post(address, BOTH | {"send": "yes"})
    client.post(address, BOTH | {"number_0": "12", "keep": "yes"})

    answer = client.post(f"{address}drop/", follow=True).content.decode()

    held = one_school.of_school(now_open, HILL, timezone.localdate())
    assert "The draft is dropped." in answer
    assert held.draft is None
    assert held.standing.version == 1
    assert client.post(f"{address}drop/").status_code == 404


def test_a_member_sees_the_days_of_rounds_and_of_no_school_what_it_sent(client, holding, now_open):
    client.force_login(holding("elected-member"))

    listed = client.get("/801/predictions/").content.decode()
    page = client.get(f"/801/predictions/{now_open.pk}/").content.decode()

    assert "January Year 6" in listed
    assert NAMES[HILL] not in listed + page
    assert client.get(f"/801/predictions/{now_open.pk}/results/").status_code == 403
