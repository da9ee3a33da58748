"""The note of a visit: nothing written is lost, another person checks it, the school answers, and what goes where."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from xml.etree import ElementTree

import pytest

from fingerpost.archive.queries import editions
from fingerpost.casework.models import Promise
from fingerpost.core.models import AuditEvent, Message
from fingerpost.core.rules import NotAllowed
from fingerpost.monitor import note_document
from fingerpost.monitor.actions import circulating, notes, record_judgement, visits
from fingerpost.monitor.models import Judgement, NoteVersion
from fingerpost.monitor.queries import visits as seen
from fingerpost.monitor.rules import CannotUndo
from fingerpost.monitor.rules.visits import NotAVisit
from fingerpost.monitor.views.notes import asked_of
from fingerpost.present import word
from fingerpost.register.models import AuthoritySpell, InPost, School

NOW = datetime(2026, 9, 21, 9, tzinfo=UTC)
TODAY = date(2026, 9, 21)
HILL = 990001
SAID = {"level": "amber", "words": "Minutes ask few questions."}
STRAND = {"urn": HILL, "scheme": "schools", "strand": "governance"} | SAID
ACTION = {
    "urn": HILL,
    "side": "school",
    "words": "Book training.",
    "owner_name": "Chair",
    "due_on": "2026-11-30",
}
CONTENT = {
    "sections": {"focus": "Governance.", "seen": "Three meetings' minutes."},
    "statements": [],
    "actions": [],
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def hill(shire):
    school = School.objects.create(urn=HILL, name="Hill Primary School", phase="primary", authority=shire)
    AuthoritySpell.objects.create(urn=HILL, authority=shire)
    return school


@pytest.fixture
def scheme():
    """The scheme and a strand of it that advisers judge."""
    edition = editions.edition("example/2026")
    scheme = next(s for s in edition.schemes if not s.beside)
    return {"scheme": scheme.id, "strand": next(s.id for s in scheme.strands if s.judged)}


@pytest.fixture
def visit(hill, adviser):
    return visits.plan(
        authority="001", urns=[HILL], kind="keeping_in_touch", planned_on=TODAY, adviser=adviser, by=adviser, at=NOW,
        edition=editions.edition("example/2026"),
    )  # fmt: skip


@pytest.fixture
def lead(holding):
    return holding("area-senior-adviser")


@pytest.fixture
def head(holding):
    return holding("head", urns=[HILL], sees_all=False)


@pytest.fixture
def whole(scheme):
    return CONTENT | {"statements": [STRAND | scheme], "actions": [ACTION]}


@pytest.fixture
def sent(visit, adviser, lead, whole, shire):
    """A note that is with the school."""
    InPost.objects.create(
        authority=shire, kind="head", urn=HILL, name="A. Head", email="head@hill.example", from_on=date(2020, 9, 1),
        checked_on=TODAY, entered_by=adviser, entered_at=NOW,
    )  # fmt: skip
    note = notes.save(visit=visit, base=0, content=whole, by=adviser, at=NOW).note
    notes.submit(note=note, by=adviser, at=NOW)
    circulating.check(note=note, by=lead, at=NOW)
    return circulating.send(note=note, by=adviser, at=NOW)


def test_writing_the_note_says_that_the_visit_was_made(visit, adviser):
    saved = notes.save(visit=visit, base=0, content=CONTENT, by=adviser, at=NOW)

    visit.refresh_from_db()
    assert (visit.made_on, saved.note.version, saved.note.state) == (TODAY, 1, "draft")


def test_two_people_who_edit_one_note_lose_nothing(visit, adviser, lead):
    first = notes.save(visit=visit, base=0, content=CONTENT, by=adviser, at=NOW)
    hers = CONTENT | {"sections": {"focus": "Reading."}}
    his = CONTENT | {"sections": {"focus": "Attendance."}}
    notes.save(visit=visit, base=1, content=hers, by=adviser, at=NOW)

    second = notes.save(visit=visit, base=1, content=his, by=lead, at=NOW)

    assert second.beside is not None
    assert second.version.content["sections"] == {"focus": "Reading."}
    assert second.beside.content["sections"] == {"focus": "Attendance."}
    first.note.refresh_from_db()
    assert first.note.content["sections"] == {"focus": "Reading."}
    both = notes.save(
        visit=visit,
        base=first.note.version,
        content=CONTENT | {"sections": {"focus": "Both."}},
        by=lead,
        at=NOW,
    )
    assert both.beside is None
    assert [row.number for row in NoteVersion.objects.all()] == [1, 2, 3, 4]


def test_the_same_form_sent_twice_is_kept_once(visit, adviser):
    key = uuid4()
    notes.save(visit=visit, base=0, content=CONTENT, by=adviser, at=NOW, key=key)

    again = notes.save(visit=visit, base=0, content=CONTENT, by=adviser, at=NOW, key=key)

    assert again.beside is None
    assert NoteVersion.objects.count() == 1


def _under(scheme, row):
    """A statement under the edition's own scheme and strand, unless it is about a strand that there is not."""
    return scheme | {key: said for key, said in row.items() if key not in scheme or said == "no_such"}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"sections": {}}, "says nothing yet"),
        ({"statements": [STRAND | {"words": " "}]}, "a judgement without a reason"),
        ({"statements": [STRAND | {"strand": "no_such"}]}, "Choose the strand"),
        ({"statements": [STRAND | {"urn": 999999}]}, "not visited"),
        ({"statements": [STRAND | {"level": "blue"}]}, "no level of the strategy"),
        ({"actions": [ACTION | {"owner_name": ""}]}, "whose it is"),
        ({"actions": [ACTION | {"due_on": ""}]}, "by which day"),
        ({"actions": [ACTION | {"due_on": "2026-09-01"}]}, "“Book training.”: It cannot be due before"),
        ({"actions": [ACTION | {"due_on": "2036-09-01"}]}, "check the year"),
    ],
)
def test_a_note_that_is_not_whole_is_kept_and_not_handed_on(visit, adviser, scheme, more, says):
    content = CONTENT | more
    content["statements"] = [_under(scheme, row) for row in content["statements"]]
    note = notes.save(visit=visit, base=0, content=content, by=adviser, at=NOW).note

    with pytest.raises(NotAVisit, match=says):
        notes.submit(note=note, by=adviser, at=NOW)

    note.refresh_from_db()
    assert note.state == "draft"
    assert not Judgement.objects.exists()


