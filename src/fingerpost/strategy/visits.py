"""What visits there are and what each school is entitled to, as an edition sets it in entitlements.yaml.

A type says what its notes hold, whether they are evidence for a rating, and whether an academy has to invite it. An
entitlement says how many visits of a type a school of some levels has in a school year, and whether it pays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fingerpost.strategy.keys import Keys, as_list
from fingerpost.strategy.lined import Mapping
from fingerpost.strategy.problems import Found

#: Whose school it is: an entitlement may be for one of the two.
MAINTAINED, ACADEMY = "maintained", "academy"
STATUSES = (MAINTAINED, ACADEMY)
#: Who pays.
COSTS = {"free": "without charge", "traded": "charged for", "commissioned": "paid for by the authority"}
_TYPE = (
    "id", "name", "meaning", "evidence", "academies_invite", "head_appraisal", "sections", "page", "ours", "prompt",
)  # fmt: skip
_ENTITLED = ("type", "levels", "status", "a_year", "cost", "words", "page", "ours", "on_request")
_MOST = 40


@dataclass(frozen=True)
class Section:
    """A heading of a note of visit, and what to write under it."""

    id: str
    name: str
    hint: str = ""


#: Ours: what a note holds when its type says nothing else.
SECTIONS = (
    Section("people_met", "People met", "Posts rather than names; pupils only as “pupils in Year 4”."),
    Section("focus", "Focus of the visit"),
    Section("documents", "Documents seen"),
    Section("seen", "What was seen", "What you saw and where, so that somebody who was not there could follow."),
    Section("strengths", "Strengths"),
    Section("develop", "To develop"),
    Section("progress", "Progress on earlier actions"),
    Section("self_evaluation", "The school's view of itself", "Whether it fits what you saw, and why."),
)  # fmt: skip


@dataclass(frozen=True)
class VisitType:
    """A kind of visit. `prompt` is what calls for it, such as a new head; the product knows `new-head`."""

    id: str
    name: str
    meaning: str = ""
    is_evidence: bool = True
    academies_invite: bool = False
    is_appraisal: bool = False
    sections: tuple[Section, ...] = SECTIONS
    prompt: str = ""
    page: str = ""
    ours: str = ""


@dataclass(frozen=True)
class Entitled:
    """How many visits of a type a school has in a school year; no level named is every level, no status both."""

    type: str
    a_year: int
    cost: str
    levels: tuple[str, ...] = ()
    status: str = ""
    words: str = ""
    page: str = ""
    ours: str = ""
    #: Whether it is made when somebody asks, and so never late.
    on_request: bool = False

    def is_for(self, level: str | None, status: str) -> bool:
        """Whether a school of this level and status has it. A school without a level has what every level has."""
        return (not self.levels or level in self.levels) and self.status in ("", status)


@dataclass(frozen=True)
class Visits:
    """The types of an edition, and who is entitled to which."""

    types: tuple[VisitType, ...] = ()
    entitled: tuple[Entitled, ...] = ()

    def type_of(self, code: str) -> VisitType | None:
        """The type of that id."""
        return next((one for one in self.types if one.id == code), None)

    def of_school(self, level: str | None, *, is_academy: bool) -> list[Entitled]:
        """What a school of a level is entitled to, in the edition's order."""
        status = ACADEMY if is_academy else MAINTAINED
        return [one for one in self.entitled if one.is_for(level, status)]

    def of_level(self, level: str) -> list[Entitled]:
        """What any school of a level is entitled to, whoever runs it."""
        return [one for one in self.entitled if not one.levels or level in one.levels]


def read(node: Mapping, found: Found, levels: Iterable[str]) -> Visits:
    """The visits of an edition; each fault is noted where it stands. An edition without the file has none."""
    if not node:
        return Visits()
    keys = Keys(node, found, "entitlements.yaml")
    keys.only(("types", "entitled", "note"))
    types = [made for one in as_list(node.get("types")) if (made := _type(keys, one))]
    if not types:
        found.add(
            node, "entitlements.yaml names no type of visit.", "List types, each with id and name.", "types"
        )
    for doubled in sorted({one.id for one in types if [t.id for t in types].count(one.id) > 1}):
        found.add(node, f"The type of visit {doubled} is declared twice.", "Give each its own id.", "types")
    known = {one.id: one for one in types}
    asked = (_entitled(keys, one, known, tuple(levels)) for one in as_list(node.get("entitled")))
    entitled = [one for one in asked if one is not None]
    _once(keys, entitled)
    return Visits(tuple(types), tuple(entitled))


