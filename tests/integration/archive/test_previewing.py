"""Before files are accepted they show what they would change, and leave nothing behind."""

from datetime import date

import pytest
from tests.integration.conftest import NOW
from tests.integration.published import DALE, HILL, MAY, MILL, register, results

from fingerpost.archive import store
from fingerpost.archive.actions import previewing
from fingerpost.archive.models import Refusal, Snapshot
from fingerpost.archive.queries.received import Received
from fingerpost.core.actions import people
from fingerpost.core.models import AuditEvent
from fingerpost.evidence.reading.load import Options
from fingerpost.register.models import Change, School


@pytest.fixture
def preview(place, load):
    def previewed(*paths, **more):
        upload = Received("token", place, paths, Options(), "801", False)
        return previewing.preview(upload=upload, by=people.operator(), at=NOW, **more)

    return previewed


def counts(found):
    return found.figures.new, found.figures.corrected, found.figures.same, found.figures.vanished


def everything():
    kept = sorted(path.name for path in store.folder().iterdir())
    rows = [list(model.objects.order_by("pk").values()) for model in (School, Snapshot, Refusal, Change)]
    return kept, rows


def test_new_corrected_and_vanished_figures_are_counted(place, load, preview):
    load(register(place, MAY, HILL, MILL, DALE), results(place, 2017, (HILL, 40, "50%"), (MILL, 10, "100%")))
    again = results(place / "again", 2017, (HILL, 40, "55%"), (DALE, 20, "60%"))

    found = preview(again)

    # Each school has a percentage and a cohort.
    assert counts(found) == (2, 1, 1, 2)
    (example,) = found.figures.examples
    assert (example["place"], example["value_before"], example["value"]) == (str(HILL), 50, 55)


def test_a_file_that_says_the_same_changes_nothing(place, load, preview):
    load(results(place, 2017, (HILL, 40, "50%")))
    same = results(place / "again", 2017, (HILL, 40, "50.0%"))

    assert counts(preview(same)) == (0, 0, 2, 0)


def test_a_provisional_figure_does_not_correct_the_final_one(place, load, preview):
    load(results(place, 2017, (HILL, 40, "50%")))

    assert counts(preview(results(place, 2017, (HILL, 40, "48%"), name="provisional.csv"))) == (0, 0, 2, 0)


def test_a_file_that_is_held_already_says_so(place, load, preview):
    path = results(place, 2017, (HILL, 40, "50%"))
    load(path)

    found = preview(path)

    assert [outcome.outcome for outcome in found.outcomes] == ["unchanged"]
    assert counts(found) == (0, 0, 0, 0)


def test_a_look_leaves_nothing_behind_but_the_record_of_it(place, load, preview):
    load(register(place, MAY, HILL))
    broken = place / "broken.csv"
    broken.write_text("<html>")
    before = everything()

    found = preview(register(place / "new", MAY, HILL, MILL), results(place, 2017, (MILL, 10, "50%")), broken)

    assert found.register.counts == {"opened": 1}
    assert [outcome.outcome for outcome in found.outcomes] == ["loaded", "loaded", "refused"]
    assert everything() == before
    assert AuditEvent.objects.filter(verb="files looked at before loading").count() == 1


def test_whoever_looks_is_asked_while_the_files_count(place, load, preview):
    path = results(place, 2017, (HILL, 40, "50%"))

    found = preview(path, look=lambda known_on, new: (known_on, new, Snapshot.objects.live().count()))

    assert found.levels == (date(2017, 12, 14), (found.outcomes[0].snapshot,), 1)


def test_a_failing_look_leaves_nothing_behind(place, load, preview):
    load(register(place, MAY, HILL))
    before = everything()

    def fail(known_on, new):
        raise RuntimeError("no edition")

    with pytest.raises(RuntimeError):
        preview(results(place, 2017, (HILL, 40, "50%")), look=fail)

    load(place / "edubasealldata20140531.csv")
    assert everything() == before
