"""Small editions and evidence for tests, made of what matters and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from textwrap import dedent

import polars as pl
from bench import per_school

from fingerpost.strategy import lined, loading
from fingerpost.strategy.atom_columns import Question
from fingerpost.strategy.calendar import Calendar
from fingerpost.strategy.columns import Compiler
from fingerpost.strategy.condition_reading import Reader
from fingerpost.strategy.conditions import Condition
from fingerpost.strategy.edition import Edition, Scheme
from fingerpost.strategy.evidence import Evidence
from fingerpost.strategy.problems import Found
from fingerpost.strategy.wide import lay_out, needs_of

SEPTEMBER_2014 = date(2014, 9, 1)
URN = 110001


def condition(tmp_path: Path, text: str, **limits: int) -> Condition:
    """The condition that a line of YAML says."""
    file = tmp_path / "condition.yaml"
    file.write_text(f"when: {text}\n", encoding="utf-8")
    node = lined.read(file, "condition.yaml")
    found = Found()
    read = Reader(found, **limits).read(node["when"], node, "when")
    assert read is not None, [str(problem) for problem in found.problems]
    return read


def fact(indicator: str, value: float | None, year: int = 2013, **more: object) -> dict:
    """A fact of the school; one without a value was suppressed unless told."""
    made = {
        "urn": URN,
        "indicator": indicator,
        "group": "all",
        "period": str(year),
        "year": year,
        "value": value,
        "status": "suppressed" if value is None else "reported",
    }
    return made | more


def inspected(indicator: str, value: float | None, day: str, **more: object) -> dict:
    """A grade, at the last day of its inspection."""
    on = date.fromisoformat(day)
    return fact(indicator, value, on.year + (on.month >= 9), period=day, **more)


def beside(
    indicator: str, name: str, value: float, year: int = 2013, group: str = "all", **more: object
) -> dict:
    """A comparator."""
    return {"indicator": indicator, "group": group, "period": str(year), "name": name, "value": value} | more


def school(urn: int = URN, phase: str = "primary", **more: object) -> dict:
    """A school."""
    return {
        "urn": urn,
        "name": f"School {urn}",
        "authority": "873",
        "phase": phase,
        "kind": "Community school",
    } | more


def judged(
    strand: str, level: str, made_on: date = date(2014, 5, 12), urn: int = URN, **more: object
) -> dict:
    """A judgement."""
    made = {"urn": urn, "scheme": "primary", "strand": strand, "level": level, "made_on": made_on}
    return made | {"by": "Primary adviser", "reason": "Seen on a visit."} | more


def evidence(
    facts: Iterable[dict] = (),
    comparators: Iterable[dict] = (),
    judgements: Iterable[dict] = (),
    schools: Iterable[dict] = (),
) -> Evidence:
    """Evidence of rows; of one primary school unless told."""
    frames = {
        "schools": list(schools) or [school()],
        "facts": list(facts),
        "comparators": list(comparators),
        "judgements": list(judgements),
    }
    made = {
        name: pl.DataFrame(rows, infer_schema_length=None) if rows else None for name, rows in frames.items()
    }
    found = Evidence.of(**made)
    found.check()
    return found


EMPTY = Edition("a/b", "A", "", "", (), (), Calendar())
ANY = Scheme("any", "Any", ("primary",), (), ())


def ask(asked: Condition, known: Evidence, as_at: date = SEPTEMBER_2014) -> bool | None:
    """What a condition says of the first school, in columns and in the plain loop, which must agree."""
    compiler = Compiler(Question(as_at, Calendar()))
    truth = compiler.truth(asked)
    frame = compiler.kept.onto(lay_out(known, needs_of([asked])))
    in_columns = frame.select(truth.alias("truth"))["truth"][0]
    loop = per_school.Loop(EMPTY, ANY, as_at, {})
    loop.school = per_school.schools_of(known, ANY)[0]
    assert in_columns == loop.truth(asked)
    return in_columns


STRATEGY = """
name: A small strategy
released_on: 2014-09-01
levels:
  - {id: green, name: Green}
  - {id: amber, name: Amber}
  - {id: red, name: Red}
enough: {families: [outcomes], more_families: 2, share: 0.5, ours: Because.}
evidence_age: {years: 2, ours: Because.}
judgement_age: {terms: 4, ours: Because.}
"""

SCHEME = """
schemes:
  primary:
    name: Primary schools
    for: {phases: [primary, all-through]}