def test_whoever_wrote_a_note_does_not_check_it(visit, lead, adviser):
    note = notes.save(visit=visit, base=0, content=CONTENT, by=lead, at=NOW).note
    notes.submit(note=note, by=lead, at=NOW)

    with pytest.raises(NotAVisit, match="another person checks"):
        circulating.check(note=note, by=lead, at=NOW)
    with pytest.raises(NotAllowed):
        circulating.check(note=note, by=adviser, at=NOW)


def test_a_note_sent_back_says_what_is_to_be_mended(visit, adviser, lead):
    note = notes.save(visit=visit, base=0, content=CONTENT, by=adviser, at=NOW).note
    notes.submit(note=note, by=adviser, at=NOW)
    with pytest.raises(NotAVisit, match="what is to be mended"):
        circulating.send_back(note=note, reason="", by=lead, at=NOW)

    back = circulating.send_back(note=note, reason="Say whose books.", by=lead, at=NOW)

    assert (back.state, back.returned_reason) == ("draft", "Say whose books.")
    assert [row.pk for row in seen.unfinished_notes(adviser, "001")] == [visit.pk]


def test_what_a_note_judges_and_agrees_is_recorded_when_it_is_sent(sent, visit, adviser):
    judged, promised = Judgement.objects.get(), Promise.objects.get()

    assert (judged.made_on, judged.made_by, judged.note, judged.level) == (TODAY, adviser, sent, "amber")
    assert (promised.source, promised.source_id, promised.due_on) == ("visit", visit.pk, date(2026, 11, 30))
    assert [told["email"] for told in sent.sent_to] == ["head@hill.example"]
    assert "1 October" in Message.objects.get().body or "October 2026" in Message.objects.get().body


