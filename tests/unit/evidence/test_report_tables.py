"""Report tables: the printed tables of an edition's examples cell by cell, and the rules on their own."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.evidence.report_tables import checking, making, reading
from fingerpost.evidence.report_tables.model import DOWN, STEADY, UP, Figures, Line, rounded

FILE = Path("strategies/cambridgeshire/2014-16/tables/groups-2017.csv")
KS1, KS2, KS4 = reading.read(Path(__file__).resolve().parents[3] / FILE)


def cells(figures, key):
    """Each group's cell of a column, as we print it."""
    column = next(column for column in making.columns(figures) if column.key == key)
    return {line.group: making.written(figures, line, column) for line in figures.lines}


def compared(figures, key):
    """Of the cells that were once printed: how many there are, and those in which ours differs."""
    ours = cells(figures, key)
    printed = {line.group: line.printed[key] for line in figures.lines}
    return len(printed), {
        group: (text, ours[group])
        for group, text in printed.items()
        if checking._meant(text) != checking._meant(ours[group])
    }


@pytest.mark.parametrize(
    ("figures", "key", "differ"),
    [
        (KS1, making.CHANGE, {}),
        (KS1, making.FROM_ALL, {"sen_any": ("-48ppt", "-47ppt")}),
        (KS2, making.CHANGE, {}),
        (KS2, making.FROM_ALL, {}),
        (KS4, making.FROM_ENGLAND, {}),
    ],
)
def test_every_printed_cell_is_ours_but_those_that_contradict_their_own_figures(figures, key, differ):
    assert compared(figures, key) == (14, differ)


def test_all_that_the_documents_tables_contradict_is_found_and_nothing_else():
    found = [
        (each.kind, each.printed, each.ours)
        for table in (KS1, KS2, KS4)
        for each in checking.differences(table)
    ]

    assert found == [
        ("cell", "-48ppt", "-47ppt"),
        (
            "column",
            "Difference from Cambs All Pupils (pts)",
            "Difference from State-funded England 2016, All Pupils (pts)",
        ),
        ("whole", "51.8", "51.5"),
    ]


def test_a_column_under_a_false_name_is_offered_under_its_own_with_our_figures_under_the_other():
    printed = {line.group: line.printed[making.FROM_ALL] for line in KS4.lines}
    of_england = cells(KS4, making.FROM_ENGLAND_ALL)

    assert {group: Decimal(text) for group, text in printed.items()} == {
        group: Decimal(text) for group, text in of_england.items()
    }
    assert cells(KS4, making.FROM_ALL)["boys"] == "-2.6"


def test_a_contradiction_shows_its_working():
    (wrong,) = checking.differences(KS1)

    assert "12.5 - 59.8 = -47.3" in wrong.sentence()


def test_what_england_does_not_report_is_no_difference_of_nothing():
    assert cells(KS4, making.FROM_ENGLAND)["central_eastern_european"] == "Not Reported"


def table(*lines, years=("2016", "2017"), **options):
    return Figures("t", "T", options.pop("unit", "%"), years, lines, **options)


def line(group, then, now, cohort=None, **printed):
    values = {"2016": Decimal(then), "2017": Decimal(now)}
    return Line(group, group, cohort, values=values, printed=printed)


@pytest.mark.parametrize(
    ("then", "now", "written"),
    [
        ("50", "50.5", STEADY),
        ("50", "49.5", STEADY),
        ("50", "50.6", f"1{UP}"),
        ("50", "49.4", f"1{DOWN}"),
        ("59", "60.5", f"2{UP}"),
        ("60.5", "59", f"2{DOWN}"),
        ("50", "52.4", f"2{UP}"),
    ],
)
def test_half_a_point_or_less_is_steady_and_rounding_is_half_away_from_zero(then, now, written):
    assert cells(table(line("all", then, now)), making.CHANGE) == {"all": written}


def test_binary_fractions_do_not_move_half_a_point():
    assert rounded(Decimal.from_float(59.8) - Decimal.from_float(57.3), 0) == 3
    assert rounded(Decimal.from_float(-28.5), 0) == -29


def test_years_that_may_not_be_compared_have_no_direction():
    refused = table(line("all", "50", "60"), refused="The measure changed in 2017.")

    assert cells(refused, making.CHANGE) == {"all": "-"}


def test_one_wrong_cell_does_not_rename_a_column():
    wrong = table(
        line("all", "50", "60"),
        line("boys", "50", "55", change="9↑"),
        line("girls", "50", "65", change="15↑"),
    )

    assert [each.kind for each in checking.differences(wrong)] == ["cell"]


def test_parts_with_more_pupils_than_the_whole_are_told():
    wrong = table(
        line("all", "50", "50", 100), line("boys", "50", "50", 60), line("girls", "50", "50", 50),
        line("fsm", "50", "50", 10), line("sen_any", "50", "50", 20), line("fsm+sen_any", "50", "50", 11),
    )  # fmt: skip

    assert [(each.group, each.ours) for each in checking.differences(wrong)] == [
        ("all (100 pupils)", "110"),
        ("fsm+sen_any (11 pupils)", "at most 10"),
    ]


@given(
    groups=st.lists(st.tuples(st.integers(1, 900), st.integers(0, 900)), min_size=2, max_size=2),
    unknown=st.tuples(st.integers(0, 300), st.integers(0, 300)),
)
def test_figures_counted_from_the_same_pupils_never_contradict_themselves(groups, unknown):
    parts = [(cohort, min(reached, cohort)) for cohort, reached in groups]
    everybody = [*parts, (unknown[0], min(unknown))]
    cohort, reached = (sum(part[i] for part in everybody) for i in (0, 1))

    def share(part):
        return str(rounded(Decimal(100 * part[1]) / part[0], 1))

    lines = [line("all", "0", share((cohort, reached)), cohort)]
    lines += [
        line(code, "0", share(part), part[0]) for code, part in zip(("boys", "girls"), parts, strict=True)
    ]

    assert not checking.differences(table(*lines))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("group,2017\nall,1\n", "no column table"),
        ("table,group\nt,all\n", "columns named by a year"),
        ("table,group,2017\n", "no rows"),
        ("table,group,2017\nt,all,1\nt,all,2\n", "twice"),
        ("table,group,2017\nt,all,1.2.3\n", "no number"),
        ("table,group,2017\nt,all,1e999999999999\n", "no number"),
        ("table,group,cohort,2017\nt,all,many,1\n", "no number of pupils"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(text, says):
    with pytest.raises(reading.Unreadable, match=says):
        reading.read_text(text)
