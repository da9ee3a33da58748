"""What visits an edition names and who is entitled to which: read, and every fault refused where it stands."""

import pytest

from fingerpost.strategy import lined, visits
from fingerpost.strategy.problems import Found

LEVELS = ("green", "amber", "red")
TYPE = "{id: kit, name: Keeping in Touch, evidence: true, page: '13'}"
MAY = "{type: kit, a_year: 1, cost: free, page: '13'}"


def read(tmp_path, types=TYPE, entitled=MAY):
    path = tmp_path / "entitlements.yaml"
    path.write_text(f"types:\n  - {types}\nentitled:\n  - {entitled}\n", encoding="utf-8")
    found = Found()
    return visits.read(lined.read(path, path.name), found, LEVELS), [f"{p}" for p in found.in_order()]


def test_a_type_has_the_usual_sections_and_says_what_it_is(tmp_path):
    made, problems = read(tmp_path)

    assert problems == []
    assert made.type_of("kit").sections == visits.SECTIONS
    assert [one.a_year for one in made.of_school("amber", is_academy=True)] == [1]


def test_a_school_without_a_level_has_what_every_level_has(tmp_path):
    made, _ = read(
        tmp_path, entitled=MAY + "\n  - {type: kit, levels: [red], a_year: 6, cost: free, ours: x}"
    )

    assert [one.a_year for one in made.of_school(None, is_academy=False)] == [1]


def test_an_entitlement_may_be_for_maintained_schools_alone(tmp_path):
    made, _ = read(tmp_path, entitled="{type: kit, status: maintained, a_year: 1, cost: free, ours: x}")

    assert made.of_school("red", is_academy=True) == []
    assert len(made.of_level("red")) == 1


@pytest.mark.parametrize(
    ("types", "entitled", "says"),
    [
        ("{id: kit, name: KIT}", MAY, "neither its page nor why it is ours"),
        ("{id: kit, name: KIT, page: '1', colour: red}", MAY, "knows no `colour`"),
        ("{id: kit, name: KIT, page: '1', evidence: sometimes}", MAY, "is not true or false"),
        ("{id: kit, name: KIT, page: '1', sections: [weather]}", MAY, "no section “weather”"),
        ("{id: kit, name: KIT, page: '1', sections: [focus, focus]}", MAY, "stands twice"),
        ("{id: kit, name: KIT, page: '1', prompt: full-moon}", MAY, "Nothing prompts a visit"),
        (
            "{id: kit, name: KIT, ours: x, head_appraisal: true, evidence: true}",
            MAY,
            "performance management of the head and evidence",
        ),
        (TYPE + "\n  - " + TYPE, MAY, "declared twice"),
        (TYPE, "{type: tea, a_year: 1, cost: free, ours: x}", "no type “tea”"),
        (TYPE, "{type: kit, a_year: 0, cost: free, ours: x}", "is none"),
        (TYPE, "{type: kit, a_year: often, cost: free, ours: x}", "not a whole number"),
        (TYPE, "{type: kit, a_year: 1, cost: cheap, ours: x}", "no cost “cheap”"),
        (TYPE, "{type: kit, a_year: 1, cost: free, levels: [blue], ours: x}", "no levels “blue”"),
        (TYPE, "{type: kit, a_year: 1, cost: free, status: faith, ours: x}", "no status “faith”"),
        (TYPE, "{type: kit, a_year: 1, cost: free}", "neither its page nor why it is ours"),
        (
            TYPE,
            MAY + "\n  - {type: kit, levels: [red], a_year: 6, cost: free, ours: x}",
            "cover the same schools",
        ),
    ],
)
def test_a_fault_is_refused_where_it_stands(tmp_path, types, entitled, says):
    _, problems = read(tmp_path, types, entitled)

    assert any(says in problem and problem.startswith("entitlements.yaml:") for problem in problems), problems


@pytest.mark.parametrize("edition", ["example/2026", "cambridgeshire/2014-16"])
def test_every_shipped_edition_names_its_visits(edition):
    from fingerpost.strategy.loading import load

    made = load(f"strategies/{edition}").visits

    assert made.type_of("keeping_in_touch").is_evidence
    assert not made.type_of("head_appraisal").is_evidence
    assert all(made.of_level(level) for level in LEVELS)
