"""A worked example in plain words: what is given, and what the edition makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from fingerpost.evidence import frameworks
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.strategy import conditions as c
from fingerpost.strategy import examples
from fingerpost.strategy.edition import Edition
from fingerpost.strategy.examples import Example, Outcome
from fingerpost.strategy.explaining import period_in_words, shown
from fingerpost.strategy.predicates import graded, measure_in_words
from fingerpost.strategy.wording import together

_SAID_OF_SCHOOL = {
    "phase": "phase",
    "kind": "kind",
    "opened_as": "opened as",
    "age_low": "lowest age",
    "age_high": "highest age",
}


@dataclass(frozen=True)
class Shown:
    """One example of a scheme: what is given, what the edition should say of it, and whether it does."""

    name: str
    strand: str
    given: tuple[str, ...]
    level: str | None
    state: str
    holds: bool
    was: str


def shown_for(edition: Edition, scheme: str) -> dict[str, list[Shown]]:
    """The worked examples of a scheme by strand, each run."""
    asked = [example for example in examples.examples(edition) if scheme in example.schemes]
    names = {level.id: level.name.lower() for level in edition.levels}
    found: dict[str, list[Shown]] = {}
    for outcome in examples.run(edition, asked):
        if outcome.scheme == scheme:
            found.setdefault(outcome.example.strand, []).append(_shown(outcome, names))
    return found


def _shown(outcome: Outcome, names: dict[str, str]) -> Shown:
    example = outcome.example
    was = (
        ""
        if outcome.holds
        else f"{names.get(outcome.level or '', 'no level')}, {outcome.state.replace('_', ' ')}"
    )
    given = tuple(given_in_words(example, names))
    return Shown(example.name, example.strand, given, example.level, example.state, outcome.holds, was)


def given_in_words(example: Example, names: dict[str, str]) -> Iterator[str]:
    """What an example states, a sentence each: the school, its figures with what they are held against, judgements."""
    yield from _school(example.evidence.schools)
    beside = _beside(example.evidence.comparators)
    facts = list(example.evidence.facts.iter_rows(named=True))
    for fact in facts:
        if fact["value"] is not None or fact["text"]:
            yield _fact(fact, beside.get((fact["indicator"], fact["period"]), []))
    yield from _without_value(facts)
    for row in example.evidence.judgements.unique("level").iter_rows(named=True):
        yield f"An adviser judges it {names.get(row['level'], row['level'])}"


def _school(schools: pl.DataFrame) -> Iterator[str]:
    for row in schools.iter_rows(named=True):
        told = [f"{words} {row[name]}" for name, words in _SAID_OF_SCHOOL.items() if row[name] is not None]
        if row["has_sixth_form"] is not None:
            told.append("with a sixth form" if row["has_sixth_form"] else "without a sixth form")
        if told:
            yield f"The school: {', '.join(told)}"


def _beside(comparators: pl.DataFrame) -> dict[tuple, list[dict[str, Any]]]:
    found: dict[tuple, list[dict[str, Any]]] = {}
    for row in comparators.iter_rows(named=True):
        found.setdefault((row["indicator"], row["period"]), []).append(row)
    return found


def _fact(fact: dict[str, Any], beside: Iterable[dict[str, Any]]) -> str:
    measure = c.Measure(fact["indicator"], fact["group"])
    held = [_against(fact, row) for row in beside if row["group"] in (fact["group"], "not_disadvantaged")]
    interval = ""
    if fact["lower"] is not None and fact["upper"] is not None:
        interval = f", interval {_value(fact, fact['lower'])} to {_value(fact, fact['upper'])}"
    said = f"{measure_in_words(measure)}, {period_in_words(fact['period'])}: {_stated(fact)}{interval}"
    inherited = "; of the school before it" if fact["inherited_from"] is not None else ""
    return f"{said}{f' ({held_in_words})' if (held_in_words := '; '.join(held)) else ''}{inherited}"


def _without_value(facts: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Figures that are known not to be known, those of one year and reason together."""
    found: dict[tuple[str, str], list[str]] = {}
    for fact in facts:
        if fact["value"] is None and not fact["text"]:
            measure = c.Measure(fact["indicator"], fact["group"])
            found.setdefault((fact["period"], fact["status"]), []).append(measure_in_words(measure))
    for (period, status), names in found.items():
        yield f"{together(names)}, {period_in_words(period)}: {status}"


def _against(fact: dict[str, Any], row: dict[str, Any]) -> str:
    group = "" if row["group"] == fact["group"] else f", {row['group'].replace('_', ' ')}"
    return f"{_COMPARED.get(row['name'], row['name'])}{group} {_value(fact, row['value'])}"


_COMPARED = {
    "england": "England",
    "england_median": "England's median",
    "england_p10": "the lowest tenth below",
    "england_p25": "the lowest quarter below",
    "england_p75": "the highest quarter above",
    "england_p90": "the highest tenth above",
    "region": "the region",
    "neighbours": "the neighbours",
}


def _stated(fact: dict[str, Any]) -> str:
    if fact["text"] in frameworks.CATEGORIES:
        return frameworks.CATEGORIES[fact["text"]]
    if fact["value"] is None:
        return str(fact["text"])
    return _value(fact, fact["value"])


def _value(fact: dict[str, Any], value: float) -> str:
    code = fact["indicator"]
    if CATALOGUE.by_code[code].unit == "grade" and code not in ("ofsted_category", "ofsted_safeguarding"):
        return graded(code, "equals", value)
    return shown(code, value).replace("-", "−")