def test_a_judgement_recorded_on_the_day_of_the_visit_is_taken_up_and_not_doubled(
    visit, adviser, lead, whole, scheme
):
    visits.record_made(visit=visit, made_on=TODAY, by=adviser, at=NOW)
    first = record_judgement(
        authority="001", urn=HILL, edition=editions.edition("example/2026"), level="amber", reason="Thin minutes.",
        by=adviser, at=NOW, **scheme,
    )  # fmt: skip
    note = notes.save(visit=visit, base=0, content=whole, by=adviser, at=NOW).note
    notes.submit(note=note, by=adviser, at=NOW)
    circulating.check(note=note, by=lead, at=NOW)
    circulating.send(note=note, by=adviser, at=NOW)

    assert Judgement.objects.get() == first
    assert Judgement.objects.get().note == note


def test_a_visit_that_is_no_evidence_judges_nothing(hill, adviser, whole):
    visit = visits.plan(
        authority="001", urns=[HILL], kind="new_head", planned_on=TODAY, adviser=adviser, by=adviser, at=NOW,
        edition=editions.edition("example/2026"),
    )  # fmt: skip
    note = notes.save(visit=visit, base=0, content=whole, by=adviser, at=NOW).note

    with pytest.raises(NotAVisit, match="no evidence for a rating"):
        notes.submit(note=note, by=adviser, at=NOW)


def test_the_school_says_accurate_and_the_note_is_final(sent, adviser, head):
    with pytest.raises(NotAVisit, match="has until"):
        circulating.settle(note=sent, by=adviser, at=NOW)

    circulating.answer(note=sent, urn=HILL, is_accurate=True, by=head, at=NOW)
    final = circulating.settle(note=sent, by=adviser, at=NOW)

    assert final.state == "final"
    with pytest.raises(NotAVisit, match="it is final"):
        circulating.answer(note=sent, urn=HILL, is_accurate=True, by=head, at=NOW)


def test_a_note_that_the_school_lets_lie_is_final_after_its_days(sent, adviser):
    assert circulating.settle(note=sent, by=adviser, at=NOW + timedelta(days=15)).state == "final"


def test_a_school_that_finds_a_note_inaccurate_says_how_and_is_answered(sent, adviser, head):
    with pytest.raises(NotAVisit, match="Say what is not accurate"):
        circulating.answer(note=sent, urn=HILL, is_accurate=False, by=head, at=NOW)
    circulating.answer(note=sent, urn=HILL, is_accurate=False, words="It was four meetings.", by=head, at=NOW)

    with pytest.raises(NotAVisit, match="say why it stands"):
        circulating.settle(note=sent, by=adviser, at=NOW)

    assert (
        circulating.settle(note=sent, words="Three were read.", by=adviser, at=NOW).settled_words
        == "Three were read."
    )


def test_an_amended_note_is_checked_again_and_takes_back_what_it_no_longer_judges(
    sent, adviser, lead, head, whole
):
    circulating.answer(note=sent, urn=HILL, is_accurate=False, words="It was four meetings.", by=head, at=NOW)
    note = circulating.amend(note=sent, by=adviser, at=NOW)
    notes.save(visit=note.visit, base=note.version, content=whole | {"statements": []}, by=adviser, at=NOW)
    notes.submit(note=note, by=adviser, at=NOW)
    circulating.check(note=note, by=lead, at=NOW)
    circulating.send(note=note, by=adviser, at=NOW)

    assert Judgement.objects.get().undone_by == adviser
    assert Promise.objects.count() == 1
    assert not seen.answered(seen.note_of(adviser, note.visit))


