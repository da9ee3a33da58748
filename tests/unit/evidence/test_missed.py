"""Who missed a measure: combinations exclude one another, add up, and give nothing away where they are hidden."""

from itertools import combinations
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.evidence.missed import counting, hiding, model, reading, saying
from fingerpost.evidence.missed.hiding import Least
from fingerpost.evidence.missed.model import NONE, REST, UNKNOWN, Combination, Missed
from fingerpost.evidence.report_tables.reading import Unreadable

FILE = Path(__file__).resolve().parents[3] / "strategies/cambridgeshire/2014-16/tables/missed-2013.csv"
PRINTED = reading.read(FILE)
CHOSEN = ("sen_any", "minority_ethnic", "fsm")
LEAST = Least(6, 3, 3)

maybe = st.none() | st.booleans()
pupil = st.fixed_dictionaries(
    {
        "sen": st.sampled_from(["none", "support", "plan", None]),
        "ethnicity": st.sampled_from(["WBRI", "AIND", "BAFR", None]),
        "fsm": maybe,
        "rwm_expected": maybe,
    }
)
SCHEMA = {"sen": pl.String, "ethnicity": pl.String, "fsm": pl.Boolean, "rwm_expected": pl.Boolean}


def counted(rows, chosen=CHOSEN):
    return counting.counted(pl.DataFrame(rows, schema=SCHEMA), chosen, "rwm_expected")


@given(rows=st.lists(pupil, max_size=60), chosen=st.permutations(CHOSEN), size=st.integers(1, 3))
def test_combinations_exclude_one_another_and_add_up_to_the_cohort(rows, chosen, size):
    found = counted(rows, tuple(chosen[:size]))

    cohort = [row for row in rows if row["rwm_expected"] is not None]
    assert len({one.name for one in found.combinations}) == len(found.combinations)
    assert sum(one.cohort for one in found.combinations) == found.cohort == len(cohort)
    assert sum(one.missed for one in found.combinations) == found.missed
    assert found.missed == sum(row["rwm_expected"] is False for row in cohort)


def test_a_pupil_is_in_the_combination_of_just_what_she_has():
    found = counted(
        [
            {"sen": "plan", "ethnicity": "WBRI", "fsm": True, "rwm_expected": False},
            {"sen": "none", "ethnicity": "AIND", "fsm": False, "rwm_expected": True},
            {"sen": "none", "ethnicity": "WBRI", "fsm": False, "rwm_expected": False},
            {"sen": None, "ethnicity": "WBRI", "fsm": True, "rwm_expected": False},
            {"sen": "none", "ethnicity": "WBRI", "fsm": False, "rwm_expected": None},
        ]
    )

    told = {one.name: (one.cohort, one.missed) for one in found.combinations if one.cohort}
    assert told == {"sen_any+fsm": (1, 1), "minority_ethnic": (1, 0), NONE: (1, 1), UNKNOWN: (1, 1)}


def test_england_is_asked_for_those_who_have_the_one_and_have_not_the_others():
    asked = {"fsm+sen_any+white_british": 30.0, "all": 60.0}
    found = counting.counted(pl.DataFrame([], schema=SCHEMA), CHOSEN, "rwm_expected", england=asked.get)

    assert {one.name: one.england for one in found.combinations if one.england} == {"sen_any+fsm": 70.0}
    assert found.england == 40.0


@pytest.mark.parametrize(
    "chosen", [(), ("phase=primary",), ("boys", "girls", "fsm", "sen_any", "eal", "mobile")]
)
def test_what_pupils_are_not_known_by_or_nobody_can_read_is_refused(chosen):
    with pytest.raises(counting.CannotCombine):
        counted([], chosen)


def test_the_printed_figure_has_its_counts_and_the_others_have_none_of_the_three():
    told = [(PRINTED.title_of(one), one.cohort, one.missed) for one in PRINTED.combinations]

    assert told == [
        ("SEN", 923, 627),
        ("SEN and FSM", 249, 206),
        ("SEN and BME", 152, 106),
        ("BME", 719, 133),
        ("FSM and BME", 67, 27),
        ("FSM", 282, 70),
        ("SEN, FSM and BME", 50, 42),
        ("None of these", None, 448),
    ]
    assert sum(one.missed for one in PRINTED.combinations) == PRINTED.missed == 1659


