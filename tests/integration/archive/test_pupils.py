"""Pupils' results: loaded without a pupil in them, counted into figures, corrected, withdrawn and deleted for good."""

import os
import re
import stat
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from tests.integration.conftest import NOW
from tests.unit.evidence.pupils.making import csv, number

from fingerpost.archive import pupil_loading, pupil_store
from fingerpost.archive.actions import pupils as actions
from fingerpost.archive.actions import pupils_correcting
from fingerpost.archive.models import PupilFile, Refusal, Snapshot
from fingerpost.archive.queries import figures, pupils, slices
from fingerpost.archive.queries.snapshots import holdings
from fingerpost.core.actions import people
from fingerpost.core.models import AuditEvent
from fingerpost.core.rules import NotAllowed
from fingerpost.evidence import current
from fingerpost.register.models import AuthoritySpell, School

HEADING = "UPN,Surname,Forename,Date of birth,Postcode,URN,Sex,Reading Score,Writing TA,Maths Score"
NAMES = ("Okonkwo", "Aurelia", "BS17QT")


@pytest.fixture
def schools(place, county):
    """Two schools of 801 and one of 802."""
    for urn, authority in ((100001, "801"), (100002, "801"), (200001, "802")):
        School.objects.create(
            urn=urn,
            name=f"School {urn}",
            authority_id=authority,
            phase="primary",
            laestab=f"{authority}{urn % 10000:04}",
            district_code="E07000001",
        )
        AuthoritySpell.objects.create(urn=urn, authority_id=authority, from_on=None, to_on=None)


def row(n, *, urn=100001, reading="105", sex="F"):
    return f"{number(n)},Okonkwo{n},Aurelia{n},{n % 28 + 1:02}/05/2014,BS17QT,{urn},{sex},{reading},EXS,105"


def file_of(*rows):
    return csv(HEADING, *rows)


def load(content, *, name="ks2.csv", year=2025, by=None, **more):
    options = {"known_on": date(2025, 7, 10), "stage": "ks2", "authority": "801"} | more
    return actions.load_pupils(
        path=Path(name), content=content, year=year, by=by or people.operator(), at=NOW, **options
    )


def fact(indicator="ks2_reading_expected", *, place="100001", group="all", day=None, period="2025"):
    """The figure that counts on a day."""
    held = holdings("801")
    rows = figures.facts([(indicator, None)], held, pl.col("place") == place, pl.col("period") == period)
    found = current.current(rows.filter(pl.col("group") == group), day)
    return found.row(0, named=True) if found.height else None


def everything_kept():
    """Every byte that the home and the database hold."""
    home = Path(os.environ["FINGERPOST_HOME"])
    for path in home.rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes()
            if path.suffix == ".parquet":
                yield str(path), str(pl.read_parquet(path).rows()).encode()
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            yield table, str(cursor.fetchall()).encode()


def whoever_is_in(*needles):
    return [
        (where, needle) for where, held in everything_kept() for needle in needles if needle.encode() in held
    ]


def test_pupils_are_counted_into_figures_of_every_group_and_place(schools):
    rows = [row(n, sex="M" if n % 2 else "F", reading="99" if n < 4 else "100") for n in range(1, 11)]

    done = load(file_of(*rows))

    assert (done.outcome, done.file.kept, done.file.aside) == ("loaded", 10, 0)
    whole, boys = fact(), fact(group="boys")
    assert (whole["value"], whole["numerator"], whole["denominator"]) == (70.0, 7, 10)
    assert boys["denominator"] == 5
    assert fact(place="801")["value"] == 70.0
    assert fact(place="E07000001")["denominator"] == 10
    assert (whole["origin"], whole["known_on"], whole["release"]) == (
        "pupils",
        date(2025, 7, 10),
        "provisional",
    )


def test_every_page_that_reads_facts_reads_them(schools):
    load(file_of(*(row(n) for n in range(1, 11))))

    held = slices.of_authority("801", holdings("801"))

    assert not held.schools.filter(pl.col("indicator") == "ks2_reading_expected").is_empty()