def test_an_answer_is_taken_back_on_the_same_day(sent, head):
    given = circulating.answer(note=sent, urn=HILL, is_accurate=True, by=head, at=NOW)
    with pytest.raises(CannotUndo):
        circulating.undo_answer(answer=given, by=head, at=NOW + timedelta(days=1))

    circulating.undo_answer(answer=given, by=head, at=NOW)

    assert [note.pk for note in seen.to_answer(head, "001")] == [sent.pk]


def test_a_school_sees_a_note_once_it_is_sent(visit, adviser, lead, head, client):
    notes.save(visit=visit, base=0, content=CONTENT, by=adviser, at=NOW)
    client.force_login(head)
    assert client.get(f"/001/visits/{visit.pk}/").status_code == 200
    assert client.get(f"/001/visits/{visit.pk}/note/read/").status_code == 404
    assert client.get(f"/001/visits/{visit.pk}/note.pdf").status_code == 404
    assert client.get(f"/001/visits/{visit.pk}/note/").status_code == 403
    assert client.get("/001/visits/").status_code == 403

    client.force_login(lead)
    assert "Three meetings" in client.get(f"/001/visits/{visit.pk}/note/read/").content.decode()


def test_a_councillor_and_a_head_of_another_school_find_no_visit(visit, holding, client):
    client.force_login(holding("elected-member"))
    assert client.get(f"/001/visits/{visit.pk}/").status_code == 404

    client.force_login(holding("chair", urns=[990099], sees_all=False))
    assert client.get(f"/001/visits/{visit.pk}/").status_code == 404


def test_the_restricted_section_goes_nowhere(sent, visit, lead, adviser, head, client):
    notes.write_restricted(visit=visit, base=0, words="The deputy, Ms Xanthe Quill.", by=lead, at=NOW)
    with pytest.raises(NotAllowed):
        notes.write_restricted(visit=visit, base=1, words="More.", by=adviser, at=NOW)
    with pytest.raises(NotAVisit, match="Somebody else has written"):
        notes.write_restricted(visit=visit, base=0, words="Over it.", by=lead, at=NOW)

    note = seen.note_of(lead, visit)
    made = word.to_docx(note_document.document(note, asked_of(visit), note.visit.authority))
    written = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()
    assert "Quill" not in written
    assert "estricted" not in written
    for person in (adviser, head):
        client.force_login(person)
        for page in ("", "note/read/"):
            said = client.get(f"/001/visits/{visit.pk}/{page}").content.decode()
            assert "Quill" not in said
            assert "estricted" not in said
        assert client.get(f"/001/visits/{visit.pk}/note/restricted/").status_code == 403
    assert "Quill" not in str(list(AuditEvent.objects.values_list("detail", "about_name")))


def test_reading_the_restricted_section_is_recorded(visit, lead, client):
    notes.write_restricted(visit=visit, base=0, words="The deputy is away.", by=lead, at=NOW)
    client.force_login(lead)

    assert "The deputy is away." in client.get(f"/001/visits/{visit.pk}/note/restricted/").content.decode()

    assert AuditEvent.objects.filter(verb="restricted section read").count() == 1


def test_the_record_of_a_heads_appraisal_is_no_evidence_and_in_no_list(hill, holding, adviser, client):
    chief = holding("head-of-service")
    visit = visits.plan(
        authority="001", urns=[HILL], kind="head_appraisal", planned_on=TODAY, adviser=chief, by=chief, at=NOW,
        edition=editions.edition("example/2026"),
    )  # fmt: skip
    note = notes.save(visit=visit, base=0, content=CONTENT, by=chief, at=NOW).note
    with pytest.raises(NotAVisit, match="not checked"):
        notes.submit(note=note, by=chief, at=NOW)

    assert circulating.hand_over(note=note, to_whom="The chair", by=chief, at=NOW).state == "final"

    client.force_login(adviser)
    for page in ("", "note/read/", "note.pdf"):
        assert client.get(f"/001/visits/{visit.pk}/{page}").status_code == 404
    for page in ("visits/?year=all", f"schools/{HILL}/visits/", "visits.csv?year=all"):
        listed = client.get(f"/001/{page}").content.decode()
        assert "Performance management" not in listed.split("</form>")[-1]
        assert f"/visits/{visit.pk}/" not in listed
    client.force_login(chief)
    assert client.get(f"/001/visits/{visit.pk}/").status_code == 200


