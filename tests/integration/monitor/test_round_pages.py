"""The pages of a round: what each shows, what each refuses, and that a long list asks few questions."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.integration.monitor.telling_rounds import TOLD, a_round, set_terms

from fingerpost.archive.queries import editions
from fingerpost.core.actions import messages
from fingerpost.core.models import Message, MessageState
from fingerpost.monitor.models import Round, RoundComment, RoundLevel, RoundSchool, SecondLook
from fingerpost.strategy import letters
from fingerpost.strategy.edition import Enough
from fingerpost.strategy.problems import Found

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rubric(monkeypatch, edition):
    enough = Enough(families=("leadership",), more_families=0, share=0.5)
    schemes = tuple(replace(scheme, enough=enough) for scheme in edition.schemes)
    made = replace(edition, schemes=schemes, letters=letters.read(Path("strategies/example/2026"), Found()))
    monkeypatch.setattr(editions, "edition", lambda code: made)
    monkeypatch.setattr(editions, "edition_of", lambda code: made)
    return made


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A Tuesday morning in term, whenever the test runs."""
    monkeypatch.setattr(timezone, "now", lambda: TOLD)


@pytest.fixture
def chief(holding, shire, client):
    made = holding("head-of-service")
    set_terms(shire, made)
    client.force_login(made)
    return made


@pytest.fixture
def see(client):
    """Open a page; its words."""

    def opened(path, code=200):
        answer = client.get(path)
        assert answer.status_code == code, answer.content.decode()[-600:]
        return " ".join(answer.content.decode().split())

    return opened


def test_without_rounds_the_page_says_what_to_do_and_proposes_days(see, chief):
    words = see("/001/rounds/")

    assert "No round has been opened yet" in words
    assert "Autumn 2026" in words
    assert "18 December 2026" in words


def test_without_term_dates_the_page_says_to_set_them(see, holding, client, shire):
    client.force_login(holding("head-of-service"))

    assert "Set term dates" in see("/001/rounds/")


def test_a_proposed_round_is_offered_with_its_days(see, chief):
    words = see("/001/rounds/open/?round=Autumn+2026")

    assert 'value="2026-12-11"' in words
    assert 'value="2026-10-13"' in words, "a cut-off that has not come is drawn back to today"


def test_days_out_of_order_are_refused_with_a_sentence(client, chief):
    days = {
        "as_at": "2026-10-01",
        "judged_since": "2026-09-01",
        "judgements_due_on": "2026-10-20",
        "comments_from_on": "2026-10-10",
        "comments_to_on": "2026-10-30",
        "moderation_on": "2026-11-03",
    }

    words = client.post("/001/rounds/open/", {"name": "Autumn", "rhythm": "termly", **days}).content.decode()

    assert "comes before the day on which judgements are due" in words


def test_a_round_says_where_it_stands_and_what_to_do_next(see, shire, chief):
    held = a_round(shire, chief, 3)

    words = see(f"/001/rounds/{held.pk}/")

    assert "See who is to be told" in words
    assert "Close the round" in words
    for page in ("judgements", "comments", "moderation", "telling", "confirm"):
        see(f"/001/rounds/{held.pk}/{page}/")


def test_a_round_of_another_authority_is_not_found(see, chief, shire):
    from fingerpost.core.models import Authority

    other = Authority.objects.create(code="002", name="Other")
    held = a_round(other, chief)

    see(f"/001/rounds/{held.pk}/", 404)
    see(f"/001/rounds/{held.pk}/telling/990001/", 404)


def test_the_whole_round_is_taken_away(client, shire, chief):
    held = a_round(shire, chief, confirmed="red", reason="Three heads in a year.")

    told = client.get(f"/001/rounds/{held.pk}/export.csv").content.decode()

    assert "Three heads in a year." in told
    assert "Amber" in told
    assert client.get(f"/001/rounds/{held.pk}/export.xlsx").status_code == 200


