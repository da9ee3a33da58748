"""Whether an edition's examples are whole and hold: every cell met by one and not met by another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.strategy import examples
from fingerpost.strategy.edition import Edition
from fingerpost.strategy.keys import Keys, as_list
from fingerpost.strategy.lined import Mapping
from fingerpost.strategy.problems import Found

FILE = ("as_at", "examples", "judgements", "note")
EXAMPLE = (
    "name",
    "strand",
    "scheme",
    "as_at",
    "school",
    "facts",
    "flags",
    "judgement",
    "level",
    "state",
    "note",
)
JUDGEMENT = ("urn", "scheme", "strand", "level", "made_on", "by", "reason")
STATES = ("decided", "open", "unknown", "not_applicable")


def look(edition: Edition, file: Mapping, found: Found, *, run: bool) -> None:
    """Note every example that cannot be read, does not hold, or is missing. `run` when the edition can be tried."""
    Keys(file, found, "examples.yaml").only(FILE)
    before = len(found.problems)
    for node in as_list(file.get("examples")):
        _example(edition, node, file, found)
    for node in as_list(file.get("judgements")):
        _judgement(edition, node, file, found)
    _coverage(edition, file, found)
    if run and len(found.problems) == before:
        _hold(edition, found)


def _example(edition: Edition, node: object, file: Mapping, found: Found) -> None:
    if not isinstance(node, Mapping):
        found.add(
            file, "An example is not a mapping.", "Write name, strand, scheme, facts and level.", "examples"
        )
        return
    keys = Keys(node, found, "An example")
    keys.only(EXAMPLE)
    keys.text("name")
    _places(edition, keys, STATES)
    for fact in as_list(node.get("facts")):
        _fact(fact, node, found)


def _fact(fact: object, node: Mapping, found: Found) -> None:
    if not isinstance(fact, Mapping) or not fact:
        found.add(node, "A fact is not a mapping.", "Write {indicator: value, year: 2013}.", "facts")
        return
    indicator = next(iter(fact))
    if indicator not in CATALOGUE.by_code:
        found.add(fact, f"No indicator is called {indicator!r}.", "The first key of a fact is its indicator.")
    if not isinstance(fact.get("year"), int):
        found.add(fact, "A fact needs its year.", "Write year: and the year in which the school year ends.")


def _judgement(edition: Edition, node: object, file: Mapping, found: Found) -> None:
    if not isinstance(node, Mapping):
        found.add(file, "A judgement is not a mapping.", f"Write {', '.join(JUDGEMENT)}.", "judgements")
        return
    keys = Keys(node, found, "A judgement")
    keys.only(JUDGEMENT)
    keys.value("urn", int)
    keys.value("made_on", date)
    keys.text("by")
    keys.text("reason")
    _places(edition, keys, ())


def _places(edition: Edition, keys: Keys, states: tuple[str, ...]) -> None:
    """Scheme, strand, level and state, each one that the edition has."""
    schemes = [
        scheme for scheme in edition.schemes if scheme.id in map(str, as_list(keys.node.get("scheme")))
    ]
    if not schemes or len(schemes) < len(as_list(keys.node.get("scheme"))):
        keys.found.add(
            keys.node,
            f"{keys.what} names a scheme that there is not.",
            "Name one of the edition's.",
            "scheme",
        )
    for scheme in schemes:
        strand = keys.node.get("strand")
        if strand not in {s.id for s in scheme.strands} | {f.id for f in scheme.floors}:
            keys.found.add(
                keys.node, f"{scheme.id} has no strand {strand}.", "Name one of its strands.", "strand"
            )
    level = keys.node.get("level")
    if level not in (*edition.level_ids, *((None,) if states else ())):
        keys.found.add(
            keys.node, f"No level is called {level}.", f"Use {', '.join(edition.level_ids)}.", "level"
        )
    if states and keys.node.get("state", states[0]) not in states:
        keys.found.add(
            keys.node, f"No state is called {keys.node['state']}.", f"Use {', '.join(states)}.", "state"
        )


def _coverage(edition: Edition, file: Mapping, found: Found) -> None:
    shown = {
        key for node in as_list(file.get("examples")) if isinstance(node, Mapping) for key in _shown(node)
    }
    for scheme in edition.schemes:
        for strand in scheme.strands:
            ends = {end for s, name, end in shown if (s, name) == (scheme.id, strand.id)}
            for cell in strand.cells:
                lacking = [] if cell.level in ends else ["met"]
                lacking += [] if ends - {cell.level} else ["not met"]
                if lacking:
                    words = " and none ".join(lacking)
                    what = f"In {scheme.id} the cell {cell.level} of {strand.id} has no example {words}."
                    found.at(cell.file, cell.line, what, "Add one to examples.yaml.")


def _shown(node: Mapping) -> Iterator[tuple[str, str, str]]:
    """What an example ends in: a level, or the state that it stays in."""
    end = str(node.get("level") or node.get("state") or "unknown")
    for scheme in as_list(node.get("scheme")):
        yield str(scheme), str(node.get("strand")), end


def _hold(edition: Edition, found: Found) -> None:
    for outcome in examples.run(edition, examples.examples(edition)):
        if not outcome.holds:
            found.at(
                "examples.yaml", outcome.example.line, str(outcome), "Correct the example or the condition."
            )