def test_nothing_of_a_pupil_is_kept_anywhere(schools, caplog):
    rows = [row(n) for n in range(1, 20)]
    rows += [row(20, reading="Okonkwo"), row(21, sex="Aurelia"), row(22, urn="Okonkwo"), row(1)]
    load(file_of(*rows))
    load(file_of(*rows)[:-20], name="cut off.csv")
    load(b"<x>Okonkwo " + number(1).encode(), name="broken.xml")
    load(csv("Okonkwo,Aurelia", "a,b"), name=f"{number(1)}.csv")

    numbers = [number(n) for n in range(1, 23)]

    assert Refusal.objects.count() == 3
    assert whoever_is_in(*NAMES, *numbers, *(n.lower() for n in numbers)) == []
    assert not any(word in caplog.text for word in (*NAMES, *numbers))


def test_a_fault_of_our_own_tells_no_cell(schools, monkeypatch, caplog):
    def fails(*args):
        raise ValueError(f"conversion of {NAMES[0]} failed")

    monkeypatch.setattr(pupil_loading, "read", fails)

    refused = load(file_of(row(1)))

    assert "Fingerpost itself failed on this file (ValueError)" in refused.message
    assert "ValueError at " in caplog.text
    assert NAMES[0] not in caplog.text + refused.message


def test_the_key_is_made_once_readable_by_its_owner_and_never_in_the_database(schools):
    load(file_of(row(1)))

    path = Path(os.environ["FINGERPOST_HOME"]) / "pupil.key"
    key = path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [where for where, _ in whoever_is_in(key)] == [str(path)]
    assert pupil_store.key() == key.encode()


def test_another_key_is_refused_while_pupils_are_held(schools, monkeypatch):
    load(file_of(row(1)))
    monkeypatch.setenv("FINGERPOST_PUPIL_KEY", "x" * 40)

    refused = load(file_of(row(2)))

    assert refused.outcome == "refused"
    assert "Put the key back" in refused.message


def test_the_same_file_again_changes_nothing(schools):
    first = load(file_of(row(1)))

    again = load(file_of(row(1)))

    assert (again.outcome, again.file) == ("unchanged", first.file)


def test_a_more_final_file_replaces_the_school_and_earlier_days_see_the_earlier(schools):
    load(file_of(row(1, reading="99"), row(2, reading="99", urn=100002)))
    load(file_of(row(1, reading="100")), release="amended", known_on=date(2025, 12, 1))

    assert fact(day=date(2025, 9, 1))["value"] == 0.0
    assert fact(day=date(2025, 12, 31))["value"] == 100.0
    assert fact(place="100002", day=date(2025, 12, 31))["value"] == 0.0
    assert fact(place="801", day=date(2025, 12, 31))["denominator"] == 2
    assert fact(day=date(2025, 7, 1)) is None


def test_files_of_a_school_each_make_one_year_and_a_pupil_counts_once(schools):
    load(file_of(row(1), row(2)), name="a.csv")
    load(file_of(row(2, urn=100002), row(3, urn=100002)), name="b.csv", known_on=date(2025, 7, 12))

    cohort = pupils.cohort(people.operator(), "801", "ks2", 2025)

    assert cohort["pupil"].n_unique() == cohort.height == 3
    assert fact(place="801")["denominator"] == 3


def test_a_published_figure_counts_before_ours(schools):
    load(file_of(*(row(n) for n in range(1, 4))))
    ours = fact()

    published = {"origin": "published", "value": 50.0, "snapshot": "0", "known_on": date(2025, 7, 1)}
    both = pl.DataFrame([ours, ours | published], infer_schema_length=None)
    assert current.current(both, None)["value"].to_list() == [50.0]


def test_characteristics_fill_what_a_file_of_results_leaves_out(schools):
    load(csv("UPN,URN,Reading Score", f"{number(1)},100001,100"))
    assert fact(group="girls") is None

    load(
        csv("UPN,URN,Sex,FSM", f"{number(1)},100001,F,Y"),
        stage="characteristics",
        name="census.csv",
        known_on=date(2025, 3, 1),
    )

    assert fact(group="girls")["denominator"] == 1
    assert fact(group="fsm")["value"] == 100.0


