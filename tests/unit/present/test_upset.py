"""An UpSet plot: what it says, its table, and that it can be drawn."""

import pytest

from fingerpost.present import drawing
from fingerpost.present.upset import Bar, UpSetChart

BARS = (
    Bar("SEN", ("SEN",), 627, 67.9, 609.2, 923),
    Bar("SEN and FSM", ("SEN", "FSM"), 206, 82.7, 176.8, 249),
    Bar("None of these", (), 448),
)
CHART = UpSetChart("Who missed it", ("SEN", "FSM"), BARS, "missed it", "At England's share")


@pytest.fixture(autouse=True)
def own_home(monkeypatch, tmp_path):
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))


def test_the_sentence_tells_every_combination():
    assert CHART.sentence() == "Who missed it: SEN 627 (68%); SEN and FSM 206 (83%); None of these 448."


def test_the_table_says_what_each_combines_and_leaves_open_what_is_not_known():
    rows = list(CHART.table().cells())

    assert rows[1] == ["SEN and FSM", "yes", "yes", "249", "206", "82.7%", "176.8"]
    assert rows[2] == ["None of these", "no", "no", "", "448", "", ""]


def test_it_is_drawn_with_its_sets_and_numbers():
    drawn = drawing.svg(CHART)

    assert all(f">{words}<" in drawn for words in ("SEN", "FSM", "627", "68%", "448"))


def test_nothing_is_drawn_of_nobody():
    assert "No figures to draw" in drawing.svg(UpSetChart("None", ("SEN",), (Bar("SEN", ("SEN",), 0),)))
