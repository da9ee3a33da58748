"""The directory: entering, leaving, vacancies, a spreadsheet, and who may see whom."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fingerpost.archive.actions import loading
from fingerpost.archive.queries import heads
from fingerpost.core.actions import people
from fingerpost.core.models import AuditEvent, Authority
from fingerpost.core.rules import NotAllowed
from fingerpost.evidence.reading.load import Options
from fingerpost.register import queries as register
from fingerpost.register.actions import in_post
from fingerpost.register.actions.in_post import Entry, NotSo
from fingerpost.register.models import InPost
from fingerpost.register.rules import same_person

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
TODAY = date(2026, 9, 1)
HILL, MILL = 990001, 990002

pytestmark = pytest.mark.django_db


def _enter(shire, name="Ada Byron", kind="head", urn=HILL, from_on=date(2024, 9, 1), **more):
    entry = Entry(kind=kind, name=name, from_on=from_on, urn=urn, **more)
    return in_post.appoint(authority=shire, entry=entry, by=people.operator(), at=NOW)


def test_a_new_head_takes_the_place_of_the_one_before(shire):
    before = _enter(shire)

    _enter(shire, name="Grace Hill", from_on=date(2026, 9, 1))

    before.refresh_from_db()
    assert before.to_on == date(2026, 8, 31)
    assert [each.person.name for each in register.in_post(people.operator(), "001", TODAY)] == ["Grace Hill"]


def test_governors_sit_beside_one_another(shire):
    _enter(shire, kind="governor")
    _enter(shire, kind="governor", name="Grace Hill")

    assert len(register.in_post(people.operator(), "001", TODAY)) == 2


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (Entry("caretaker", "Ada Byron", TODAY, urn=HILL), "No post is called caretaker"),
        (Entry("head", " ", TODAY, urn=HILL), "has no name"),
        (Entry("head", "Ada Byron", TODAY), "needs a school"),
        (Entry("head", "Ada Byron", TODAY, urn=HILL, about="Tern"), "Leave one of them out"),
        (Entry("ward-member", "Ada Byron", TODAY, urn=HILL), "needs a ward"),
        (
            Entry("chair", "Ada Byron", TODAY, urn=HILL, term_ends_on=date(2020, 1, 1)),
            "ends before it begins",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(shire, entry, says):
    with pytest.raises(NotSo, match=says):
        in_post.appoint(authority=shire, entry=entry, by=people.operator(), at=NOW)

    assert not InPost.objects.exists()


def test_a_head_cannot_begin_before_the_one_who_is_entered_already(shire):
    _enter(shire)

    with pytest.raises(NotSo, match="Correct one of the two days"):
        _enter(shire, name="Grace Hill", from_on=date(2023, 9, 1))


def test_an_entry_is_stale_after_a_year_until_it_is_confirmed(shire):
    _enter(shire)
    later = date(2027, 9, 3)

    assert register.in_post(people.operator(), "001", TODAY)[0].stale in ("", "the school has closed")
    held = register.in_post(people.operator(), "001", later)[0]
    in_post.confirm(person=held.person, by=people.operator(), at=datetime(2027, 9, 3, tzinfo=UTC))

    assert "a year" not in register.in_post(people.operator(), "001", later)[0].stale


def test_filling_a_post_fills_its_vacancy(shire):
    in_post.report_vacancy(
        authority=shire, urn=HILL, kind="chair", since_on=TODAY, by=people.operator(), at=NOW
    )

    _enter(shire, kind="chair", from_on=date(2026, 10, 1))

    assert register.vacancies(people.operator(), "001") == []


def test_a_head_sees_the_people_of_the_own_school_alone(shire, holding):
    _enter(shire)
    _enter(shire, name="Grace Hill", urn=MILL)
    head = holding("head", urns=[HILL], sees_all=False)

    assert [each.person.urn for each in register.in_post(head, "001", TODAY)] == [HILL]
    with pytest.raises(NotAllowed):
        in_post.confirm(person=InPost.objects.get(urn=HILL), by=head, at=NOW)


def test_an_elected_member_is_not_told_of_the_directory(shire, holding, client):
    client.force_login(holding("elected-member"))

    assert client.get("/001/people/directory/").status_code == 403


def test_governor_services_send_their_spreadsheet(shire, holding, client):
    client.force_login(holding("governor-services"))
    rows = (
        "urn,post,name,from",
        "990001,Headteacher,Ada Byron,2024-09-01",
        "990001,Clerk to governors,Jo Clarke,2025-01-06",
    )
    content = "\n".join(rows)

    answer = client.post(
        "/001/people/directory/sheet/",
        {"sheet": SimpleUploadedFile("people.csv", content.encode())},
        follow=True,
    )

    assert "2 people are entered or confirmed." in answer.content.decode()
    assert AuditEvent.objects.filter(verb="people in post entered from a file").count() == 1


def test_one_wrong_row_keeps_everybody_out(shire, holding, client):
    client.force_login(holding("governor-services"))
    content = "urn,post,name,from\n990001,Headteacher,Ada Byron,2024-09-01\n990001,Headteacher,Grace Hill,2020-01-06\n"

    answer = client.post(
        "/001/people/directory/sheet/", {"sheet": SimpleUploadedFile("people.csv", content.encode())}
    )

    assert "Nobody was entered" in answer.content.decode()
    assert "Entry 2" in answer.content.decode()
    assert not InPost.objects.exists()


def test_the_export_can_be_sent_back(shire, holding, client):
    _enter(shire)
    client.force_login(holding("governor-services"))
    taken = client.get("/001/people/directory.csv").content

    answer = client.post(
        "/001/people/directory/sheet/", {"sheet": SimpleUploadedFile("back.csv", taken)}, follow=True
    )

    assert "1 person is entered or confirmed." in answer.content.decode()
    assert InPost.objects.count() == 1


def test_an_entry_made_by_mistake_is_removed_and_the_record_stays(shire, holding, client):
    made = _enter(shire)
    client.force_login(holding("adviser"))

    client.post(f"/001/people/directory/{made.pk}/remove/")

    assert not InPost.objects.exists()
    assert AuditEvent.objects.filter(verb="person in post entered by mistake").exists()


def test_an_entry_of_another_authority_is_not_found(shire, holding, client):
    other = Authority.objects.create(code="002", name="Mere")
    made = _enter(other)
    client.force_login(holding("adviser"))

    assert client.post(f"/001/people/directory/{made.pk}/confirm/").status_code == 404


HEADS = "\n".join(
    (
        "URN,LA (code),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),HeadTitle (name),"
        "HeadFirstName,HeadLastName",
        "990001,001,2001,Hill Primary School,Community school,Mrs,Ada,Byron",
        "990002,001,2002,Mill Primary School,Community school,Mr,Tom,Oakley",
        "990003,001,2003,Far Primary School,Community school,,,",
    )
)  # fmt: skip


@pytest.fixture
def named_in_the_register(shire, tmp_path, monkeypatch):
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path / "home"))
    file = tmp_path / "edubasealldata20260901.csv"
    file.write_text(HEADS)
    loaded = loading.load(paths=[file], options=Options(), by=people.operator(), at=NOW, authority=None)
    assert [each.outcome for each in loaded.files] == ["loaded"]


def test_the_registers_heads_stand_beside_what_officers_entered(
    shire, holding, client, named_in_the_register
):
    _enter(shire)
    _enter(shire, name="Grace Hill", urn=MILL)
    client.force_login(holding("governor-services"))

    page = client.get("/001/people/directory/").content.decode()
    differing = client.get("/001/people/directory/?differs=1").content.decode()

    assert heads.in_the_register("001") == {HILL: "Mrs Ada Byron", MILL: "Mr Tom Oakley"}
    assert "names another head at 1 school" in page
    assert "as in the register" in page
    assert "the register says Mr Tom Oakley" in differing
    assert "Ada Byron" not in differing
    assert sorted(InPost.objects.values_list("name", flat=True)) == ["Ada Byron", "Grace Hill"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada Byron", "Mrs Ada Byron", True),
        ("A Byron", "Ada Byron", True),
        ("Byron", "Dr Ada Byron", True),
        ("Ada Byron", "Grace Byron", False),
        ("Ada Byron", "Ada Hill", False),
        ("", "Ada Hill", False),
    ],
)
def test_two_names_of_one_person_are_known_to_be(one, other, same):
    assert same_person(one, other) is same
