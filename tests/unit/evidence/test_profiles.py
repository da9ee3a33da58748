"""The Ofsted profile: three scales apart, sub-judgements, the schools behind a number, and moves between two days."""

from datetime import date

import polars as pl
import pytest

from fingerpost.evidence import profiles
from fingerpost.evidence.inspections import STATE, Held
from fingerpost.evidence.profiles import Ask

DAY = date(2026, 3, 1)
GRADES = {
    "urn": pl.Int64,
    "ended_on": pl.Date,
    "aspect": pl.String,
    "grade": pl.String,
    "row": pl.UInt32,
    "snapshot": pl.String,
    "list_as_at": pl.Date,
}


def states(*rows):
    blank = dict.fromkeys(STATE) | {
        "phase": "primary",
        "pupils": 100,
        "framework": "oeif-2012",
        "moved_on": False,
    }
    made = [blank | {"ended_on": DAY, "row": place} | row for place, row in enumerate(rows)]
    return pl.DataFrame(made, schema=STATE, orient="row")


def told(*rows):
    made = [
        (urn, DAY, aspect, grade, 900 + place, "list", DAY) for place, (urn, aspect, grade) in enumerate(rows)
    ]
    return pl.DataFrame(made, schema=GRADES, orient="row")


GOOD = {"urn": 1, "overall": 2}
JUDGED = {"urn": 2, "framework": "eif-2019"}
CARD = {"urn": 3, "framework": "report-card-2025"}
UNSEEN = {"urn": 4, "framework": None, "ended_on": None}
MIXED = states(GOOD, JUDGED, CARD, UNSEEN)
TOLD = told(
    (1, "leadership", "3"),
    (2, "leadership", "2"),
    (3, "rc_leadership", "strong standard"),
    (3, "rc_inclusion", "NULL"),
)


def test_each_school_stands_on_one_scale():
    scaled = profiles.with_scale(MIXED, TOLD)

    assert dict(scaled.select("urn", "scale").rows()) == {
        1: profiles.GRADED,
        2: profiles.JUDGED,
        3: profiles.CARD,
        4: profiles.UNGRADED,
    }


def test_a_report_card_keeps_its_own_words_and_is_not_added_to_old_grades():
    found = profiles.aspects(profiles.with_scale(MIXED, TOLD), TOLD)

    assert [(a.scale, a.code, a.counts) for a in found] == [
        (profiles.GRADED, "leadership", {"3": 1}),
        (profiles.JUDGED, "leadership", {"2": 1}),
        (profiles.CARD, "rc_leadership", {"Strong standard": 1}),
    ]


def test_learners_weigh_a_judgement_and_a_school_without_their_number_is_left_out():
    rows = states({"urn": 1, "overall": 2, "pupils": 30}, {"urn": 2, "overall": 3, "pupils": None})
    judged = told((1, "teaching", "2"), (2, "teaching", "3"))

    found = profiles.aspects(profiles.with_scale(rows, judged), judged, "learners")

    assert found[0].counts == {"2": 30}


@pytest.mark.parametrize(
    ("ask", "urns"),
    [
        (Ask(), [1, 2, 3, 4]),
        (Ask(grade="1-2"), [1]),
        (Ask(scale=profiles.CARD), [3]),
        (Ask(aspect="leadership", grade="3"), [1]),
        (Ask(aspect="leadership", grade="2", scale=profiles.JUDGED), [2]),
        (Ask(aspect="rc_leadership", grade="Strong standard"), [3]),
        (Ask(phase="secondary"), []),
        (Ask(is_without_pupils=True), []),
    ],
)
def test_the_schools_behind_a_number(ask, urns):
    found = profiles.behind(profiles.with_scale(MIXED, TOLD), TOLD, ask)

    assert found["urn"].to_list() == urns


def test_a_judgement_is_found_in_its_own_row_of_the_file():
    found = profiles.behind(profiles.with_scale(MIXED, TOLD), TOLD, Ask(aspect="leadership", grade="3"))

    assert found.select("asked", "row", "snapshot").row(0) == ("3", 900, "list")


@pytest.mark.parametrize(
    ("was", "is_now", "way"),
    [
        ({"overall": 3}, {"overall": 2}, profiles.BETTER),
        ({"overall": 2}, {"overall": 3}, profiles.WORSE),
        ({"overall": 2}, {"overall": 2}, profiles.SAME),
        ({"overall": None, "ended_on": None, "framework": None}, {"overall": 2}, profiles.FIRST),
        ({"overall": 2}, {"overall": None, "framework": "report-card-2025"}, profiles.OTHER),
        (
            {"overall": None, "framework": "report-card-2025"},
            {"overall": None, "framework": "report-card-2025"},
            profiles.STILL,
        ),
    ],
)
def test_a_move_is_told_on_one_scale_only(was, is_now, way):
    before, after = states({"urn": 1} | was), states({"urn": 1} | is_now)

    moved = profiles.moves(profiles.with_scale(before, told()), profiles.with_scale(after, told()))

    assert moved["way"].to_list() == [way]


def test_a_school_in_one_of_two_lists_alone_has_no_move():
    before = profiles.with_scale(states({"urn": 1, "overall": 2}), told())
    after = profiles.with_scale(states({"urn": 2, "overall": 2}), told())

    moved = profiles.moves(before, after)

    assert moved.select("urn", "way").rows() == [(1, profiles.GONE), (2, profiles.FIRST)]


def test_moves_are_counted_by_the_grades_between_which_they_were():
    before = states(*({"urn": urn, "overall": 3} for urn in (1, 2, 3)))
    after = states({"urn": 1, "overall": 2}, {"urn": 2, "overall": 2}, {"urn": 3, "overall": 4})

    moved = profiles.moves(profiles.with_scale(before, told()), profiles.with_scale(after, told()))

    assert profiles.counted_moves(moved) == [(profiles.BETTER, 3, 2, 2), (profiles.WORSE, 3, 4, 1)]


def test_a_day_of_a_trend_gives_the_share_of_each_phase_and_of_all():
    rows = states(
        {"urn": 1, "overall": 1}, {"urn": 2, "overall": 3}, {"urn": 3, "overall": 2, "phase": "special"}, CARD
    )

    days = profiles.of_day(rows, "schools")

    assert [(day.phase, day.total, day.good) for day in days] == [
        ("primary", 2, 50.0),
        ("special", 1, 100.0),
        ("all", 3, pytest.approx(66.7, abs=0.1)),
    ]
    assert days[-1].elsewhere == 1


def test_every_list_stands_as_it_was_on_its_day():
    listing = pl.DataFrame(
        {
            "urn": [1, 1],
            "authority": ["001", "001"],
            "phase": ["primary", "primary"],
            "snapshot": ["old", "new"],
            "list_as_at": [date(2024, 1, 1), date(2025, 1, 1)],
        }
    )
    stated = pl.DataFrame(
        {
            "urn": [1, 1],
            "role": ["latest", "latest"],
            "kind": ["graded", "graded"],
            "overall": [3, 2],
            "ended_on": [date(2023, 5, 1), date(2024, 5, 1)],
            "snapshot": ["old", "new"],
            "list_as_at": [date(2024, 1, 1), date(2025, 1, 1)],
        }
    ).with_columns(
        *(
            pl.lit(None, dtype=kind).alias(name)
            for name, kind in STATE.items()
            if name in ("known_on", "known_how", "framework", "category", "outcome", "inspected_urn")
        )
    )

    found = profiles.on_list_days(Held(listing, stated, told()), "001")

    assert found.sort("list_as_at")["overall"].to_list() == [3, 2]