def _fields(page, **more):
    said = {"base": "0", "key": str(uuid4()), "section-focus": "Governance.", "then": "save"}
    return said | more


def test_the_form_keeps_a_draft_and_shows_both_texts_when_another_was_quicker(visit, adviser, lead, client):
    address = f"/001/visits/{visit.pk}/note/"
    client.force_login(adviser)
    assert client.post(address, _fields(visit, made_on=TODAY.isoformat())).status_code == 302
    client.force_login(lead)

    answer = client.post(address, _fields(visit, **{"section-focus": "Reading."}), follow=True)

    said = answer.content.decode()
    assert "Ada adviser saved the note" in said
    assert "<strong>Saved meanwhile:</strong> Governance." in said
    assert ">Reading.</textarea>" in said


def test_what_looks_like_a_childs_name_is_not_kept_until_it_is_confirmed(visit, adviser, client):
    client.force_login(adviser)
    address, fields = (
        f"/001/visits/{visit.pk}/note/",
        _fields(visit, **{"section-seen": "Jayden Smithers read aloud."}),
    )

    refused = client.post(address, fields)
    assert refused.status_code == 422
    assert "“Jayden Smithers” may name a child" in refused.content.decode()
    assert ">Jayden Smithers read aloud.</textarea>" in refused.content.decode()
    assert not NoteVersion.objects.exists()

    client.post(address, fields | {"is_no_child": "on"})
    assert NoteVersion.objects.count() == 1


def test_a_judgement_without_reasons_is_refused_with_a_sentence_and_kept(visit, adviser, scheme, client):
    client.force_login(adviser)
    strand = {"s0-strand": f"{scheme['scheme']}:{scheme['strand']}", "s0-level": "red", "s0-words": ""}

    answer = client.post(
        f"/001/visits/{visit.pk}/note/", _fields(visit, then="submit", **strand), follow=True
    )

    assert "a judgement without a reason cannot be followed" in answer.content.decode()
    assert NoteVersion.objects.get().content["statements"][0]["level"] == "red"


def test_open_actions_of_earlier_visits_stand_in_the_next_note(sent, adviser, client):
    later = visits.plan(
        authority="001", urns=[HILL], kind="keeping_in_touch", planned_on=TODAY, adviser=adviser, by=adviser,
        at=NOW, edition=editions.edition("example/2026"),
    )  # fmt: skip
    client.force_login(adviser)

    said = client.get(f"/001/visits/{later.pk}/note/").content.decode()

    assert "Still owed from before" in said
    assert "Book training." in said


def test_a_note_is_word_and_pdf_from_one_source(sent, visit, head, client):
    client.force_login(head)

    pdf = client.get(f"/001/visits/{visit.pk}/note.pdf")
    docx = client.get(f"/001/visits/{visit.pk}/note.docx")

    assert pdf.content.startswith(b"%PDF")
    archive = zipfile.ZipFile(io.BytesIO(docx.content))
    for name in archive.namelist():
        ElementTree.fromstring(archive.read(name))
    assert "Minutes ask few questions." in archive.read("word/document.xml").decode()