def test_what_the_printed_figure_contradicts_is_found_by_arithmetic():
    found = [(each.combination, each.printed, each.ours) for each in saying.differences(PRINTED)]

    assert found == [("FSM and BME", "36%", "40%"), ("All combinations", "1,659", "1,211")]


def test_the_printed_figure_says_for_whom_it_is_worst():
    assert saying.sentences(PRINTED)[1:] == [
        "The largest part of them: SEN alone, 627 pupils, which is 38% of those who missed it.",
        "Missed most often: SEN, FSM and BME, 84% of 50 pupils.",
        "Furthest beyond England: SEN, FSM and BME, 84% against 68%, 16 points more, of 50 pupils.",
    ]


def test_a_combination_of_few_pupils_carries_no_commentary():
    few = Missed("", ("fsm",), (Combination("fsm", 10, 10), Combination(NONE, 100, 20)), 110, 30)

    assert not any("100%" in said for said in saying.sentences(few))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("combination,cohort\nfsm,1\n", "no column missed"),
        ("combination,cohort,missed\n", "no rows"),
        ("combination,cohort,missed\nfsm,many,1\n", "no number of pupils"),
        ("combination,cohort,missed\na+b,1,1\nb+a,1,1\n", "twice"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(text, says):
    with pytest.raises(Unreadable, match=says):
        reading.read_text(text)


count = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: (max(pair), min(pair)))


@st.composite
def cohorts(draw):
    sizes = {name: draw(count) for name in model.expected(CHOSEN)}
    rows = tuple(Combination(name, *size) for name, size in sizes.items())
    return Missed("", CHOSEN, rows, sum(one.cohort for one in rows), sum(one.missed for one in rows))


@given(found=cohorts())
def test_no_row_that_is_shown_is_small_and_what_is_shown_still_adds_up(found):
    shown = hiding.joined(found, LEAST)

    assert not any(hiding.is_small([one], LEAST) for one in shown.combinations)
    if shown.cohort is not None:
        assert sum(one.cohort for one in shown.combinations) == found.cohort
        assert sum(one.missed for one in shown.combinations) == found.missed


OTHERS = ({"sen_any": False, "fsm": False}, {"minority_ethnic": False, "fsm": True})


@given(found=cohorts(), others=st.sampled_from([(), OTHERS]))
def test_no_group_of_another_table_gives_a_small_part_of_the_joined_row_away(found, others):
    shown = {one.name for one in hiding.joined(found, LEAST, others).combinations}
    groups = [dict.fromkeys(held, True) for size in (0, 1, 2, 3) for held in combinations(CHOSEN, size)]

    for group in [*groups, *({code: False} for code in CHOSEN), *others]:
        sides = [[one for one in found.combinations if one.cohort and hiding.is_in(one, group) is is_inside]
                 for is_inside in (True, False)]  # fmt: skip
        if any(hiding.is_small(side, LEAST) for side in sides):
            continue
        for side in sides:
            told = [one for one in side if one.name in shown]
            hidden = [one for one in side if one.name not in shown]
            assert not (told and hidden and hiding.is_small(hidden, LEAST))


def test_what_is_small_is_judged_without_the_pupils_whom_the_reader_knows():
    def of(*sizes):
        names = ("sen_any", "fsm", NONE)
        rows = tuple(Combination(name, *size) for name, size in zip(names, sizes, strict=True))
        return Missed("", ("sen_any", "fsm"), rows, 190, 80)

    every, without = of((10, 5), (100, 40), (80, 35)), of((4, 2), (90, 36), (70, 30))

    assert len(hiding.joined(every, LEAST).combinations) == 3
    assert [one.name for one in hiding.joined(every, LEAST, without=without).combinations] == ["fsm", REST]


def test_a_small_combination_is_never_joined_alone():
    rows = (Combination("sen_any", 50, 20), Combination("fsm", 4, 2), Combination(NONE, 80, 30))
    shown = hiding.joined(Missed("", ("sen_any", "fsm"), rows, 134, 52), LEAST)

    assert [(one.name, one.cohort) for one in shown.combinations] == [("sen_any", 50), (REST, 84)]


def test_counts_are_rounded_for_an_audience_after_hiding():
    rows = (Combination("fsm", 52, 21), Combination(NONE, 83, 33))
    shown = hiding.joined(Missed("", ("fsm",), rows, 135, 54), Least(6, 3, 3, base=5))

    assert [(one.cohort, one.missed) for one in shown.combinations] == [(50, 20), (85, 35)]
    assert (shown.cohort, shown.missed) == (135, 55)