def test_a_pupil_who_moved_counts_at_the_new_school_from_that_day(schools):
    load(file_of(*(row(n) for n in range(1, 4))))
    moved = csv("UPN,URN", f"{number(1)},100002", f"{number(2)},", f"{number(9)},100002", "nobody,100002")

    done = pupils_correcting.correct_pupils(
        path=Path("moved.csv"), content=moved, authority="801", stage="ks2", year=2025, known_on=date(2025, 9, 20),
        by=people.operator(), at=NOW,
    )  # fmt: skip

    assert (done.moved, done.out) == (1, 1)
    assert sorted(done.unused.values()) == [[4], [5]]
    assert fact()["denominator"] == 1
    assert fact(place="100002")["denominator"] == 1
    assert fact(day=date(2025, 8, 1))["denominator"] == 3
    assert [c.urn for c in pupils.corrections(people.operator(), "801", "ks2", 2025)] == [100002, None]
    assert whoever_is_in(number(1), number(2), "nobody") == []


def test_a_list_may_name_pupils_by_their_row(schools):
    loaded = load(file_of(*(row(n) for n in range(1, 4))))

    pupils_correcting.correct_pupils(
        path=Path("moved.csv"), content=csv("Row,URN", "2,100002"), authority="801", stage="ks2", year=2025,
        known_on=date(2025, 9, 20), rows_of=loaded.file, by=people.operator(), at=NOW,
    )  # fmt: skip

    assert fact(place="100002")["denominator"] == 1


def test_a_withdrawn_file_stops_counting(schools):
    loaded = load(file_of(row(1)))

    with pytest.raises(actions.CannotChange, match="Say why"):
        actions.withdraw_pupils(file=loaded.file, reason=" ", by=people.operator(), at=NOW)
    actions.withdraw_pupils(file=loaded.file, reason="The wrong year.", by=people.operator(), at=NOW)

    assert fact() is None
    assert pupils.stages_loaded("801") == {}
    with pytest.raises(actions.CannotChange, match="already"):
        actions.withdraw_pupils(file=loaded.file, reason="Again.", by=people.operator(), at=NOW)


def test_deleting_a_year_leaves_nothing_of_it(schools):
    load(file_of(*(row(n) for n in range(1, 9))))
    load(file_of(row(30)), year=2024, known_on=date(2024, 7, 10))
    pseudonyms = pupils.cohort(people.operator(), "801", "ks2", 2025)["pupil"].to_list()
    home = Path(os.environ["FINGERPOST_HOME"])

    gone = actions.delete_pupils(authority="801", stage="ks2", year=2025, by=people.operator(), at=NOW)

    assert (gone.files, gone.rows, gone.snapshots) == (1, 8, 1)
    assert whoever_is_in(*pseudonyms) == []
    assert not (home / "pupils" / "801" / "2025").exists()
    assert not Snapshot.objects.filter(layout="pupils-ks2", period="2025").exists()
    assert pupils.stages_loaded("801") == {"ks2": [2024]}
    assert fact() is None
    assert fact(period="2024")["denominator"] == 1
    event = AuditEvent.objects.get(verb="pupils deleted")
    assert (event.about_name, event.detail["rows"]) == ("801 ks2 2025", 8)


def test_what_is_kept_too_long_is_listed(schools):
    load(file_of(row(1)), year=2018, known_on=date(2018, 7, 10))

    assert [one.year for one in pupils.due(people.operator(), "801", date(2024, 9, 1))] == [2018]
    assert pupils.due(people.operator(), "801", date(2024, 8, 31)) == []
    actions.keep_for(authority="801", years=7, by=people.operator(), at=NOW)
    assert pupils.due(people.operator(), "801", date(2024, 9, 1)) == []


def test_the_day_of_loading_never_counts(schools):
    done = load(file_of(row(1)), known_on=None)

    assert done.file.known_on == date(2025, 7, 12)
    assert "second week of July" in done.file.known_from