def test_moderation_decides_on_one_screen_and_goes_on_to_the_next(client, see, shire, chief):
    held = a_round(shire, chief, 2, stage="moderating", confirmed="", before="", computed="amber")
    for school in held.schools.all():
        RoundComment.objects.create(school=school, words="Governors disagree.", said_by=chief, said_at=TOLD)
    first, second = RoundLevel.objects.order_by("pk")
    assert "Begin with School 990001" in see(f"/001/rounds/{held.pk}/moderation/")
    page = f"/001/rounds/{held.pk}/moderation/{first.pk}/"
    words = see(page)
    assert "The school argued its level" in words
    assert "Governors disagree." in words
    assert "Seen on two visits." in words

    refused = client.post(page, {"decided": "red", "reason": "", "present": "Ada, Bo"}).content.decode()
    assert "Say why" in refused
    answer = client.post(page, {"decided": "red", "reason": "Governors cannot say.", "present": "Ada, Bo"})

    assert answer.url.endswith(f"/moderation/{second.pk}/")
    first.refresh_from_db()
    assert (first.decided, first.present) == ("red", ["Ada", "Bo"])
    assert 'value="Ada, Bo"' in see(answer.url), "who is here is remembered"
    client.post(f"{page}undo/")
    first.refresh_from_db()
    assert first.decided == ""


def test_a_level_that_no_post_reaches_is_not_found(client, shire, chief, holding):
    held = a_round(shire, chief, 2, stage="moderating", confirmed="")
    client.force_login(holding("adviser", urns=[990002], sees_all=False))
    first, second = RoundLevel.objects.order_by("pk")

    assert client.get(f"/001/rounds/{held.pk}/moderation/{first.pk}/").status_code == 404
    assert client.get(f"/001/rounds/{held.pk}/moderation/{second.pk}/").status_code == 200
    assert client.get(f"/001/rounds/{held.pk}/telling/990001/").status_code == 404


def test_plain_ones_are_accepted_together_and_all_confirmed(client, see, shire, chief):
    held = a_round(shire, chief, 3, stage="moderating", confirmed="")

    client.post(f"/001/rounds/{held.pk}/moderation/accept/", {"present": "Ada, Bo"})
    assert set(RoundLevel.objects.values_list("decided", flat=True)) == {"amber"}
    Round.objects.update(stage="confirming")
    one = RoundLevel.objects.first()
    client.post(
        f"/001/rounds/{held.pk}/confirm/",
        {"which": "some", "level": [one.pk], f"direction-{one.pk}": "declining"},
    )
    one.refresh_from_db()
    assert (one.confirmed, one.direction_confirmed) == ("amber", "declining")
    client.post(f"/001/rounds/{held.pk}/confirm/", {"which": "all"})

    assert not RoundLevel.objects.filter(confirmed="").exists()
    assert "Every level is confirmed" in see(f"/001/rounds/{held.pk}/confirm/")


def test_the_telling_page_says_who_is_told_and_what_is_in_the_way(client, see, shire, chief):
    held = a_round(shire, chief, 2)
    RoundLevel.objects.filter(school__urn=990002).update(before="green")

    words = see(f"/001/rounds/{held.pk}/telling/")
    assert "Tell 1 school now" in words
    assert "Speak to the head first" in words
    assert "worse than last time" in words
    client.post(f"/001/rounds/{held.pk}/telling/tell/")

    assert Message.objects.count() == 1
    assert "still on its way" in see(f"/001/rounds/{held.pk}/telling/")


def test_having_spoken_is_recorded_and_the_letter_is_there_in_three_forms(client, see, shire, chief):
    held = a_round(shire, chief, before="green")
    page = f"/001/rounds/{held.pk}/telling/990001/"
    words = see(page)
    assert "Dear Head of 990001," in words
    assert "speaks to the head first" in words

    late = client.post(page, {"with_whom": "Ann", "on": "2026-10-14", "time": "09:00"}).content.decode()
    assert "has not come" in late
    client.post(page, {"with_whom": "Ann Head", "on": "2026-10-13", "time": "09:30"})

    assert RoundSchool.objects.get().spoken_with == "Ann Head"
    assert "spoke to Ann Head on 13 October 2026" in see(page)
    assert client.get(f"{page}letter.pdf").content.startswith(b"%PDF")
    assert client.get(f"{page}letter.docx?to=Chair of 990001").content.startswith(b"PK")
    client.post(f"{page}tell/")
    assert Message.objects.count() == 1


