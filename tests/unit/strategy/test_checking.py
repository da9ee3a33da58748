"""Each fault planted in a sound edition is found, with its file and line, and all of them at once."""

from pathlib import Path

import pytest
from tests.unit.strategy.making import EXAMPLES, SCHEME, STRATEGY, folder

from fingerpost.strategy import checking, loading
from fingerpost.strategy.problems import NotAnEdition, Problem

SHORT_SCHEME = """
schemes:
  primary:
    name: Primary schools
    for: {phases: [primary]}
families:
  outcomes: {name: Outcomes}
strands:
  attainment:
    name: Attainment
    family: outcomes
    levels:
      green:
        sentence: Attainment is average.
        page: 1
        ours: Because.
        when: {fact: ks2_points, at_least: england_median}
      amber:
        sentence: Attainment is below average.
        page: 2
        ours: Because.
        when: {fact: ks2_points, below: england_median}
      red:
        sentence: Attainment is low.
        page: 3
        ours: Because.
        when: {fact: ks2_points, below: england_p10}
"""

SHORT_EXAMPLES = """
as_at: 2014-09-01
examples:
  - name: High
    strand: attainment
    scheme: primary
    level: green
    facts: [{ks2_points: 30, year: 2013, england_median: 28, england_p10: 26}]
  - name: Middling
    strand: attainment
    scheme: primary
    level: amber
    facts: [{ks2_points: 27, year: 2013, england_median: 28, england_p10: 26}]
  - name: Low
    strand: attainment
    scheme: primary
    level: red
    facts: [{ks2_points: 25, year: 2013, england_median: 28, england_p10: 26}]
"""


def _problems(
    tmp_path: Path, *, strategy: str = STRATEGY, scheme: str = SHORT_SCHEME, examples: str = SHORT_EXAMPLES
) -> list[Problem]:
    return checking.check(folder(tmp_path, strategy, scheme, examples))


def _planted(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def test_a_sound_edition_has_no_problem(tmp_path: Path) -> None:
    assert _problems(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (
            "family: outcomes\n    levels",
            "family: outcomes\n    colour: blue\n    levels",
            11,
            "knows no `colour`",
        ),
        ("ks2_points, at_least", "ks2_pints, at_least", 16, "No indicator is called 'ks2_pints'"),
        (
            "ks2_points, at_least",
            "ks2_points, group: elves, at_least",
            16,
            "No pupil group is called 'elves'",
        ),
        ("at_least: england_median", "at_least: scotland", 16, "No comparator is called 'scotland'"),
        ("at_least: england_median", "at_least: england_median, below: 3", 16, "exactly one comparison"),
        ("{fact: ks2_points, at_least", "{figure: ks2_points, at_least", 16, "exactly one head"),
        ("        page: 1\n", "", 13, "has no page"),
        ("        sentence: Attainment is average.\n", "", 13, "has no sentence"),
        ("        ours: Because.\n", "", 13, "its threshold has no reason"),
        ("    family: outcomes\n", "    family: outings\n", 10, "No family is called outings"),
        ("phases: [primary]", "phases: [kindergarten]", 4, "No phase is called kindergarten"),
        (
            "at_least: england_median",
            "at_least: england_median, of_years: 2",
            16,
            "`in` and `of_years` do not fit",
        ),
        (
            "fact: ks2_points, below: england_p10",
            "fact: ks2_reading_expected_progress, below: 140",
            26,
            "makes no sense",
        ),
        (
            "fact: ks2_points, below: england_p10",
            "change: ofsted_overall, over: 1, above: 0",
            26,
            "grades are not a scale",
        ),
        ("fact: ks2_points, below: england_p10", "event: ks2_points, days: 90", 26, "is no event"),
        (
            "fact: ks2_points, below: england_p10",
            "fact: ks2_points, significantly: below, than: england",
            26,
            "have no interval",
        ),
        ("    name: Attainment\n", "    name: Attainment\n    name: Again\n", 10, "`name` stands twice"),
        ("when: {fact: ks2_points, below: england_p10}", "note: none", 23, "nothing decides it"),
        ("      red:\n", "      crimson:\n", 22, "knows no `crimson`"),
    ],
)
def test_a_planted_fault_is_found_with_file_line_and_what_to_do(
    old: str, new: str, line: int, says: str, tmp_path: Path
) -> None:
    found = _problems(tmp_path, scheme=_planted(SHORT_SCHEME, old, new))

    match = [problem for problem in found if says in problem.what]
    assert match, [str(problem) for problem in found]
    assert (match[0].file, match[0].line) == ("schemes/schools.yaml", line)
    assert match[0].do.endswith((".", "…"))


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    scheme = _planted(SHORT_SCHEME, "ks2_points, at_least", "ks2_pints, at_least")
    scheme = _planted(scheme, "        page: 2\n", "")
    strategy = _planted(STRATEGY, "name: A small strategy\n", "name: A small strategy\nmotto: Onward\n")

    told = {(problem.file, problem.line) for problem in _problems(tmp_path, strategy=strategy, scheme=scheme)}

    assert {("schemes/schools.yaml", 16), ("schemes/schools.yaml", 18), ("strategy.yaml", 2)} <= told


def test_broken_yaml_is_named_by_its_line(tmp_path: Path) -> None:
    found = _problems(tmp_path, scheme=_planted(SHORT_SCHEME, "families:\n", "families: [\n"))

    assert any("not YAML" in problem.what and problem.file == "schemes/schools.yaml" for problem in found)


