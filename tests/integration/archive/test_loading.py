"""Files are loaded whole or not at all, again and again, in any order."""

import itertools
import shutil
from dataclasses import replace
from datetime import date

import pytest
from tests.integration.conftest import NOW
from tests.integration.published import (
    DALE,
    DECEMBER,
    HILL,
    MAY,
    MILL,
    inspected,
    links,
    register,
    results,
    table,
)

from fingerpost.archive import store
from fingerpost.archive.models import Derived, Refusal, Snapshot
from fingerpost.archive.queries import inspections
from fingerpost.core.actions import audit, people
from fingerpost.core.models import AuditEvent, Post
from fingerpost.core.rules import NotAllowed
from fingerpost.evidence.layouts import BY_CODE
from fingerpost.register.models import AuthoritySpell, School, SchoolLink

SPRING = date(2014, 3, 14)


def outcomes(loaded):
    return [file.outcome for file in loaded.files]


def whole_register():
    """Everything that is derived, as plain rows."""
    return (
        sorted(
            School.objects.values_list(
                "urn", "name", "phase", "authority_id", "opened_on", "closed_on", "closed_how"
            )
        ),
        sorted(AuthoritySpell.objects.values_list("urn", "authority_id", "from_on", "to_on"), key=str),
        sorted(SchoolLink.objects.values_list("urn", "link_urn", "kind", "linked_on"), key=str),
    )


def folders():
    return sorted(path.name for path in store.folder().iterdir())


def test_a_file_is_kept_with_where_and_when_it_is_from(place, load):
    path = inspected(place, MAY, (HILL, SPRING, 2), (MILL, SPRING, 3))

    (file,) = load().files

    snapshot = Snapshot.objects.get()
    assert (file.file, file.outcome, file.layout, file.as_at) == (str(path), "loaded", "ofsted_monthly", MAY)
    assert (file.rows, file.kept, file.set_aside, file.messages) == (2, 2, {}, [])
    assert (snapshot.id, snapshot.name, snapshot.loaded_by.username) == (file.snapshot, path.name, "operator")
    assert folders() == [snapshot.id]
    assert AuditEvent.objects.filter(verb="file loaded", about_id=snapshot.id).exists()


def test_loading_twice_changes_nothing(place, load):
    register(place, MAY, HILL, MILL)
    results(place, 2017, (HILL, 30, "50%"))
    load()
    before = whole_register(), folders(), Snapshot.objects.count()

    again = load()

    assert outcomes(again) == ["unchanged", "unchanged"]
    assert again.register is None
    assert (whole_register(), folders(), Snapshot.objects.count()) == before


def test_the_same_file_in_another_place_is_named_as_it_was_asked_for(place, load):
    path = inspected(place, MAY, (HILL, SPRING, 2))
    load()
    (place / "copies").mkdir()
    copy = shutil.copy(path, place / "copies")

    (file,) = load(copy).files

    assert (file.file, file.outcome) == (str(copy), "unchanged")


def test_the_same_content_for_another_year_is_another_file(place, load):
    path = results(place, 2017, (HILL, 30, "50%"))
    load()
    (place / "2017-2018").mkdir()
    shutil.copy(path, place / "2017-2018")

    assert outcomes(load()) == ["unchanged", "loaded"]


def test_a_refused_file_stops_nothing_else(place, load):
    (place / "a error.csv").write_text("<html>not found</html>")
    table(place / "b of no known kind.csv", ("URN", "SCHNAME"), [(HILL, "Hill"), (MILL, "Mill")])
    (place / "c empty.csv").write_text("")
    inspected(place, MAY, (HILL, SPRING, 2))

    done = load(place, place / "no such file.csv")

    assert sorted(outcomes(done)) == ["loaded", *["refused"] * 4]
    assert done.anything_refused
    assert Refusal.objects.count() == 4
    assert inspections.profile("801", MAY)["all"]["total"] == 1


def test_a_refusal_is_one_sentence_that_names_the_file(place, load):
    (place / "error.csv").write_text("<html>not found</html>")

    (file,) = load().files

    assert file.messages[0]["level"] == "refusal"
    assert file.messages[0]["text"].startswith("error.csv: This is a web page")


def test_what_is_no_table_is_left_alone_and_listed(place, load):
    (place / "notes.txt").write_text("Remember the milk.")
    (place / ".hidden.csv").write_text("URN")

    done = load()

    assert (done.files, done.left_alone) == ([], [str(place / "notes.txt")])