def _type(keys: Keys, node: Any) -> VisitType | None:
    if not isinstance(node, Mapping):
        keys.found.add(
            keys.node, "A type of visit is not a mapping.", "Write id, name and page or ours.", "types"
        )
        return None
    one = Keys(node, keys.found, "A type of visit")
    one.only(_TYPE)
    made = VisitType(
        id=one.text("id"),
        name=one.text("name"),
        meaning=one.text("meaning", required=False),
        is_evidence=_switch(one, "evidence"),
        academies_invite=_switch(one, "academies_invite"),
        is_appraisal=_switch(one, "head_appraisal"),
        sections=_sections(one),
        prompt=one.text("prompt", required=False),
        page=one.text("page", required=False),
        ours=one.text("ours", required=False),
    )
    _check_type(one, made)
    return made


def _switch(keys: Keys, key: str) -> bool:
    return bool(keys.value(key, bool, required=False))


def _check_type(keys: Keys, made: VisitType) -> None:
    _sourced(keys, made)
    if made.is_appraisal and made.is_evidence:
        keys.found.add(
            keys.node, f"{made.id} is the performance management of the head and evidence for a rating.",
            "Leave out `evidence`: its record belongs to the governing body.", "evidence",
        )  # fmt: skip
    if made.prompt not in ("", "new-head"):
        keys.found.add(keys.node, f"Nothing prompts a visit by “{made.prompt}”.", "Write new-head.", "prompt")


def _sourced(keys: Keys, made: VisitType | Entitled) -> None:
    if not made.page and not made.ours:
        keys.found.add(
            keys.node, f"{keys.what} says neither its page nor why it is ours.", "Write `page:` or `ours:`."
        )


def _sections(keys: Keys) -> tuple[Section, ...]:
    said = as_list(keys.node.get("sections"))
    if not said:
        return SECTIONS
    made = [_section(keys, one) for one in said]
    ids = [section.id for section in made if section]
    if len(set(ids)) < len(ids):
        keys.found.add(keys.node, "A section of a note stands twice.", "Keep one of them.", "sections")
    return tuple(section for section in made if section)


def _section(keys: Keys, said: Any) -> Section | None:
    if isinstance(said, Mapping):
        own = Keys(said, keys.found, "A section of a note")
        own.only(("id", "name", "hint"))
        return Section(own.text("id"), own.text("name"), own.text("hint", required=False))
    shared = next((section for section in SECTIONS if section.id == said), None)
    if shared is None:
        keys.found.add(
            keys.node, f"There is no section “{said}” of a note.",
            f"Use {', '.join(section.id for section in SECTIONS)}, or write id, name and hint.", "sections",
        )  # fmt: skip
    return shared


def _entitled(keys: Keys, node: Any, types: dict[str, VisitType], levels: tuple[str, ...]) -> Entitled | None:
    if not isinstance(node, Mapping):
        keys.found.add(
            keys.node,
            "An entitlement is not a mapping.",
            "Write type, a_year, cost and page or ours.",
            "entitled",
        )
        return None
    one = Keys(node, keys.found, "An entitlement")
    one.only(_ENTITLED)
    made = Entitled(
        type=one.text("type"),
        a_year=one.count("a_year", 0) or 0,
        cost=one.text("cost"),
        levels=tuple(map(str, as_list(node.get("levels")))),
        status=one.text("status", required=False),
        words=one.text("words", required=False),
        page=one.text("page", required=False),
        ours=one.text("ours", required=False),
        on_request=_switch(one, "on_request"),
    )
    _check_entitled(one, made, types, levels)
    return made


def _check_entitled(keys: Keys, made: Entitled, types: dict[str, VisitType], levels: tuple[str, ...]) -> None:
    _sourced(keys, made)
    choices = (
        ("type", made.type, tuple(types)), ("cost", made.cost, tuple(COSTS)), ("status", made.status, ("", *STATUSES)),
        *(("levels", level, levels) for level in made.levels),
    )  # fmt: skip
    for key, said, allowed in choices:
        if said not in allowed:
            words = ", ".join(one for one in allowed if one) or "none is declared"
            keys.found.add(keys.node, f"An entitlement knows no {key} “{said}”.", f"Use {words}.", key)
    if not 0 < made.a_year <= _MOST:
        keys.found.add(
            keys.node,
            f"An entitlement to {made.a_year} visits a year is none.",
            f"Write 1 to {_MOST}.",
            "a_year",
        )
    if made.type in types and types[made.type].is_appraisal and made.levels:
        keys.found.add(
            keys.node, "Performance management of the head hangs on a level.", "Leave out `levels`.", "levels"
        )


def _once(keys: Keys, entitled: list[Entitled]) -> None:
    """Two entries that both cover a school would leave it open which holds."""
    for at, one in enumerate(entitled):
        for other in entitled[:at]:
            levels = not one.levels or not other.levels or set(one.levels) & set(other.levels)
            if (
                one.type == other.type
                and levels
                and (not one.status or not other.status or one.status == other.status)
            ):
                keys.found.add(
                    keys.node,
                    f"Two entitlements to {one.type} cover the same schools.",
                    "Keep one of them.",
                    "entitled",
                )
