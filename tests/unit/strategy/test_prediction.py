"""What an edition makes of a predicted inspection."""

import pytest

from fingerpost.strategy import prediction
from fingerpost.strategy.keys import Keys
from fingerpost.strategy.lined import Mapping
from fingerpost.strategy.loading import load
from fingerpost.strategy.problems import Found


def read(**part):
    def mapping(values):
        made = Mapping({k: [mapping(v) for v in w] if isinstance(w, list) else w for k, w in values.items()})
        made.lines, made.doubled = {}, []
        return made

    found = Found()
    node = mapping({})
    node["prediction"] = mapping(part)
    return prediction.read(Keys(node, found, "strategy.yaml")), found


def test_the_worst_end_that_has_a_floor_is_the_one_laid():
    made, found = read(floors=[{"end": "inadequate", "floor": "a"}, {"end": "requires_improvement", "floor": "b"}],
                       ours="So we say.")  # fmt: skip

    assert not found.problems
    assert made.floor_for(["requires_improvement", "inadequate"]) == "a"
    assert made.floor_for(["requires_improvement"]) == "b"
    assert made.floor_for(["needs_attention"]) == ""


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ({"floors": [{"end": "doom", "floor": "a"}], "ours": "x"}, "nothing that a prediction comes to"),
        ({"floors": []}, "does not say why it is ours"),
        ({"omen": 1, "ours": "x"}, "knows no `omen`"),
    ],
)
def test_a_prediction_that_cannot_be_read_is_named(part, says):
    _, found = read(**part)

    assert says in found.problems[0].what


def test_the_shipped_editions_lay_a_floor_only_where_the_scheme_has_one(request):
    for code in ("example/2026", "cambridgeshire/2014-16"):
        edition = load(request.config.rootpath / "strategies" / code)
        found = Found()
        prediction.check(edition, found)
        assert edition.prediction.floors
        assert not found.problems
