"""Charts: what they say, and that nothing is joined which should not be."""

import itertools

import pytest

from fingerpost.present import charts, drawing, strokes
from fingerpost.present.bars import Bar, BarChart
from fingerpost.present.charts import FIRST
from fingerpost.present.strip import StripChart
from fingerpost.present.trends import LineChart

SCHOOL = charts.line(
    "This school", [("2018", 62.0), ("2015", 71.4), ("2016", 50.0), ("2017", None, "hidden: few pupils")]
)
ENGLAND = charts.line("England", [("2015", 80.0), ("2016", 53.0), ("2017", 61.0), ("2018", 64.0)], FIRST)
LINES = LineChart("Expected standard", (SCHOOL, ENGLAND), "%", 0, ("2016",))


def segments(chart):
    return strokes.segments(chart.lines, chart.periods(), chart.breaks)


@pytest.fixture(autouse=True)
def own_home(monkeypatch, tmp_path):
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))


def test_a_line_is_not_joined_across_a_break_or_a_year_without_a_value():
    runs = {(row["x"], row["run"]) for row in segments(LINES) if row["name"] == "This school"}

    assert len({run for _, run in runs}) == 3


def test_a_year_that_nobody_has_is_still_on_the_axis():
    gap = LineChart("Gap", (charts.line("A", [("2019", 1.0), ("2022", 2.0)]),))

    assert gap.periods() == ["2019", "2020", "2021", "2022"]


def test_the_table_says_why_there_is_no_value():
    rows = list(LINES.table().cells())

    assert rows[2] == ["2017", "hidden: few pupils", "61%"]
    assert LINES.table().notes == ("Not to be compared across 2016: the measure changed.",)


def test_the_sentence_says_what_is_to_be_seen():
    assert LINES.sentence() == (
        "Expected standard: This school 62% in 2018; England 64% in 2018. The measure changed in 2016."
    )


def test_days_are_told_as_days_and_lie_where_they_are_in_time():
    days = LineChart("Good", (charts.line("All", [("2014-05-31", 80.0), ("2018-07-31", 90.0)]),), "%")

    assert days.sentence() == "Good: All 90% on 31 July 2018."
    assert next(iter(days.table().cells())) == ["31 May 2014", "80%"]
    assert "Jan 2016" in drawing.svg(days)


def test_labels_that_would_touch_are_moved_apart():
    close = [charts.line(name, [("2018", value)]) for name, value in [("A", 60.0), ("B", 60.1), ("C", 60.2)]]
    chart = LineChart("Close", tuple(close), "%")
    rows = segments(chart)
    span = strokes.span((row["y"] for row in rows), "%")

    places = [label["y"] for label in chart._labels(rows, span)]

    apart = strokes.LABEL_APART * (span[1] - span[0]) / strokes.HEIGHT
    assert all(b - a >= apart * 0.999 for a, b in itertools.pairwise(places))


def test_the_same_chart_has_the_same_name_and_another_has_not():
    assert charts.fingerprint(LINES) == charts.fingerprint(
        LineChart("Expected standard", (SCHOOL, ENGLAND), "%", 0, ("2016",))
    )
    assert charts.fingerprint(LINES) != charts.fingerprint(
        LineChart("Expected standard", (SCHOOL,), "%", 0, ("2016",))
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "chart",
    [
        LINES,
        LineChart("Nothing", (charts.line("A", [("2018", None, "suppressed")]),)),
        BarChart(
            "Bars", (Bar("Shire", 82.1, charts.MAIN), Bar("England", 88.0), Bar("Nobody", None)), "%", 1
        ),
        BarChart("No bars", ()),
        StripChart("Strip", (40.0, 50.0, 60.0), "Shire", 50.0, "%"),
    ],
)
def test_every_chart_is_drawn_and_kept(chart):
    drawn = drawing.svg(chart)

    assert drawn.startswith("<svg")
    assert drawing.svg(chart) == drawn
    assert chart.sentence().startswith(chart.title)
    assert chart.table().headings


@pytest.mark.slow
def test_a_chart_is_a_picture_where_svg_is_not_taken():
    assert drawing.png(BarChart("Bars", (Bar("Shire", 82.1),))).startswith(b"\x89PNG")