def test_only_who_may_load_pupils_does_and_only_officers_see_single_ones(schools, county, django_user_model):
    load(file_of(row(1)))
    head = django_user_model.objects.create(username="head", email="head@example.org")
    people.give_post(
        user=head,
        kind="head",
        authority=county,
        urns=[100001],
        from_on=date(2020, 1, 1),
        by=people.operator(),
        at=NOW,
    )

    with pytest.raises(NotAllowed):
        load(file_of(row(2)), by=head)
    with pytest.raises(NotAllowed):
        pupils.cohort(head, "801", "ks2", 2025)


def test_rows_left_by_a_killed_load_are_removed_by_the_next(schools):
    stray = pupil_store.rows_path("801", 2025, "ks2", "f" * 16)
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"left")

    load(file_of(row(1)))

    assert not stray.exists()


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"stage": "ks9"}, "no stage ks9"),
        ({"release": "maybe"}, "no release maybe"),
        ({"year": 20}, "is not the year"),
        ({"mapping": {"columns": {"Sex": "colour"}}}, "there is no colour"),
    ],
)
def test_what_cannot_be_is_refused(schools, told, sentence):
    refused = load(file_of(row(1)), **told)

    assert (refused.outcome, Refusal.objects.count()) == ("refused", 1)
    assert sentence in refused.message