def test_who_may_not_tell_sees_the_page_and_cannot_tell(client, see, shire, chief, holding):
    held = a_round(shire, chief)
    client.force_login(holding("director"))

    assert "Tell 1 school now" not in see(f"/001/rounds/{held.pk}/telling/")
    assert client.post(f"/001/rounds/{held.pk}/telling/tell/").status_code == 403


def test_a_school_never_sees_the_pages_of_a_round(client, shire, chief, holding):
    held = a_round(shire, chief)
    client.force_login(holding("head", urns=[990001], sees_all=False))

    for path in ("rounds/", f"rounds/{held.pk}/", f"rounds/{held.pk}/telling/990001/", "messages/"):
        assert client.get(f"/001/{path}").status_code in (403, 404), path


def test_a_second_look_is_taken_on_its_page(client, see, shire, chief, holding):
    held = a_round(shire, chief, stage="telling")
    look = SecondLook.objects.create(
        level=RoundLevel.objects.get(), words="Look at governance.", asked_by=chief, asked_at=TOLD
    )
    client.force_login(holding("area-senior-adviser"))
    assert "1 second look waits" in see("/001/rounds/")

    client.post(f"/001/rounds/second-looks/{look.pk}/", {"found": "green", "reason": "Governance is sound."})

    look.refresh_from_db()
    assert look.found == "green"
    assert "Governance is sound." in see("/001/rounds/second-looks/")
    assert held.pk


def test_reopening_asks_why_and_says_it_for_ever(client, see, shire, chief):
    held = a_round(shire, chief)

    client.post(f"/001/rounds/{held.pk}/reopen/", {"to": "moderating", "reason": "A figure was wrong."})

    assert "A figure was wrong." in see(f"/001/rounds/{held.pk}/")


def test_the_confirmed_level_stands_beside_the_computed_with_the_reason(see, shire, chief):
    a_round(shire, chief, confirmed="red", reason="Three heads in a year.")

    words = see("/001/schools/990001/")

    assert "Confirmed level" in words
    assert "Three heads in a year." in words


def test_messages_are_listed_searched_and_sent_again_with_a_reason(client, see, shire, chief):
    held = a_round(shire, chief, 2)
    client.post(f"/001/rounds/{held.pk}/telling/tell/")
    unsure = Message.objects.get(urn=990001)
    Message.objects.filter(pk=unsure.pk).update(state=MessageState.UNSURE)

    assert "1 message is unsure" in see("/001/messages/")
    found = see("/001/messages/?state=unsure")
    assert "990001" in found
    assert "990002" not in found
    assert "head@990002.example" in client.get("/001/messages.csv?q=990002").content.decode()
    page = f"/001/messages/{unsure.pk}/"
    assert "Dear Head of 990001," in see(page)
    client.post(f"{page}resend/", {"reason": ""})
    client.post(f"{page}resend/", {"reason": "The head says that nothing came."})

    unsure.refresh_from_db()
    assert (unsure.state, unsure.resent_reason) == (MessageState.WAITING, "The head says that nothing came.")
    assert messages.send(message=unsure, by=chief, at=datetime(2026, 10, 13, 12, tzinfo=UTC)).state == "sent"


@pytest.mark.parametrize("page", ["", "judgements/", "moderation/", "telling/", "confirm/"])
def test_a_page_of_a_round_asks_as_many_questions_for_two_schools_as_for_thirty(
    client, shire, chief, page, monkeypatch
):
    def questions(held):
        client.get(f"/001/rounds/{held.pk}/{page}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/001/rounds/{held.pk}/{page}").status_code == 200
        return len(asked)

    held = a_round(shire, chief, 30)
    many = questions(held)
    RoundSchool.objects.filter(urn__gt=990002).delete()

    assert questions(held) == many
    assert many < 45, many


def test_a_letter_can_be_read_before_anybody_is_written_to(see, chief):
    words = see("/001/strategy/letters/told-academy/?edition=example/2026")

    assert "Hill Primary School" in words
    assert "power over the school" in words
    see("/001/strategy/letters/weather/?edition=example/2026", 404)