def test_the_schools_answer_by_page_and_the_queue(sent, visit, adviser, head, client):
    client.force_login(head)
    answer = f"/001/schools/{HILL}/visits/{visit.pk}/answer/"
    assert "Say what is not accurate" in client.post(answer, {"is_accurate": "no"}).content.decode()

    client.post(answer, {"is_accurate": "no", "words": "It was four meetings."})
    client.post(
        f"/001/schools/{HILL}/visits/{visit.pk}/evaluate/",
        {"useful": 5, "prepared": 4, "clear": 4, "words": ""},
    )

    assert "It was four meetings." in client.get(f"/001/visits/{visit.pk}/").content.decode()
    client.force_login(adviser)
    assert "Answered, to be made final" in client.get("/001/visits/notes/").content.decode()
    assert client.get("/001/visits/evaluations/").status_code == 200


PAGES = ("", ".csv", ".xlsx", "/plan/", "/entitlement/", "/entitlement.csv", "/notes/", "/evaluations/")


@pytest.mark.parametrize("page", ["strategy/", *(f"visits{page or '/'}" for page in PAGES)])
def test_every_page_opens_before_there_is_a_visit(hill, adviser, client, page):
    client.force_login(adviser)

    assert client.get(f"/001/{page}", follow=True).status_code == 200


def test_a_visit_is_planned_by_form_and_an_academys_invitation_is_asked_for(
    hill, holding, client, monkeypatch
):
    monkeypatch.setattr(editions, "edition_of", lambda authority: editions.edition("example/2026"))
    chief = holding("head-of-service")
    client.force_login(chief)
    said = {"urn": HILL, "kind": "monitoring", "planned_on": "2027-01-11", "begins": "09:30", "minutes": 120,
            "adviser": chief.pk, "words": ""}  # fmt: skip
    School.objects.filter(urn=HILL).update(is_academy=True)
    assert "is by its invitation" in client.post("/001/visits/plan/", said).content.decode()

    client.post("/001/visits/plan/", said | {"invited_by": "The head", "invited_on": "2026-01-05"})

    assert "Monitoring visit" in client.get(f"/001/schools/{HILL}/visits/").content.decode()


def test_where_a_concern_goes_is_shown_and_what_it_was_is_asked_nowhere(visit, adviser, holding, client):
    client.force_login(adviser)
    address = f"/001/visits/{visit.pk}/safeguarding/"
    assert "has not yet said here whom to call" in client.get(address).content.decode()
    client.force_login(holding("head-of-service"))
    client.post("/001/visits/safeguarding/", {"words": "Front door: 000 111.\nOut of hours: 000 222."})
    client.force_login(adviser)

    client.post(address, {"to_whom": "Duty social worker"})

    said = client.get(address).content.decode()
    assert "Front door: 000 111." in said
    assert "to Duty social worker" in said
    assert "<textarea" not in said


def test_that_a_note_is_final_is_taken_back_on_the_same_day(sent, adviser, head):
    circulating.answer(note=sent, urn=HILL, is_accurate=True, by=head, at=NOW)
    circulating.settle(note=sent, by=adviser, at=NOW)
    with pytest.raises(NotAVisit, match="on the same day"):
        circulating.unsettle(note=sent, by=adviser, at=NOW + timedelta(days=1))

    assert circulating.unsettle(note=sent, by=adviser, at=NOW).state == "sent"


def test_a_strand_that_figures_decide_has_words_and_no_level(visit, adviser):
    edition = editions.edition("example/2026")
    scheme = next(one for one in edition.schemes if not one.beside)
    strand = next(one for one in scheme.strands if not one.judged)
    row = SAID | {"urn": HILL, "scheme": scheme.id, "strand": strand.id}
    note = notes.save(visit=visit, base=0, content=CONTENT | {"statements": [row]}, by=adviser, at=NOW).note

    with pytest.raises(NotAVisit, match="Figures decide"):
        notes.submit(note=note, by=adviser, at=NOW)

    notes.save(
        visit=visit, base=1, content=CONTENT | {"statements": [row | {"level": ""}]}, by=adviser, at=NOW
    )
    assert notes.submit(note=note, by=adviser, at=NOW).state == "checking"
