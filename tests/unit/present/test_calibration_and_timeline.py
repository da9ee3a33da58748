"""How sure people were against how right; and what happened when."""

from datetime import date

from fingerpost.present import drawing
from fingerpost.present.calibration import Calibration, Mark
from fingerpost.present.charts import FIRST
from fingerpost.present.timeline import Event, Timeline

SURE = Calibration("Predictions", (Mark(50, 55, 40, 69, 44, "in line"), Mark(95, 70, 58, 80, 66, "too sure")))
STORY = Timeline(
    "A school that fell",
    date(2025, 1, 1),
    date(2026, 3, 31),
    (
        Event(date(2025, 9, 1), "A figure fell", "67% to 52%"),
        Event(date(2026, 1, 12), "A visit", "Monitoring", FIRST),
    ),
    ((date(2026, 3, 3), "Inspected"), (date(2025, 9, 1), "First sign")),
)


def test_a_calibration_says_who_is_too_sure_and_has_a_row_for_each_degree(tmp_path, monkeypatch):
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))

    assert "of 66 grades said to be 95% sure 70% came so (too sure)" in SURE.sentence()
    assert next(iter(SURE.table().cells())) == ["50%", "44", "55%", "40% and 69%", "in line"]
    assert "55% of 44" in drawing.svg(SURE)
    assert "nothing to show yet" in Calibration("None", ()).sentence()
    assert drawing.svg(Calibration("None", ()))


def test_a_timeline_tells_what_happened_when_in_words_and_in_rows(tmp_path, monkeypatch):
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))

    assert "A figure fell: 1 time; A visit: 1 time" in STORY.sentence()
    assert "Inspected on 3 March 2026" in STORY.sentence()
    assert [row[1] for row in STORY.table().cells()] == [
        "A figure fell",
        "First sign",
        "A visit",
        "Inspected",
    ]
    assert "First sign" in drawing.svg(STORY)
    nothing = Timeline("Nothing", date(2025, 1, 1), date(2026, 1, 1), ())
    assert "nothing is on record" in nothing.sentence()
    assert drawing.svg(nothing)
