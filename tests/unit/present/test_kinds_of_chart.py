"""Multiples, slopes, swarms and bands: what each says, its table, and that it is drawn."""

import pytest

from fingerpost.present import bands, charts, drawing
from fingerpost.present.bands import Bands
from fingerpost.present.charts import FIRST, MAIN
from fingerpost.present.multiples import Multiples, Panel
from fingerpost.present.slope import Slope, Step
from fingerpost.present.swarm import Dot, Swarm


def line(name, *points, role=MAIN):
    return charts.line(name, points, role)


GROUPS = Multiples(
    "Expected standard, by group",
    (
        Panel(
            "Boys",
            (line("Shire", ("2025", 55.0), ("2026", 57.5)), line("England", ("2026", 60.0), role=FIRST)),
        ),
        Panel("Girls", (line("Shire", ("2025", 65.0), ("2026", None, "hidden: few pupils")),)),
        Panel("EHC plan", (line("Shire", ("2026", None, "hidden: few pupils")),)),
    ),
    "%",
    0,
    ("2026",),
)
CHANGE = Slope(
    "Change",
    "2025",
    "2026",
    (
        Step("All", 60.0, 62.0, MAIN),
        Step("Boys", 58.0, 55.5),
        Step("Girls", 62.0, 62.0),
        Step("New", 50.0, 70.0, because="not comparable with 2025"),
        Step("Few", None, 40.0),
    ),
    "%",
)
MANY = Swarm(
    "By school",
    tuple(Dot(f"School {n}", float(n)) for n in range(40, 80)),
    ("School 50",),
    (("Shire", 61.0), ("England", 64.2)),
    "%",
)
QUARTERS = Bands(
    "Quarters of schools",
    (
        bands.Band("2024", (40.0, 50.0, 60.0, 70.0, 80.0), 40),
        bands.Band("2026", (42.0, 52.0, 62.0, 72.0, 82.0), 41),
    ),
    (line("Shire", ("2024", 61.0), ("2026", 73.0)),),
    "%",
    0,
    ("2025",),
)


@pytest.fixture(autouse=True)
def own_home(monkeypatch, tmp_path):
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))


def test_multiples_say_where_each_group_ends_and_who_has_no_figure():
    assert GROUPS.sentence() == (
        "Expected standard, by group: Girls 65% in 2025; Boys 58% in 2026. There is no figure for EHC plan. "
        "The measure changed in 2026."
    )


def test_of_many_groups_the_highest_and_the_lowest_are_told():
    panels = tuple(Panel(f"G{n}", (line("Shire", ("2026", 10.0 * n)),)) for n in range(1, 9))

    assert Multiples("Groups", panels, "%").sentence() == (
        "Groups: in 2026 the highest G8 80%; G7 70%; G6 60%; the lowest G1 10%; G2 20%; G3 30%."
    )


def test_the_table_of_multiples_has_a_row_for_each_line_and_says_what_is_hidden():
    rows = list(GROUPS.table().cells())

    assert rows[0] == ["Boys", "Shire", "55%", "58%"]
    assert rows[1] == ["Boys", "England", "", "60%"]
    assert rows[2] == ["Girls", "Shire", "65%", "hidden: few pupils"]


def test_a_slope_counts_who_rose_and_fell_and_leaves_out_who_cannot_be_compared():
    assert CHANGE.sentence() == (
        "Change: 1 of 3 rose from 2025 to 2026 and 1 fell; the most up: All (+2.0); the most down: Boys (−2.5). "
        "2 changes cannot be shown."
    )


def test_two_years_across_a_break_are_two_points_and_no_line():
    rows = [row for step in CHANGE.steps for row in CHANGE._ends(step)]

    assert len({row["run"] for row in rows if row["name"] == "New"}) == 2
    assert len({row["run"] for row in rows if row["name"] == "All"}) == 1


def test_a_swarm_says_how_many_lie_below_what_it_is_held_against():
    assert MANY.sentence() == (
        "By school: 40 schools from 40% to 79%; 21 below Shire (61%); 25 below England (64%); School 50 at 50%, "
        "above 10."
    )
    assert next(iter(MANY.table().cells())) == ["School 79", "79%"]
    assert ["England", "64%"] in list(MANY.table().cells())


def test_no_two_dots_of_a_swarm_stand_on_one_another():
    same = Swarm("Same", tuple(Dot(f"School {n}", 50.0) for n in range(30)))

    assert len({(row["v"], row["y"]) for row in same._placed([0.0, 100.0])}) == 30


def test_bands_say_in_which_quarter_a_line_ends():
    assert QUARTERS.sentence() == (
        "Quarters of schools: in 2026 the middle half of 41 schools lay from 52% to 72%; Shire 73% in 2026, in the "
        "highest quarter. The measure changed in 2025."
    )


def test_a_year_without_bands_is_a_row_without_figures():
    rows = list(QUARTERS.table().cells())

    assert rows[1] == ["2025", "", "", "", "", "", "", ""]
    assert rows[2][:3] == ["2026", "41", "42%"]


@pytest.mark.parametrize(
    ("values", "cuts"),
    [
        ([4.0, 1.0, 3.0, 2.0], (1.0, 1.75, 2.5, 3.25, 4.0)),
        ([1.0, 2.0, 3.0, 4.0, 5.0], (1.0, 2.0, 3.0, 4.0, 5.0)),
    ],
)
def test_quarters_are_by_linear_interpolation(values, cuts):
    assert bands.band("2026", values).cuts == cuts


def test_three_schools_have_no_quarters():
    assert bands.band("2026", [1.0, 2.0, 3.0]) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    "chart",
    [GROUPS, CHANGE, MANY, QUARTERS, Multiples("None", ()), Slope("None", "2025", "2026", ()), Swarm("None", ()),
     Bands("None", (), ()), Swarm("One", (Dot("School 1", 50.0),))],
)  # fmt: skip
def test_every_kind_is_drawn_with_its_title_and_its_sentence_inside(chart):
    drawn = drawing.svg(chart)

    assert drawn.startswith('<svg role="img"')
    assert f"<title>{chart.title}</title><desc>{chart.title}: " in drawn
    assert chart.table().headings
