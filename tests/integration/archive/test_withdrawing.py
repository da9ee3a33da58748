"""A file loaded by mistake stops counting; nothing is deleted, and what had used it is listed."""

from datetime import date

import pytest
from tests.integration.conftest import NOW
from tests.integration.published import HILL, MAY, MILL, inspected, register, results

from fingerpost.archive import store
from fingerpost.archive.actions import withdrawing
from fingerpost.archive.actions.withdrawing import CannotWithdraw
from fingerpost.archive.models import RatingRun, Snapshot
from fingerpost.archive.queries import figures, inspections
from fingerpost.archive.queries.figures import Asked
from fingerpost.core.actions import people
from fingerpost.core.models import AuditEvent
from fingerpost.core.rules import NotAllowed
from fingerpost.register import queries as schools
from fingerpost.register.models import Change, School

SPRING = date(2014, 3, 14)
ASKED = Asked("801", "ks2_rwm_expected")


@pytest.fixture
def withdraw(load):
    def withdrawn(path, reason="The wrong year."):
        return withdrawing.withdraw_named(name=path.name, reason=reason, by=people.operator(), at=NOW)

    return withdrawn


def open_urns(day=MAY):
    return sorted(schools.schools_of("801", day)["urn"].to_list())


def test_figures_and_schools_go_with_the_file_that_brought_them(place, load, withdraw):
    register(place, date(2017, 1, 1), HILL)
    path = register(place / "wrong", MAY, HILL, MILL)
    table = results(place, 2017, (HILL, 30, "50%"))
    load()
    assert open_urns() == [HILL, MILL]

    withdraw(path)
    withdraw(table)

    assert open_urns() == [HILL]
    assert figures.of_authority(ASKED) == []


def test_inspections_go_with_the_list_that_brought_them(place, load, withdraw):
    earlier = inspected(place, date(2013, 7, 31), (HILL, date(2012, 3, 1), 3))
    later = inspected(place, MAY, (HILL, SPRING, 2))
    load(earlier, later)
    assert inspections.profile("801", MAY)["all"]["grades"]["2"] == 1

    withdraw(later)

    found = inspections.profile("801", MAY)
    assert (found["list_as_at"], found["all"]["grades"]["3"]) == ("2013-07-31", 1)


def test_nothing_is_deleted(place, load, withdraw):
    path = register(place, MAY, HILL)
    load()

    withdraw(path, "It was a trial.")

    snapshot = Snapshot.objects.get()
    assert (snapshot.withdrawn_at, snapshot.withdrawn_by.username) == (NOW, "operator")
    assert snapshot.withdrawn_reason == "It was a trial."
    assert store.table_path(snapshot.id, "schools").is_file()
    assert AuditEvent.objects.filter(verb="file withdrawn", about_id=snapshot.id).exists()


def test_a_school_that_no_live_file_names_is_still_known_and_reported(place, load, withdraw):
    path = register(place, MAY, HILL)
    load()

    withdraw(path)

    hill = School.objects.get(pk=HILL)
    assert (hill.name, hill.closed_how, hill.is_state_funded) == (
        "Hill Primary School",
        "no live list names it",
        False,
    )
    assert Change.objects.get().kind == "unlisted"


def test_a_file_loaded_again_after_its_withdrawal_counts_beside_the_record_of_it(place, load, withdraw):
    path = register(place, MAY, HILL)
    load()
    withdraw(path)

    (file,) = load().files

    assert file.outcome == "loaded"
    assert open_urns() == [HILL]
    assert Snapshot.objects.count() == 2
    assert Snapshot.objects.live().get().id == file.snapshot
    assert School.objects.get(pk=HILL).closed_how == ""


def test_a_file_can_be_withdrawn_and_loaded_any_number_of_times(place, load, withdraw):
    path = register(place, MAY, HILL)
    for _ in range(3):
        load()
        withdraw(path)

    load()

    assert (Snapshot.objects.count(), Snapshot.objects.live().count()) == (4, 1)


def test_the_runs_that_had_used_it_are_listed(place, load, withdraw, county):
    used, other = register(place, MAY, HILL), results(place, 2017, (HILL, 30, "50%"))
    load()
    identity = Snapshot.objects.get(name=used.name).id
    run = {"authority": county, "as_at": MAY, "computed_at": NOW, "computed_by": people.operator()}
    RatingRun.objects.create(edition="example/2026", snapshots=[identity], **run)
    RatingRun.objects.create(edition="other/2026", snapshots=["0123456789abcdef"], **run)

    assert withdraw(used).used_by == ["Bristol example/2026 as at 2014-05-31"]
    assert withdraw(other).used_by == []


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_withdrawal_needs_a_reason(place, load, withdraw, reason):
    path = register(place, MAY, HILL)
    load()

    with pytest.raises(CannotWithdraw, match="Say why"):
        withdraw(path, reason)

    assert Snapshot.objects.live().count() == 1


def test_a_withdrawn_file_cannot_be_withdrawn_again(place, load):
    register(place, MAY, HILL)
    load()
    snapshot = Snapshot.objects.get()
    seen_twice = Snapshot.objects.get()
    told = {"reason": "The wrong year.", "by": people.operator(), "at": NOW}
    withdrawing.withdraw(snapshot=snapshot, **told)

    with pytest.raises(CannotWithdraw, match="withdrawn already"):
        withdrawing.withdraw(snapshot=seen_twice, **told)


def test_a_name_that_two_files_have_does_not_say_which(place, load, withdraw):
    path = results(place, 2017, (HILL, 30, "50%"))
    results(place, 2018, (HILL, 30, "60%"))
    load()

    with pytest.raises(
        CannotWithdraw, match=r"2 live files are called ks2final.csv. Name one by its id: .*\(2017\)"
    ):
        withdraw(path)


def test_a_name_that_no_file_has_is_refused(place, withdraw):
    with pytest.raises(CannotWithdraw, match=r"No live file is called nothing\.csv"):
        withdraw(place / "nothing.csv")


def test_whoever_may_not_withdraw_withdraws_nothing(place, load):
    register(place, MAY, HILL)
    load()
    stranger = people.add_user(email="new@bristol.example", name="New", by=people.operator(), at=NOW)

    with pytest.raises(NotAllowed):
        withdrawing.withdraw(snapshot=Snapshot.objects.get(), reason="Mine.", by=stranger, at=NOW)

    assert Snapshot.objects.live().count() == 1