families:
  outcomes: {name: Outcomes}
  inspection: {name: Inspection, needs: 1, ours: Because.}
  leadership: {name: Leadership}
  provision: {name: Provision}
strands:
  attainment:
    name: Attainment
    family: outcomes
    where: key stage 2 results
    cohort: {pupils: ks2_pupils, minimum: 11, ours: Because.}
    levels:
      green:
        sentence: Attainment is average.
        page: 1
        ours: Because.
        when: {fact: ks2_reading_expected_progress, at_least: england_median}
      amber:
        sentence: Attainment is below average.
        page: 2
        ours: Because.
        when: {fact: ks2_reading_expected_progress, below: england_median}
      red:
        sentence: Attainment is low.
        page: 3
        ours: Because.
        when: {fact: ks2_reading_expected_progress, below: england_p10}
  progress:
    name: Progress
    family: outcomes
    levels:
      green: {sentence: Progress is good., page: 1, judged: true}
      amber: {sentence: Progress is not good., page: 2, judged: true}
      red: {sentence: Progress is inadequate., page: 3, judged: true}
  latest_inspection:
    name: Latest inspection
    family: inspection
    levels:
      green: {sentence: Good., page: 1, ours: Because., when: {fact: ofsted_overall, at_most: 2}}
      amber: {sentence: RI., page: 2, ours: Because., when: {fact: ofsted_overall, equals: 3}}
      red: {sentence: Inadequate., page: 3, ours: Because., when: {fact: ofsted_overall, equals: 4}}
  capacity:
    name: Capacity
    family: leadership
    levels:
      green: {sentence: Capacity is good., page: 1, judged: true}
      amber: {sentence: Capacity is not yet good., page: 2, judged: true}
      red: {sentence: Capacity is weak., page: 3, judged: true}
  governance:
    name: Governance
    family: leadership
    levels:
      green: {sentence: Governors hold to account., page: 1, judged: true}
      amber: {sentence: Governors support., page: 2, judged: true}
      red: {sentence: Governors do neither., page: 3, judged: true}
  support:
    name: Support to others
    family: leadership
    levels:
      green: {sentence: Support is given., page: 1, judged: true}
  teaching:
    name: Teaching
    family: provision
    inspection: {fact: ofsted_teaching, grades: {green: [1, 2], amber: 3, red: 4}, ours: Because.}
    levels:
      green: {sentence: Teaching is good., page: 1, judged: true}
      amber: {sentence: Teaching requires improvement., page: 2, judged: true}
      red: {sentence: Teaching is inadequate., page: 3, judged: true}
  behaviour:
    name: Behaviour
    family: provision
    levels:
      green: {sentence: Behaviour is good., page: 1, judged: true}
      amber: {sentence: Behaviour requires improvement., page: 2, judged: true}
      red: {sentence: There are concerns., page: 3, judged: true}
floors:
  in_category:
    name: In a category
    level: red
    sentence: In a category.
    page: 3
    when: {all: [{fact: ofsted_overall, equals: 4}, {not: {replaced: ofsted_overall}}]}
  requires_improvement:
    name: Requires improvement
    level: amber
    sentence: Requires improvement.
    page: 2
    when: {fact: ofsted_overall, equals: 3}
  unsafe:
    name: Pupils are unsafe
    level: red
    sentence: Pupils are unsafe.
    page: 3
    judged: true
  at_risk:
    name: At risk
    level: amber
    sentence: At risk.
    page: 2
    judged: true
    lasts_days: 365
    until: ofsted_overall
"""

EXAMPLES = """
as_at: 2014-09-01
examples: []
"""


def folder(tmp_path: Path, strategy: str = STRATEGY, scheme: str = SCHEME, examples: str = EXAMPLES) -> Path:
    """An edition's folder."""
    path = tmp_path / "somewhere" / "2014"
    (path / "schemes").mkdir(parents=True)
    (path / "strategy.yaml").write_text(dedent(strategy).lstrip(), encoding="utf-8")
    (path / "schemes" / "schools.yaml").write_text(dedent(scheme).lstrip(), encoding="utf-8")
    (path / "examples.yaml").write_text(dedent(examples).lstrip(), encoding="utf-8")
    return path


def small_edition(tmp_path: Path, **files: str) -> Edition:
    """The small edition, loaded."""
    return loading.load(folder(tmp_path, **files))