class TestInTheBrowser:
    @pytest.fixture
    def officer(self, client, schools):
        client.force_login(people.administrator())
        return client

    def sent(self, officer, content, **told):
        data = {
            "file": SimpleUploadedFile("ks2.csv", content),
            "stage": "ks2",
            "year": "2025",
            "release": "provisional",
        }
        return officer.post("/801/data/pupils/load/", data | told)

    def test_a_file_is_sent_mapped_seen_and_accepted(self, officer):
        home = Path(os.environ["FINGERPOST_HOME"])
        answer = self.sent(officer, file_of(*(row(n) for n in range(1, 6)), row(6, reading="300")))
        page = officer.get(answer.url).content.decode()

        assert "5<small>of 6 rows" in page
        assert "Not kept: it holds names" in page
        assert whoever_is_in(*NAMES, number(1)) == []
        assert [p.name for p in (home / "pupils" / ".waiting").iterdir()]

        done = officer.post(answer.url + "accept/")

        assert PupilFile.objects.get().kept == 5
        assert "5 pupils are kept" in officer.get(done.url).content.decode()
        assert not list((home / "pupils" / ".waiting").iterdir())
        assert not list((home / "uploads").glob("*"))

    def test_a_mapping_is_changed_kept_and_known_the_next_time(self, officer):
        content = csv("UPN,URN,Points in reading", *(f"{number(n)},100001,{99 + n}" for n in range(1, 6)))
        url = self.sent(officer, content).url
        assert "cannot be loaded" in officer.get(url).content.decode()

        officer.post(url, {"column-0": "urn", "column-1": "reading_mark"})
        officer.post(url + "accept/", {"column-0": "urn", "column-1": "reading_mark"})
        again = officer.get(self.sent(officer, content.replace(b",100\n", b",101\n")).url).content.decode()

        assert PupilFile.objects.get().mapping["columns"] == {
            "URN": "urn",
            "Points in reading": "reading_mark",
        }
        assert "mapped before" in again

    def test_choices_changed_at_the_last_moment_are_shown_first(self, officer):
        url = self.sent(officer, file_of(row(1))).url
        kept = re.findall(r'name="(column-\d+)"', officer.get(url).content.decode())

        officer.post(url + "accept/", dict.fromkeys(kept, "") | {"column-2": "reading_mark"})

        assert not PupilFile.objects.exists()

    def test_a_discarded_file_is_gone(self, officer):
        url = self.sent(officer, file_of(row(1))).url

        officer.post(url + "discard/")

        assert officer.get(url).status_code == 404
        assert not list(pupil_store.waiting_folder("x").parent.iterdir())

    def test_a_file_that_waited_a_day_is_gone(self, officer):
        url = self.sent(officer, file_of(row(1))).url
        place = pupil_store.waiting_folder(url.rstrip("/").rsplit("/", 1)[-1])
        os.utime(place, (0, 0))

        assert officer.get(url).status_code == 404
        load(file_of(row(2)))
        assert not place.exists()

    def test_a_refused_file_says_why_on_the_form(self, officer):
        page = self.sent(officer, b"\x00\x01").content.decode()

        assert "There is a problem" in page
        assert not list((Path(os.environ["FINGERPOST_HOME"]) / "pupils").rglob("*.parquet"))

    def test_a_file_of_pupils_sent_as_any_other_file_is_thrown_away(self, officer):
        file = SimpleUploadedFile("results.csv", file_of(*(row(n) for n in range(1, 6))))

        page = officer.post("/801/data/upload/", {"files": [file]}).content.decode()

        assert "One of the files holds pupils" in page
        assert whoever_is_in(*NAMES, number(1)) == []

    def test_the_upload_stays_in_memory(self, officer, monkeypatch):
        from django.core.files import uploadhandler

        def never(*args, **kwargs):
            raise AssertionError("A file of pupils was about to be written to a temporary file.")

        monkeypatch.setattr(uploadhandler.TemporaryFileUploadHandler, "new_file", never)
        large = file_of(*(row(n % 900 + 1) for n in range(40_000)))

        assert len(large) > 2_621_440
        assert self.sent(officer, large).status_code == 302

    def test_a_form_without_its_token_is_refused(self, schools):
        from django.test import Client

        strict = Client(enforce_csrf_checks=True)
        strict.force_login(people.administrator())

        assert strict.post("/801/data/pupils/load/", {"stage": "ks2"}).status_code == 403

    def test_a_figure_leads_to_the_files_and_rows_behind_it(self, officer):
        loaded = load(file_of(*(row(n, sex="M" if n % 2 else "F") for n in range(1, 21))))

        page = officer.get(
            "/801/figure/?urn=100001&indicator=ks2_reading_expected&group=boys&period=2025"
        ).content.decode()

        assert loaded.file.sha256 in page
        assert "2, 4, 6, 8, 10, 12, 14, 16, 18, 20" in page
        of_the_district = (
            "place_kind=district&place=E07000001&indicator=ks2_reading_expected&group=girls&period=2025"
        )
        assert "3, 5, 7, 9, 11" in officer.get(f"/801/figure/?{of_the_district}").content.decode()

    def test_a_member_is_shown_no_small_count_of_pupils(self, client, county, schools, django_user_model):
        load(file_of(*(row(n) for n in range(1, 4))))
        member = django_user_model.objects.create(username="member", email="member@example.org")
        told = {"kind": "elected-member", "authority": county, "from_on": date(2020, 1, 1)}
        people.give_post(user=member, by=people.operator(), at=NOW, **told)
        client.force_login(member)

        answer = client.get("/801/figure/?urn=100001&indicator=ks2_reading_expected&group=all&period=2025")
        page = client.get("/801/schools/100001/evidence/").content.decode()

        assert answer.status_code == 403
        assert "Key stage 2" not in page

    def test_the_pages_of_what_is_held_open(self, officer):
        assert "No pupils' results are held" in officer.get("/801/data/pupils/").content.decode()
        loaded = load(file_of(row(1)))

        counted = Snapshot.objects.get(layout="pupils-ks2")
        assert "/801/data/pupils/ks2-2025/" in officer.get(f"/801/data/file/{counted.id}/").content.decode()
        for path in ("", "ks2-2025/", f"file/{loaded.file.id}/", "ks2-2025/delete/", "load/"):
            assert officer.get(f"/801/data/pupils/{path}").status_code == 200
        moved = {
            "file": SimpleUploadedFile("m.csv", csv("UPN,URN", f"{number(1)},100002")),
            "known_on": "2025-09-20",
        }
        officer.post("/801/data/pupils/ks2-2025/correct/", moved)
        assert fact(place="100002")["denominator"] == 1
        assert "URN 100002" in officer.get("/801/data/pupils/ks2-2025/").content.decode()
        officer.post(f"/801/data/pupils/file/{loaded.file.id}/withdraw/", {"reason": "Wrong."})
        officer.post("/801/data/pupils/keep/", {"years": "3"})
        assert pupils.years_kept("801") == 3
        officer.post("/801/data/pupils/ks2-2025/delete/")
        assert not PupilFile.objects.exists()
