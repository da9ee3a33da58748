"""An edition's worked examples, and the example judgements that let it be tried on published files.

An example states facts (and what they are held against) of one invented school, and what each cell of a strand then
says. So the people who wrote the strategy can read what it means, and a test can hold the edition to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from fingerpost.strategy import lined
from fingerpost.strategy.edition import Edition
from fingerpost.strategy.evidence import FLAGS, JUDGEMENTS, Evidence
from fingerpost.strategy.keys import as_list
from fingerpost.strategy.lined import Mapping
from fingerpost.strategy.rating import rate

URN = 100000


@dataclass(frozen=True)
class Example:
    """One worked example: of which strand, in which schemes, on what evidence, and what it comes to.

    `level` is the strand's level, or null for a strand that stays open or unknown; `state` says which, when it is told.
    """

    name: str
    strand: str
    schemes: tuple[str, ...]
    as_at: date
    evidence: Evidence
    level: str | None
    state: str = "decided"
    line: int = 0


@dataclass(frozen=True)
class Outcome:
    """What an example came to in one scheme."""

    example: Example
    scheme: str
    level: str | None
    state: str

    @property
    def holds(self) -> bool:
        """Whether the edition says what the example says."""
        return (self.level, self.state) == (self.example.level, self.example.state)

    def __str__(self) -> str:
        said = f"{self.example.level or 'no level'}, {self.example.state}"
        return f"{self.example.name} ({self.scheme}): should be {said}; is {self.level or 'no level'}, {self.state}."


def judgements(edition: Edition) -> pl.DataFrame:
    """The example judgements: invented, and marked so, on real schools."""
    return judgements_in(_path(edition))


def judgements_in(path: Path) -> pl.DataFrame:
    """The `judgements` of any file written like an edition's examples."""
    rows = [
        _judgement(row, scheme) for row in as_list(_file(path).get("judgements")) for scheme in _schemes(row)
    ]
    return pl.DataFrame(rows, schema=JUDGEMENTS, orient="row")


def _judgement(row: Mapping, scheme: str) -> tuple:
    return (row["urn"], scheme, row["strand"], row["level"], row["made_on"], row["by"], row["reason"])


def _schemes(row: Mapping) -> list[str]:
    return [str(scheme) for scheme in as_list(row.get("scheme"))]


def _path(edition: Edition) -> Path:
    return Path(edition.path) / "examples.yaml"


def _file(path: Path) -> Mapping:
    read = lined.read(path, path.name) if path.is_file() else None
    return read if isinstance(read, Mapping) else Mapping()


def examples(edition: Edition) -> list[Example]:
    """The worked examples, in order."""
    file = _file(_path(edition))
    base = file.get("as_at", edition.released_on)
    return [_example(node, base) for node in as_list(file.get("examples"))]


def _example(node: Mapping, base: date | None) -> Example:
    as_at: date = node.get("as_at") or base or date(2000, 1, 1)
    return Example(
        name=str(node["name"]),
        strand=str(node["strand"]),
        schemes=tuple(map(str, as_list(node["scheme"]))),
        as_at=as_at,
        evidence=_evidence(node, as_at),
        level=node.get("level"),
        state=str(node.get("state", "decided" if node.get("level") else "unknown")),
        line=node.line,
    )


def _evidence(node: Mapping, as_at: date) -> Evidence:
    facts = [_fact(fact) for fact in as_list(node.get("facts"))]
    school = {"urn": URN, "name": "An example school", "authority": "001"} | dict(node.get("school") or {})
    said = as_list(node.get("judgement"))
    judged = [
        {
            "urn": URN,
            "scheme": scheme,
            "strand": node["strand"],
            "level": level,
            "made_on": as_at,
            "by": "an adviser",
            "reason": node["name"],
        }
        for scheme in as_list(node["scheme"])
        for level in said
    ]
    return Evidence.of(
        schools=pl.DataFrame([school]),
        facts=pl.DataFrame(facts, infer_schema_length=None) if facts else None,
        comparators=_comparators(as_list(node.get("facts"))),
        judgements=pl.DataFrame(judged) if judged else None,
        flags=_flags(as_list(node.get("flags")), as_at),
    )


def _flags(nodes: list[Mapping], as_at: date) -> pl.DataFrame | None:
    """Flags that count: `{kind: complaint, severity: concern, days_ago: 90}`; an old one may be `closed`."""
    rows = [_flag(node, as_at - timedelta(days=int(node.get("days_ago", 0))), as_at) for node in nodes]
    return pl.DataFrame(rows, schema=FLAGS, orient="row") if rows else None


