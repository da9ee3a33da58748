"""The ledger's pages: looked at, searched, exported, and a promise recorded and kept in one step."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from fingerpost.casework.actions import promises
from fingerpost.casework.models import Promise

HILL, DALE = 990001, 990002

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(adviser):
    """Ours at Hill, overdue; Hill's own, due soon; one at Dale that was kept."""
    now = timezone.now()
    today = timezone.localdate()

    def made(urn, side, words, due_on):
        return promises.promise(
            authority="001", urn=urn, side=side, words=words, owner=adviser if side == "authority" else None,
            owner_name="Ada", agreed_on=today - timedelta(days=30), due_on=due_on, by=adviser, at=now,
        )  # fmt: skip

    ours = made(HILL, "authority", "Find a moderator for writing.", today - timedelta(days=3))
    theirs = made(HILL, "school", "Send the attendance plan.", today + timedelta(days=5))
    kept = promises.keep(promise=made(DALE, "school", "Send the minutes.", today), by=adviser, at=now)
    return ours, theirs, kept


def test_the_ledger_says_what_is_overdue_in_words(ledger, adviser, client):
    client.force_login(adviser)

    said = client.get("/001/promises/").content.decode()

    assert "Overdue by 3 days" in said
    assert "1 still to keep, 1 of them overdue" in said
    assert "Send the minutes." not in said


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=kept", {"Send the minutes."}),
        ("state=overdue", {"Find a moderator for writing."}),
        ("state=soon", {"Send the attendance plan."}),
        ("state=&q=hill", {"Find a moderator for writing.", "Send the attendance plan."}),
        ("state=&q=minutes", {"Send the minutes."}),
        ("state=&owner=me", {"Find a moderator for writing."}),
        ("side=school", {"Send the attendance plan."}),
        (
            "state=nonsense&sort=nonsense&page=x",
            {"Find a moderator for writing.", "Send the attendance plan."},
        ),
    ],
)
def test_the_ledger_is_searched_and_exported_as_it_is_looked_at(ledger, adviser, client, query, found):
    client.force_login(adviser)

    page = client.get(f"/001/promises/?{query}").content.decode()
    taken = client.get(f"/001/promises.csv?{query}").content.decode()

    assert {row.words for row in ledger if row.words in page} == found
    assert {row.words for row in ledger if row.words in taken} == found


@pytest.mark.parametrize("sort", ["due_on", "-due_on", "school", "-agreed_on", "owner_name", "side"])
def test_the_ledger_is_sorted(ledger, adviser, client, sort):
    client.force_login(adviser)

    assert "aria-sort" in client.get(f"/001/promises/?state=&sort={sort}").content.decode()


def test_a_promise_is_recorded_and_kept_from_the_schools_page(shire, adviser, client):
    client.force_login(adviser)
    today = timezone.localdate().isoformat()
    said = {"side": "authority", "words": "Send two phonics leads.", "agreed_on": today, "due_on": today}

    client.post(f"/001/schools/{HILL}/promises/", said)
    made = Promise.objects.get()
    assert (made.owner, made.owner_name) == (adviser, "Ada adviser")
    back = f"/001/schools/{HILL}/promises/"
    answer = client.post(f"/001/promises/{made.pk}/keep/", {"back": back}, follow=True)

    assert "It is recorded as kept." in answer.content.decode()
    client.post(f"/001/promises/{made.pk}/undo/")
    assert Promise.objects.get().kept_at is None


def test_a_promise_that_cannot_be_is_refused_in_a_sentence(shire, adviser, client):
    client.force_login(adviser)
    said = {"side": "school", "words": "Send the plan.", "agreed_on": "2020-01-02", "due_on": "2020-01-01"}

    answer = client.post(f"/001/schools/{HILL}/promises/", said).content.decode()

    assert "cannot be due before the day on which it was agreed" in answer
    assert not Promise.objects.exists()


def test_another_day_and_letting_go_need_a_reason(ledger, adviser, client):
    client.force_login(adviser)
    ours = ledger[0]
    later = (timezone.localdate() + timedelta(days=40)).isoformat()

    refused = client.post(f"/001/promises/{ours.pk}/move/", {"due_on": later}, follow=True)
    client.post(f"/001/promises/{ours.pk}/move/", {"due_on": later, "words": "Half term."})
    client.post(f"/001/promises/{ours.pk}/drop/", {"words": "No longer needed."})

    assert "required" in refused.content.decode()
    ours.refresh_from_db()
    assert (ours.due_on.isoformat(), ours.dropped_reason) == (later, "No longer needed.")
    assert "was due" in client.get("/001/promises/?state=dropped").content.decode()


def test_it_returns_to_no_page_of_anothers(ledger, adviser, client):
    client.force_login(adviser)

    answer = client.post(f"/001/promises/{ledger[0].pk}/keep/", {"back": "https://elsewhere.example/"})

    assert answer["Location"] == f"/001/schools/{HILL}/promises/"


def test_outside_ones_schools_there_is_no_such_page(ledger, holding, client):
    client.force_login(holding("associate", urns=[DALE], sees_all=False, to_on=date(2099, 1, 1)))

    assert client.get(f"/001/schools/{HILL}/promises/").status_code == 404
    assert client.post(f"/001/promises/{ledger[0].pk}/keep/").status_code == 404
    assert "moderator" not in client.get("/001/promises/?state=").content.decode()


def test_who_may_only_look_is_offered_nothing_to_press(ledger, holding, client):
    client.force_login(holding("director"))

    assert "Kept<span" not in client.get("/001/promises/").content.decode()
    assert client.post(f"/001/promises/{ledger[0].pk}/keep/").status_code == 403
    client.force_login(holding("elected-member"))
    assert client.get("/001/promises/").status_code == 403


def test_the_ledger_page_asks_as_often_for_many_as_for_few(
    ledger, adviser, client, django_assert_max_num_queries
):
    client.force_login(adviser)
    for count in range(60):
        promises.promise(
            authority="001", urn=HILL, side="school", words=f"Thing {count}.", owner_name="Head",
            due_on=timezone.localdate() + timedelta(days=count), by=adviser, at=timezone.now(),
        )  # fmt: skip

    with django_assert_max_num_queries(14):
        client.get("/001/promises/")