def test_a_cell_that_a_worse_one_always_covers_can_never_be_reached(tmp_path: Path) -> None:
    scheme = _planted(SHORT_SCHEME, "below: england_p10", "below: england_median")

    found = _problems(tmp_path, scheme=scheme, examples=SHORT_EXAMPLES)

    assert any(
        "can never be reached: whenever it is true, so is a worse cell" in p.what and p.line == 18
        for p in found
    )


def test_a_condition_that_is_never_true_is_found(tmp_path: Path) -> None:
    never = "{all: [{fact: ks2_points, above: england_p90}, {fact: ks2_points, below: england_p10}]}"
    scheme = _planted(SHORT_SCHEME, "{fact: ks2_points, below: england_p10}", never)

    found = _problems(tmp_path, scheme=scheme)

    assert any("its condition is never true" in problem.what and problem.line == 23 for problem in found)


def test_a_school_that_matches_no_cell_is_found_with_an_instance(tmp_path: Path) -> None:
    scheme = _planted(
        SHORT_SCHEME, "{fact: ks2_points, below: england_median}", "{fact: ks2_points, below: england_p25}"
    )

    found = _problems(tmp_path, scheme=scheme)

    holes = [
        problem for problem in found if "a school can match no cell of attainment: ks2_points" in problem.what
    ]
    assert [(hole.file, hole.line) for hole in holes] == [("schemes/schools.yaml", 9)]


def test_a_cell_marked_otherwise_leaves_no_hole(tmp_path: Path) -> None:
    scheme = _planted(
        SHORT_SCHEME, "        when: {fact: ks2_points, below: england_median}\n", "        otherwise: true\n"
    )

    assert _problems(tmp_path, scheme=scheme) == []


def test_a_strand_without_a_cell_for_each_level_is_found(tmp_path: Path) -> None:
    start = SHORT_SCHEME.index("      amber:")
    end = SHORT_SCHEME.index("      red:")

    found = _problems(tmp_path, scheme=SHORT_SCHEME[:start] + SHORT_SCHEME[end:])

    assert any("has cells for green, red" in problem.what and problem.line == 9 for problem in found)


class TestExamples:
    """Every cell is met by one and not met by another, and each says what the edition says."""

    def test_a_cell_without_an_example_is_found_at_the_cell(self, tmp_path: Path) -> None:
        examples = SHORT_EXAMPLES[: SHORT_EXAMPLES.index("  - name: Low")]

        found = _problems(tmp_path, examples=examples)

        assert [
            (p.file, p.line) for p in found if "the cell red of attainment has no example met" in p.what
        ] == [("schemes/schools.yaml", 23)]

    def test_an_example_that_does_not_hold_is_found_at_its_line(self, tmp_path: Path) -> None:
        found = _problems(tmp_path, examples=_planted(SHORT_EXAMPLES, "ks2_points: 27", "ks2_points: 29"))

        assert [(p.file, p.line) for p in found] == [("examples.yaml", 8)]
        assert "Middling (primary): should be amber, decided; is green, decided." in found[0].what

    def test_an_example_of_what_there_is_not_is_found(self, tmp_path: Path) -> None:
        examples = _planted(SHORT_EXAMPLES, "strand: attainment", "strand: attendance")
        examples = _planted(examples, "ks2_points: 27", "ks2_pints: 27")

        told = [str(problem) for problem in _problems(tmp_path, examples=examples)]

        assert any("examples.yaml:4: primary has no strand attendance" in line for line in told)
        assert any("examples.yaml:12: No indicator is called 'ks2_pints'" in line for line in told)

    def test_a_judgement_needs_its_day_and_author(self, tmp_path: Path) -> None:
        examples = (
            SHORT_EXAMPLES
            + "judgements:\n  - {urn: 1, scheme: primary, strand: attainment, level: green, reason: x}\n"
        )

        told = [problem.what for problem in _problems(tmp_path, examples=examples)]

        assert "A judgement has no by." in told
        assert any("`made_on`" in what for what in told)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("{rows: outcomes, columns: outcomes, table: [[0, 1, 2], [1, 1, 2]]}", "is not whole"),
        (
            "{rows: outcomes, columns: outcomes, table: [[0, 1, 2], [1, 0, 2], [2, 2, 2]]}",
            "gets better as a family",
        ),
    ],
)
def test_a_matrix_is_whole_and_never_gets_better_as_a_family_gets_worse(
    settings: str, says: str, tmp_path: Path
) -> None:
    found = _problems(tmp_path, strategy=STRATEGY + f"rule: matrix\nsettings: {settings}\n")

    assert any(says in problem.what for problem in found)


def test_a_folder_without_a_strategy_says_so(tmp_path: Path) -> None:
    assert [problem.what for problem in checking.check(tmp_path)] == ["There is no strategy.yaml here."]


def test_an_unsound_edition_is_not_loaded_and_says_all_that_is_wrong(tmp_path: Path) -> None:
    path = folder(
        tmp_path, STRATEGY, _planted(SHORT_SCHEME, "ks2_points, at_least", "ks2_pints, at_least"), EXAMPLES
    )

    with pytest.raises(NotAnEdition, match=r"schemes/schools.yaml:16: No indicator is called 'ks2_pints'"):
        loading.load(path)


def test_the_hash_changes_with_any_file_and_with_nothing_else(tmp_path: Path) -> None:
    path = folder(tmp_path, STRATEGY, SCHEME, EXAMPLES)
    before, again = loading.load(path).hash, loading.load(path).hash
    (path / "examples.yaml").write_text(EXAMPLES + "# a word\n", encoding="utf-8")

    assert before == again
    assert loading.load(path).hash != before
