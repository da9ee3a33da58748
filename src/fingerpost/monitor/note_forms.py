"""The form of a note of visit: one page, one post, whatever the type of visit asks for.

Its address is `visits/<id>/note/`. Its fields, for whoever fills it without a page: `base` (the version it was begun
from, 0 for none), `key` (a UUID of its own: sent twice, kept once), `made_on`, `section-<id>` for each section,
`s<n>-urn`, `s<n>-strand` ("scheme:strand"), `s<n>-level`, `s<n>-words` for each statement, `a<n>-urn`, `a<n>-side`,
`a<n>-words`, `a<n>-owner_name`, `a<n>-due_on` for each agreed action, `is_no_child`, and `then` ("save" or "submit").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from fingerpost.core.names import likely_names
from fingerpost.monitor.models import Visit
from fingerpost.monitor.rules.visits import SIDES
from fingerpost.present import formats
from fingerpost.strategy.edition import Edition, Scheme
from fingerpost.strategy.visits import SECTIONS, Section

#: Said of a strand, where one is chosen.
FIGURES_DECIDE = " (figures decide it: words alone)"
#: How many rows stand empty below those that are filled.
EMPTY_ROWS = {"s": 2, "a": 2}
_STATEMENT = ("urn", "strand", "level", "words")
_ACTION = ("urn", "side", "words", "owner_name", "due_on")
_ROW = re.compile(r"^([sa])(\d{1,3})-\w+$")


@dataclass(frozen=True)
class Asked:
    """What a note may say: the sections of its type, the strands of the schools' schemes, the edition's levels."""

    sections: tuple[Section, ...]
    strands: list[tuple[str, list[tuple[str, str]]]]
    levels: list[tuple[str, str]]
    schools: list[tuple[int, str]]
    is_evidence: bool
    is_appraisal: bool

    def day(self, written: str) -> str:
        """A day as the form keeps it, in words."""
        day = _day(written)
        return formats.day(day) if day else "no day yet"

    def strand_name(self, scheme: str, strand: str) -> str:
        """The name of a strand, as the edition has it."""
        names = {code: name for _, strands in self.strands for code, name in strands}
        name = names.get(f"{scheme}:{strand}", strand.replace("_", " ").capitalize())
        return name.removesuffix(FIGURES_DECIDE)


def asked_of(visit: Visit, edition: Edition, phases: Mapping[int, str]) -> Asked:
    """What the note of a visit may say, under the edition of the visit."""
    kind = edition.visits.type_of(visit.kind)
    schools = [(school.urn, school.name) for school in visit.schools.all()]
    mine = {phases.get(urn) for urn, _ in schools}
    strands = [(one.name, _strands(one)) for one in edition.schemes if mine & set(one.phases)]
    return Asked(
        sections=kind.sections if kind else SECTIONS, strands=strands,
        levels=[(level.id, level.name) for level in edition.levels], schools=schools, is_evidence=visit.is_evidence,
        is_appraisal=visit.is_appraisal,
    )  # fmt: skip


def _strands(scheme: Scheme) -> list[tuple[str, str]]:
    """The strands that advisers judge first; of those that figures decide a note says words alone."""
    judged = sorted(scheme.strands, key=lambda strand: not strand.judged)
    return [
        (f"{scheme.id}:{one.id}", one.name if one.judged else f"{one.name}{FIGURES_DECIDE}") for one in judged
    ]


@dataclass
class NoteForm:
    """A note as it stands in the form: what was kept, or what somebody has just sent."""

    asked: Asked
    content: dict
    base: int
    key: UUID = field(default_factory=uuid4)
    made_on: date | None = None
    then: str = "save"
    is_confirmed: bool = False
    errors: list[str] = field(default_factory=list)

    @property
    def sections(self) -> list[tuple[Section, str]]:
        """Each section with what is written in it; one that the type no longer has is kept while it says something."""
        said = self.content["sections"]
        known = {section.id for section in self.asked.sections}
        others = [Section(key, key.replace("_", " ").capitalize()) for key in said if key not in known]
        return [(section, said.get(section.id, "")) for section in (*self.asked.sections, *others)]

    @property
    def statements(self) -> list[dict]:
        """Rows of statements, some empty ones below."""
        rows = [row | {"chosen": f"{row['scheme']}:{row['strand']}"} for row in self.content["statements"]]
        return rows + [{"chosen": "", "level": "", "words": "", "urn": None}] * EMPTY_ROWS["s"]

    @property
    def actions(self) -> list[dict]:
        """Rows of agreed actions, some empty ones below. What is in the ledger already is changed there."""
        empty = {"side": "school", "words": "", "owner_name": "", "due_on": "", "urn": None}
        return [*self.content["actions"], *[empty] * EMPTY_ROWS["a"]]

    def suspicious(self) -> list[str]:
        """Phrases that look like the name of a child."""
        texts = [*self.content["sections"].values()]
        texts += [row["words"] for key in ("statements", "actions") for row in self.content[key]]
        place = " ".join(name for _, name in self.asked.schools)
        return list(dict.fromkeys(name for text in texts for name in likely_names(text, place)))

    @property
    def needs_confirming(self) -> list[str]:
        """What may name a child and was not confirmed to be something else."""
        return [] if self.is_confirmed else self.suspicious()


def sent(asked: Asked, data: Mapping[str, Any], kept: dict) -> NoteForm:
    """The form as somebody sent it; what is in the ledger already is taken from what was `kept`."""
    rows: dict[str, dict[int, None]] = {"s": {}, "a": {}}
    for name in data:
        if found := _ROW.match(name):
            rows[found[1]][int(found[2])] = None
    content = {
        "sections": {
            name.removeprefix("section-"): _said(data, name) for name in data if name.startswith("section-")
        },
        "statements": [_statement(asked, data, number) for number in sorted(rows["s"])],
        "actions": [row for row in kept["actions"] if row.get("promise")]
        + [_action(asked, data, number) for number in sorted(rows["a"])],
    }
    content["sections"] = {key: words for key, words in content["sections"].items() if words}
    content["statements"] = [row for row in content["statements"] if row["words"] or row["level"]]
    content["actions"] = [row for row in content["actions"] if row["words"] or row["owner_name"]]
    form = NoteForm(
        asked, content, _number(data.get("base")), _key(data.get("key")), _day(data.get("made_on")),
        str(data.get("then") or "save"), bool(data.get("is_no_child")),
    )  # fmt: skip
    if data.get("made_on") and form.made_on is None:
        form.errors.append("The day of the visit cannot be read: write it as 2026-09-01.")
    return form


def _said(data: Mapping[str, Any], name: str) -> str:
    return str(data.get(name) or "").replace("\r\n", "\n").strip()


def _row(data: Mapping[str, Any], kind: str, number: int, keys: tuple[str, ...]) -> dict:
    return {key: _said(data, f"{kind}{number}-{key}") for key in keys}


def _urn(asked: Asked, said: str) -> int:
    return int(said) if said.isdigit() and len(said) < 9 else asked.schools[0][0]


def _statement(asked: Asked, data: Mapping[str, Any], number: int) -> dict:
    row = _row(data, "s", number, _STATEMENT)
    scheme, _, strand = row.pop("strand").partition(":")
    return row | {"urn": _urn(asked, row["urn"]), "scheme": scheme, "strand": strand}


def _action(asked: Asked, data: Mapping[str, Any], number: int) -> dict:
    row = _row(data, "a", number, _ACTION)
    day = _day(row["due_on"])
    side = row["side"] if row["side"] in SIDES else "school"
    return row | {"urn": _urn(asked, row["urn"]), "side": side, "due_on": day.isoformat() if day else ""}


def _number(said: Any) -> int:
    return int(said) if str(said).isdigit() and len(str(said)) < 7 else 0


def _key(said: Any) -> UUID:
    try:
        return UUID(str(said))
    except ValueError:
        return uuid4()


def _day(said: Any) -> date | None:
    try:
        return date.fromisoformat(str(said or ""))
    except ValueError:
        return None
