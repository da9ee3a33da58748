"""A note of visit is written while the connection drops: kept on the device, sent later, never lost, never doubled."""

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect

from fingerpost.core.actions import people
from fingerpost.monitor.models import Note, NoteVersion, Visit, VisitSchool
from fingerpost.register.models import AuthoritySpell, School

HILL = 990001
KEPT = "Kept on this device, not yet sent."
DRAFTS = """() => new Promise((resolve) => {
  const asked = indexedDB.open('fingerpost-notes')
  asked.onsuccess = () => {
    const base = asked.result
    if (!base.objectStoreNames.contains('drafts')) { base.close(); return resolve([]) }
    const all = base.transaction('drafts').objectStore('drafts').getAll()
    all.onsuccess = () => { base.close(); resolve(all.result) }
  }
})"""
AGE = """() => new Promise((resolve) => {
  const asked = indexedDB.open('fingerpost-notes', 1)
  asked.onsuccess = () => {
    const change = asked.result.transaction('drafts', 'readwrite')
    const store = change.objectStore('drafts')
    const all = store.getAll()
    all.onsuccess = () => all.result.forEach((one) => store.put({ ...one, typedAt: one.typedAt - 15 * 86400000 }))
    change.oncomplete = () => { asked.result.close(); resolve() }
  }
})"""

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def writing(page, monkeypatch, tmp_path, live_server):
    """An adviser with a visit made, on the page of its note; the section to write in, and the address."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    operator, now = people.operator(), datetime.now(UTC)
    authority = people.add_authority(code="001", name="Wrenshire", by=operator, at=now)
    School.objects.create(
        urn=HILL, name="Hill Primary School", phase="primary", is_state_funded=True, authority=authority
    )
    AuthoritySpell.objects.create(urn=HILL, authority=authority)
    user = people.add_user(email="ada@wrenshire.example", name="Ada Lovelace", by=operator, at=now)
    people.give_post(
        user=user,
        kind="adviser",
        authority=authority,
        urns=[HILL],
        by=operator,
        at=now,
        from_on=date(2010, 1, 1),
    )
    visit = Visit.objects.create(
        authority=authority, edition="example/2026", kind="monitoring", kind_name="Monitoring visit", adviser=user,
        planned_on=date(2026, 1, 5), planned_by=user, planned_at=now, made_on=date(2026, 1, 5), made_by=user,
        made_at=now,
    )  # fmt: skip
    VisitSchool.objects.create(visit=visit, urn=HILL, name="Hill Primary School")
    page.goto(live_server.url + people.sign_in_link(user=user, by=operator, at=now))
    page.goto(f"{live_server.url}/001/visits/{visit.pk}/note/")
    return page.locator("#note textarea").first


def said(page):
    return page.locator("[data-note-said]")


def kept_texts():
    return [" ".join(one.content["sections"].values()) for one in NoteVersion.objects.order_by("number")]


def test_a_note_is_kept_without_a_connection_and_sent_when_there_is_one(page, writing, assert_accessible):
    page.context.set_offline(True)
    writing.fill("Reading is taught in small groups.")
    expect(said(page)).to_contain_text(KEPT)
    page.click("text=Save the draft")
    expect(said(page)).to_contain_text("It is sent when there is a connection again.")
    assert_accessible(page)
    assert not Note.objects.exists()

    page.context.set_offline(False)

    expect(page.get_by_text("The note is kept as a draft.")).to_be_visible()
    assert kept_texts() == ["Reading is taught in small groups."]
    assert page.evaluate(DRAFTS) == []


def test_when_the_answer_is_lost_the_same_text_is_kept_once_and_the_newer_one_after_it(page, writing):
    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/note/", lambda route: lose(route) if route.request.method == "POST" else route.continue_())
    writing.fill("Reading is taught in small groups.")
    page.click("text=Save the draft")
    expect(said(page)).to_contain_text("No connection.")
    page.unroute("**/note/")
    writing.fill("Reading is taught in small groups every morning.")
    expect(said(page)).to_contain_text(KEPT)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.get_by_text("The note is kept as a draft.")).to_be_visible()
    assert kept_texts() == [
        "Reading is taught in small groups.",
        "Reading is taught in small groups every morning.",
    ]
    assert not NoteVersion.objects.filter(is_beside=True).exists()


def test_a_note_left_on_the_device_is_there_again_until_it_is_thrown_away_or_old(page, writing):
    address = page.url
    writing.fill("The head showed us every class.")
    expect(said(page)).to_contain_text(KEPT)

    page.goto("about:blank")
    page.goto(address)
    expect(writing).to_have_value("The head showed us every class.")
    expect(said(page)).to_contain_text(KEPT)

    page.evaluate(AGE)
    page.goto(address)
    expect(said(page)).to_have_text("")
    expect(writing).to_have_value("")
    assert page.evaluate(DRAFTS) == []


def test_signing_out_asks_and_leaves_nothing_on_the_device(page, writing):
    writing.fill("The head showed us every class.")
    expect(said(page)).to_contain_text(KEPT)
    asked = []
    page.reload()
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.click("text=Sign out")
    page.wait_for_url("**/sign-in/**")

    assert asked == ["A note on this device not yet sent will be lost. Sign out?"]
    assert page.evaluate(DRAFTS) == []


def test_what_is_refused_is_shown_and_stays(page, writing):
    writing.fill("Parent of Jayden Smithers was met at the gate.")
    page.click("text=Save the draft")

    expect(page.get_by_text("may name a child").first).to_be_visible()
    expect(writing).to_have_value("Parent of Jayden Smithers was met at the gate.")
    page.check("#is_no_child")
    page.click("text=Save the draft")
    expect(page.get_by_text("The note is kept as a draft.")).to_be_visible()
    assert len(kept_texts()) == 1