def _flag(node: Mapping, raised_on: date, as_at: date) -> tuple:
    closed_on = as_at if node.get("closed") else None
    return (URN, node["kind"], node.get("severity", "concern"), raised_on, raised_on, closed_on, False)


_OF_FACT = ("value", "text", "status", "numerator", "denominator", "lower", "upper", "inherited_from")


def _fact(node: Mapping) -> dict[str, Any]:
    """A fact as written: `{ks2_points: 28.1, year: 2013, england: 28.4}`; the year of a day is its school year."""
    indicator, value = _headed(node)
    period = node.get("period", node.get("year"))
    status = node.get("status") or ("reported" if value is not None or "text" in node else "suppressed")
    made: dict[str, Any] = {
        "urn": URN,
        "indicator": indicator,
        "group": node.get("group", "all"),
        "period": str(period),
        "year": node.get("year"),
        "value": None if value is None else float(value),
        "known_on": node.get("known_on"),
        "file": "examples.yaml",
        "row": node.line,
    }
    return made | {key: node[key] for key in _OF_FACT if key in node and key != "value"} | {"status": status}


def _headed(node: Mapping) -> tuple[str, Any]:
    indicator = next(iter(node))
    return str(indicator), node[indicator]


def _comparators(facts: list[Mapping]) -> pl.DataFrame | None:
    """Comparators stand beside the fact: `england: 88`, or `england@not_disadvantaged: 70` of another group."""
    rows = []
    for node in facts:
        indicator, _ = _headed(node)
        for key, value in node.items():
            name, _, group = str(key).partition("@")
            if name in _NAMES:
                rows.append(
                    (
                        indicator,
                        group or node.get("group", "all"),
                        str(node.get("period", node.get("year"))),
                        name,
                        float(value),
                    )
                )
    columns = {
        "indicator": pl.String,
        "group": pl.String,
        "period": pl.String,
        "name": pl.String,
        "value": pl.Float64,
    }
    return pl.DataFrame(rows, schema=columns, orient="row") if rows else None


_NAMES = (
    "england",
    "england_median",
    "england_p10",
    "england_p25",
    "england_p75",
    "england_p90",
    "region",
    "neighbours",
)


def run(edition: Edition, asked: Iterable[Example]) -> list[Outcome]:
    """What the edition says of examples, scheme by scheme. Those of one scheme and day are rated together."""
    together: dict[tuple[str, date], list[Example]] = {}
    for example in asked:
        for scheme in example.schemes:
            together.setdefault((scheme, example.as_at), []).append(example)
    return [
        outcome
        for (scheme, as_at), group in together.items()
        for outcome in _outcomes(edition, scheme, as_at, group)
    ]


def _outcomes(edition: Edition, scheme: str, as_at: date, group: list[Example]) -> list[Outcome]:
    """Each example is a school of its own, in an authority of its own, whose comparators are its alone."""
    parts = [_placed(example.evidence, edition, scheme, number) for number, example in enumerate(group)]
    evidence = Evidence(
        pl.concat([part.schools for part in parts]),
        pl.concat([part.facts for part in parts]),
        pl.concat([part.comparators for part in parts]),
        pl.concat([part.judgements for part in parts]),
        flags=pl.concat([part.flags for part in parts]),
    )
    strands = rate(evidence, edition, as_at, schemes=[scheme]).strands
    states = {
        (urn, strand): (level, state) for urn, strand, level, state in strands.select(_STATE).iter_rows()
    }
    return [
        Outcome(example, scheme, *states.get((number, example.strand), (None, "not asked")))
        for number, example in enumerate(group)
    ]


_STATE = ("urn", "strand", "level", "state")


def _placed(evidence: Evidence, edition: Edition, scheme: str, number: int) -> Evidence:
    """The example's school as one that the scheme is for, unless it says what it is."""
    known, urn = edition.scheme(scheme), pl.lit(number, dtype=pl.Int64).alias("urn")
    place = pl.lit(str(number)).alias("authority")
    phase, kind = pl.lit(known.phases[0]), pl.lit(known.kinds[0] if known.kinds else "")
    schools = evidence.schools.with_columns(
        urn, place, pl.col("phase").fill_null(phase), pl.col("kind").fill_null(kind)
    )
    return Evidence(
        schools,
        evidence.facts.with_columns(urn),
        evidence.comparators.with_columns(place),
        evidence.judgements.with_columns(urn).filter(pl.col("scheme") == scheme),
        flags=evidence.flags.with_columns(urn),
    )
