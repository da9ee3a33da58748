"""Three-valued logic: all, any, not and at least so many, with every mixture of true, false and unknown."""

from itertools import product
from pathlib import Path

import pytest
from tests.unit.strategy.making import ask, condition, evidence, fact

FIGURES = ("ks2_reading_expected_progress", "ks2_writing_expected_progress", "ks2_maths_expected_progress")
VALUES = {True: 95.0, False: 50.0, None: None}
MIXTURES = list(product((True, False, None), repeat=3))


def _known(truths: tuple[bool | None, ...]):
    return evidence([fact(f, VALUES[t], status="blank") for f, t in zip(FIGURES, truths, strict=True)])


PARTS = ", ".join(f"{{fact: {figure}, at_least: 90}}" for figure in FIGURES)


@pytest.mark.parametrize("truths", MIXTURES)
def test_all_is_false_with_one_false_and_unknown_with_one_unknown(truths: tuple, tmp_path: Path) -> None:
    expected = False if False in truths else None if None in truths else True

    assert ask(condition(tmp_path, f"{{all: [{PARTS}]}}"), _known(truths)) is expected


@pytest.mark.parametrize("truths", MIXTURES)
def test_any_is_true_with_one_true_and_unknown_with_one_unknown(truths: tuple, tmp_path: Path) -> None:
    expected = True if True in truths else None if None in truths else False

    assert ask(condition(tmp_path, f"{{any: [{PARTS}]}}"), _known(truths)) is expected


@pytest.mark.parametrize("truths", MIXTURES)
def test_at_least_two_is_false_once_true_and_unknown_together_are_fewer(
    truths: tuple, tmp_path: Path
) -> None:
    expected = True if truths.count(True) >= 2 else False if truths.count(False) >= 2 else None

    assert ask(condition(tmp_path, f"{{at_least: 2, of: [{PARTS}]}}"), _known(truths)) is expected


@pytest.mark.parametrize("truth", [True, False, None])
def test_not_of_unknown_is_unknown(truth: bool | None, tmp_path: Path) -> None:
    asked = condition(tmp_path, f"{{not: {{fact: {FIGURES[0]}, at_least: 90}}}}")

    assert ask(asked, _known((truth, True, True))) is (None if truth is None else not truth)


def test_several_figures_say_how_many(tmp_path: Path) -> None:
    asked = condition(tmp_path, f"{{facts: [{', '.join(FIGURES)}], how_many: 2, at_least: 90}}")

    assert ask(asked, _known((True, True, None))) is True
    assert ask(asked, _known((True, False, None))) is None
    assert ask(asked, _known((True, False, False))) is False
