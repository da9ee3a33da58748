"""What is held of a school and of a person: names struck out, restricted things left out and listed, all on record."""

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from fingerpost.core.actions import people
from fingerpost.core.models import AuditEvent
from fingerpost.core.redacting import Redactor
from fingerpost.core.rules import NotAllowed
from fingerpost.monitor.actions import contacts, flags, records
from fingerpost.monitor.queries import records as held
from fingerpost.register.actions import in_post
from fingerpost.register.actions.in_post import Entry
from fingerpost.register.models import AuthoritySpell, School

NOW = datetime(2026, 9, 7, 9, tzinfo=UTC)
TODAY, HILL = date(2026, 9, 7), 990001

pytestmark = pytest.mark.django_db


@pytest.fixture
def hill(shire):
    AuthoritySpell.objects.create(urn=HILL, authority=shire)
    return School.objects.create(
        urn=HILL, name="Hill Primary School", phase="primary", authority=shire, town="Tern"
    )


@pytest.fixture
def told(shire, hill, adviser):
    """A contact that names people, a flag, a flag in confidence, and a head in post."""
    entry = Entry(
        kind="head", name="Grace Oakley", from_on=date(2020, 9, 1), urn=HILL, email="head@hill.example"
    )
    in_post.appoint(authority=shire, entry=entry, by=adviser, at=NOW)
    contacts.record_contact(
        authority="001", urn=HILL, kind="call", made_on=TODAY, by=adviser, at=NOW, made_with="Grace Oakley",
        words="Mrs Oakley says that Year 6 at Hill Primary School is calm; ring 01234 567890 or tom@hill.example.",
    )  # fmt: skip
    said = {
        "authority": "001", "urn": HILL, "kind": "complaint", "severity": "concern", "source": "A parent",
        "review_on": date(2026, 10, 20), "by": people.operator(), "at": NOW,
    }  # fmt: skip
    flags.raise_flag(**said, words="Calls to the office go unanswered.")
    flags.raise_flag(**said, words="Somebody spoke up about money.", is_restricted=True)


def _of_school():
    return records.disclose_school(authority="001", urn=HILL, by=people.operator(), at=NOW)


def test_names_and_numbers_are_struck_out_and_what_the_school_is_called_stays(told):
    found = held.of_school(people.operator(), "001", HILL, at=NOW)

    contact = next(part for part in found.parts if part.held.table == "monitor.Contact").rows[0]
    assert contact["words"].count("[struck out: 40(2)]") == 3
    assert "Hill Primary School" in contact["words"]
    assert contact["made_with"] == "[left out: 40(2)]"
    assert contact["recorded_by"] == "the adviser"


def test_what_was_heard_in_confidence_is_left_out_and_listed(told):
    made = _of_school()

    everything = b"".join(content for name, content in made.items() if name.endswith(".csv"))
    assert b"Calls to the office" in everything
    assert b"about money" not in everything
    assert b"What services heard of the school,1,41" in made["left-out.csv"]
    assert "Results of the school&#39;s pupils" in made["index.html"].decode()
    assert made["answer.pdf"].startswith(b"%PDF")


def test_the_answer_names_nobody(told):
    made = _of_school()

    text = b"".join(content for name, content in made.items() if not name.endswith(".pdf")).decode()
    for name in ("Oakley", "Ada adviser", "head@hill.example", "01234"):
        assert name not in text


def test_every_export_is_on_record_with_what_was_left_out(told):
    _of_school()

    event = AuditEvent.objects.get(verb="records of a school exported")
    assert event.detail["left out"]["What services heard of the school"] == 1


def test_an_adviser_exports_nothing(told, adviser):
    with pytest.raises(NotAllowed):
        records.disclose_school(authority="001", urn=HILL, by=adviser, at=NOW)
    with pytest.raises(NotAllowed):
        records.disclose_person(email=adviser.email, authority="001", by=adviser, at=NOW)


def test_somebody_who_asks_of_themselves_gets_what_they_did_and_what_names_them(told, adviser):
    found = held.of_person(people.operator(), adviser.email, at=NOW)

    tables = {part.held.table: part for part in found.parts}
    assert tables["monitor.Contact"].rows[0]["recorded_by"] == "Ada adviser"
    assert "monitor.Flag" not in tables
    assert tables["core.User"].rows[0]["password"] == "[left out: 40(2)]"


def test_a_head_who_never_signs_in_is_found_by_the_directory(told):
    found = held.of_person(people.operator(), "head@hill.example", at=NOW)

    tables = {part.held.table: part for part in found.parts}
    assert tables["register.InPost"].rows[0]["name"] == "Grace Oakley"
    assert tables["monitor.Contact"].rows[0]["made_with"] == "Grace Oakley"


def test_nobody_by_that_address_is_said_in_a_sentence(told):
    with pytest.raises(records.NobodyThere, match="Ask by another address"):
        records.disclose_person(email="nobody@shire.example", by=people.operator(), at=NOW)


def test_a_head_of_service_exports_within_the_own_authority_alone(told, holding):
    chief = holding("head-of-service")

    assert records.disclose_person(email="head@hill.example", authority="001", by=chief, at=NOW)
    with pytest.raises(NotAllowed):
        records.disclose_person(email="head@hill.example", by=chief, at=NOW)


def test_the_page_hands_out_a_folder(told, holding, client):
    client.force_login(holding("head-of-service"))

    assert "What is held" in client.get("/001/people/records/").content.decode()
    answer = client.post(f"/001/schools/{HILL}/records/")

    assert answer["Content-Type"] == "application/zip"
    assert {"index.html", "answer.pdf", "left-out.csv"} <= set(ZipFile(BytesIO(answer.content)).namelist())
    refused = client.post("/001/people/records/", {"email": "nobody@shire.example"})
    assert "Nobody has the address" in refused.content.decode()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ring 01234 567890.", "Ring [struck out: 40(2)]."),
        ("Cllr Farrant rang.", "[struck out: 40(2)] rang."),
        ("Oakley is firm.", "[struck out: 40(2)] is firm."),
        ("The hill is steep.", "The hill is steep."),
        ("In 2025, 62.5 percent; 0.4 points.", "In 2025, 62.5 percent; 0.4 points."),
    ],
)
def test_striking_out(text, left):
    redactor = Redactor(("Grace Oakley", "Ann Hill"), keep=("Hill Primary School",))

    assert redactor.redact(text)[0] == left
