"""How somebody looks at the list of likely next inspections: found, narrowed and sorted as the address has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fingerpost.evidence.graded import by_code
from fingerpost.evidence.inspection_windows import PLACES
from fingerpost.monitor.queries.next_inspections import Next
from fingerpost.monitor.rules.predicting import CONFIDENCES, ENDS
from fingerpost.present.tables import DAY, Column, Table, table
from fingerpost.register.rules import PHASE_NAMES

NOTHING_PREDICTED, STALE = "none", "stale"
PREDICTED = {**ENDS, NOTHING_PREDICTED: "Nothing predicted", STALE: "To be renewed"}
SORTS: dict[str, Callable[[Next], Any]] = {
    "name": lambda one: one.name.lower(),
    "from": lambda one: one.window.from_on or date.max,
    "to": lambda one: one.window.to_on or date.max,
    "last": lambda one: (one.outcome and one.outcome.on) or date.min,
    "adviser": lambda one: (one.adviser == "", one.adviser.lower()),
}


@dataclass(frozen=True)
class ListLook:
    """What is asked for; an empty part does not narrow."""

    q: str = ""
    place: str = ""
    phase: str = ""
    adviser: str = ""
    predicted: str = ""
    sort: str = ""

    def query(self, **changes: str) -> str:
        """The look as an address has it, with changes."""
        now = replace(self, **changes)
        return urlencode({name: value for name, value in vars(now).items() if value})

    @property
    def is_narrowed(self) -> bool:
        return any((self.q, self.place, self.phase, self.adviser, self.predicted))


def read(query: Mapping[str, str]) -> ListLook:
    """What an address asks for; what cannot be read does not narrow."""
    sort = query.get("sort", "")
    return ListLook(
        q=query.get("q", "")[:80].strip(), place=_known(query.get("place", ""), PLACES),
        phase=query.get("phase", ""), adviser=query.get("adviser", "")[:120],
        predicted=_known(query.get("predicted", ""), PREDICTED), sort=sort if sort.lstrip("-") in SORTS else "",
    )  # fmt: skip


def _known(value: str, words: Mapping[str, str]) -> str:
    return value if value in words else ""


def chosen(look: ListLook, rows: list[Next]) -> list[Next]:
    """The rows asked for, in the order asked for; without one, the likeliest first."""
    found = [row for row in rows if _is_asked(look, row)]
    if not look.sort:
        return found
    return sorted(found, key=SORTS[look.sort.lstrip("-")], reverse=look.sort.startswith("-"))


def _is_asked(look: ListLook, row: Next) -> bool:
    return (
        look.q.lower() in row.name.lower()
        and look.place in ("", row.place)
        and look.phase in ("", row.phase)
        and look.adviser in ("", row.adviser)
        and _is_predicted(look.predicted, row)
    )


def _is_predicted(asked: str, row: Next) -> bool:
    if asked == NOTHING_PREDICTED:
        return row.prediction is None
    if asked == STALE:
        return row.is_stale
    return not asked or asked in row.ends


def options(rows: list[Next]) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen from: only what some school has."""
    phases = sorted({row.phase for row in rows if row.phase})
    return {
        "place": [(code, word) for code, word in PLACES.items() if any(row.place == code for row in rows)],
        "phase": [(phase, PHASE_NAMES.get(phase, phase)) for phase in phases],
        "adviser": [(name, name) for name in sorted({row.adviser for row in rows if row.adviser})],
        "predicted": list(PREDICTED.items()),
    }


def in_short(row: Next) -> str:
    """A prediction in a few words: the worst it comes to, else that it is well."""
    if row.prediction is None:
        return ""
    return ENDS[row.ends[0]] if row.ends else well(row.prediction)


def well(prediction: Any) -> str:
    """A prediction with nothing to act on: its overall grade, or that every grade is at or above what is expected."""
    overall = prediction.grades.get("overall")
    if overall:
        return by_code(prediction.framework)["overall"].word(overall)
    is_card = prediction.framework.startswith("report-card")
    return "Expected standard or better in every area" if is_card else "Good or better in every judgement"


def list_table(rows: list[Next]) -> Table:
    """The list as a file. It holds predictions: for officers only."""
    columns = (
        Column("urn", "URN"), Column("name", "School", width=34), Column("phase", "Phase"),
        Column("outcome", "Last outcome", width=26), Column("last", "Last inspected", DAY),
        Column("from_on", "Likely from", DAY), Column("to_on", "Likely to", DAY), Column("place", "Now", width=22),
        Column("predicted", "Predicted", width=34), Column("sure", "How sure", width=26),
        Column("made_on", "Predicted on", DAY), Column("adviser", "Adviser", width=22),
        Column("because", "Why then", width=70), Column("source", "Source", width=60),
    )  # fmt: skip
    notes = [
        "Predicted outcomes are for officers only and are never shown to schools. Windows are estimates."
    ]
    return table("Likely next inspections", columns, [_row(row) for row in rows], notes)


def _row(row: Next) -> dict:
    held, window = row.prediction, row.window
    return {
        "urn": row.urn, "name": row.name, "phase": PHASE_NAMES.get(row.phase, row.phase),
        "outcome": row.outcome.in_words if row.outcome else "Not inspected",
        "last": row.outcome.on if row.outcome else None, "from_on": window.from_on, "to_on": window.to_on,
        "place": PLACES[row.place], "predicted": in_short(row),
        "sure": CONFIDENCES.get(held.confidence, "") if held else "", "made_on": held.made_on if held else None,
        "adviser": row.adviser, "because": " ".join(window.because), "source": window.source,
    }  # fmt: skip