def test_a_file_that_cannot_be_opened_is_refused(place, load, monkeypatch):
    path = inspected(place, MAY, (HILL, SPRING, 2))

    def locked(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", locked)

    (file,) = load(path).files

    assert file.outcome == "refused"
    assert "cannot be opened: Permission denied" in file.messages[0]["text"]


def test_a_name_in_an_unknown_encoding_is_no_obstacle(place, load):
    path = place / "sch\udcffools 31 May 2014.csv"
    inspected(place, MAY, (HILL, SPRING, 2)).rename(path)

    (file,) = load().files

    assert file.outcome == "loaded"
    file.file.encode()


@pytest.fixture
def failing(monkeypatch):
    """The layout of inspections, failing when it has read half."""
    layout = BY_CODE["ofsted_monthly"]

    def half(table, context, output):
        layout.read(table, context, output)
        raise KeyError("overall")

    changed = replace(layout, read=half)
    monkeypatch.setattr("fingerpost.evidence.reading.load.LAYOUTS", (changed, BY_CODE["ks2"]))


def test_a_fault_of_ours_keeps_nothing_of_its_file_and_stops_no_other(place, load, failing, caplog):
    inspected(place, MAY, (HILL, SPRING, 2))
    results(place, 2017, (HILL, 30, "50%"))

    done = load()

    assert sorted(outcomes(done)) == ["loaded", "refused"]
    assert [s.layout for s in Snapshot.objects.all()] == ["ks2"]
    assert folders() == [Snapshot.objects.get().id]
    assert "Fingerpost itself failed" in Refusal.objects.get().message
    assert "KeyError: 'overall'" in caplog.text


def test_a_file_that_is_kept_in_part_is_not_kept(place, load, monkeypatch):
    inspected(place, MAY, (HILL, SPRING, 2))

    def lost(*words, **more):
        raise ConnectionError("the database has gone")

    with monkeypatch.context() as patched:
        patched.setattr(audit, "record", lost)
        with pytest.raises(ConnectionError):
            load()
    assert not Snapshot.objects.exists()

    assert outcomes(load()) == ["loaded"]
    assert folders() == [Snapshot.objects.get().id]


def test_what_a_killed_load_left_on_disk_is_removed_by_the_next(place, load):
    inspected(place, MAY, (HILL, SPRING, 2))
    for name in ("0123456789abcdef", ".0123456789abcdef.working"):
        (store.folder() / name).mkdir(parents=True)
        (store.folder() / name / "facts.parquet").write_bytes(b"PAR1")

    load()

    assert folders() == [Snapshot.objects.get().id]


def test_a_register_that_a_killed_load_left_behind_is_brought_up_to_date_by_the_next(place, load):
    register(place, MAY, HILL, MILL)
    load()
    whole = whole_register()
    School.objects.filter(urn=MILL).delete()
    Derived.objects.update(key="of the files before")

    again = load()

    assert outcomes(again) == ["unchanged"]
    assert again.register.counts == {"opened": 1}
    assert whole_register() == whole


def test_the_order_of_loading_does_not_matter(place, load):
    opened = {"OpenDate": date(2014, 9, 1), "TypeOfEstablishment (name)": "Academy converter"}
    files = [
        register(place, MAY, HILL, (MILL, {"EstablishmentName": "The Mill"})),
        register(place, DECEMBER, MILL, (DALE, opened)),
        links(place, date(2026, 8, 21), (HILL, DALE, "Successor", date(2014, 9, 1))),
        inspected(place, date(2013, 7, 31), (HILL, date(2012, 6, 1), 3)),
    ]
    found = []
    for order in itertools.islice(itertools.permutations(files), 0, None, 5):
        for model in (School, AuthoritySpell, SchoolLink, Snapshot, Derived):
            model.objects.all().delete()
        for path in order:
            load(path)
        found.append(whole_register())

    assert all(register == found[0] for register in found)
    assert (HILL, date(2014, 8, 31)) in School.objects.values_list("urn", "closed_on")


def test_a_newer_version_of_the_product_reads_a_file_again_in_place_of_what_the_older_made(
    place, load, monkeypatch
):
    inspected(place, MAY, (HILL, SPRING, 2))
    load()
    monkeypatch.setattr(store, "READER", store.READER + 1)

    assert outcomes(load()) == ["loaded"]

    older = Snapshot.objects.get(reader=store.READER - 1)
    assert (older.withdrawn_at, older.withdrawn_reason) == (
        NOW,
        "Read again by a newer version of the product.",
    )
    assert Snapshot.objects.live().count() == 1


def test_whoever_may_not_load_loads_nothing(place, load):
    inspected(place, MAY, (HILL, SPRING, 2))
    stranger = people.add_user(email="new@bristol.example", name="New", by=people.operator(), at=NOW)

    with pytest.raises(NotAllowed, match="load files"):
        load(by=stranger)

    assert not Post.objects.filter(user=stranger).exists()
    assert not Snapshot.objects.exists()
