"""From a scheme file to schemes. One file may hold several schemes that share their printed sentences.

A strand may say `in: {primary: {...}}`: what is said there is laid over the strand for that scheme alone, so that a
sentence stands once and its conditions differ by phase.
"""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.strategy import conditions as c
from fingerpost.strategy import flagged, lined
from fingerpost.strategy.atom_columns import Cohort
from fingerpost.strategy.condition_reading import Reader
from fingerpost.strategy.edition import Applies, Cell, Enough, Family, Floor, Scheme, Strand, SubGrade
from fingerpost.strategy.keys import Keys, as_list
from fingerpost.strategy.lined import Mapping
from fingerpost.strategy.problems import Found

FILE = ("schemes", "families", "strands", "floors", "note")
SCHEME = (
    "name",
    "for",
    "beside",
    "rule",
    "settings",
    "enough",
    "evidence_age",
    "judgement_age",
    "without",
    "note",
)
STRAND = (
    "name",
    "family",
    "levels",
    "applies",
    "cohort",
    "inspection",
    "weight",
    "where",
    "note",
    "in",
)
CELL = ("sentence", "page", "when", "judged", "otherwise", "flags", "ours", "note")
FLOOR = (
    "name",
    "level",
    "sentence",
    "page",
    "when",
    "judged",
    "flags",
    "lasts_days",
    "until",
    "ours",
    "restricted",
    "in",
    "note",
)
PHASES = ("nursery", "primary", "secondary", "special", "pru", "all-through", "16-plus")
RULES = ("guarded_best_fit", "share", "worst", "points", "matrix")
_GRADES = "Write {fact: …, grades: {green: [1, 2], …}, ours: …}."


@dataclass(frozen=True)
class Shared:
    """What the edition says for all its schemes."""

    levels: tuple[str, ...]
    strategy: Mapping


@dataclass(frozen=True)
class SchemeReader:
    """Reads one file of schemes/."""

    file: Mapping
    found: Found
    shared: Shared

    def schemes(self) -> list[Scheme]:
        """Every scheme of the file."""
        keys = Keys(self.file, self.found, "A scheme file")
        keys.only(FILE)
        declared = keys.child("schemes", "`schemes`")
        if declared is None:
            self.found.add(self.file, "The file declares no scheme.", "Write `schemes:` with one or more.")
            return []
        return [
            scheme
            for code, node in declared.node.items()
            if (child := declared.child(code, f"The scheme {code}"))
            for scheme in [self._scheme(str(code), child)]
        ]

    def _scheme(self, code: str, keys: Keys) -> Scheme:
        keys.only(SCHEME)
        strategy = Keys(self.shared.strategy, self.found, "strategy.yaml")
        evidence_age = self._age(keys, strategy, "evidence_age", "years")
        reader = Reader(self.found, evidence_age)
        families = self._families()
        without = as_list(keys.node.get("without"))
        asked = keys.child("for", f"{keys.what}, `for`")
        return Scheme(
            id=code,
            name=keys.text("name"),
            phases=self._phases(keys, asked),
            kinds=tuple(map(str, as_list(asked.node.get("kinds")))) if asked else (),
            youngest_at_most=asked.count("youngest_at_most", None) if asked else None,
            beside=bool(keys.value("beside", bool, required=False)),
            families=families,
            strands=tuple(self._strands(code, reader, families, without)),
            floors=tuple(self._floors(code, reader)),
            rule=self._rule(keys, strategy),
            settings=dict(keys.node.get("settings") or self.shared.strategy.get("settings") or {}),
            enough=self._enough(keys, strategy, families),
            evidence_age=evidence_age,
            judgement_age=self._age(keys, strategy, "judgement_age", "terms"),
            ours=self._ours(keys, strategy, asked),
            note=keys.text("note", required=False),
        )

    def _ours(self, keys: Keys, strategy: Keys, asked: Keys | None) -> dict[str, str]:
        """The reasons of what the scheme or the strategy says for itself, where they give any."""
        said = {
            key: keys.node.get(key) or strategy.node.get(key) or {}
            for key in ("evidence_age", "judgement_age")
        }
        said["for"] = asked.node if asked else {}
        return {
            key: str(node["ours"])
            for key, node in said.items()
            if isinstance(node, Mapping) and "ours" in node
        }

    def _age(self, keys: Keys, strategy: Keys, key: str, unit: str) -> int | None:
        said = keys.child(key, f"`{key}`") or strategy.child(key, f"`{key}`")
        if said is None:
            return None
        said.only((unit, "ours"))
        said.text("ours")
        return said.count(unit, None)

    def _phases(self, keys: Keys, asked: Keys | None) -> tuple[str, ...]:
        if asked is None:
            self.found.add(
                keys.node, f"{keys.what} does not say which schools it is for.", "Write for: {phases: […]}."
            )
            return ()
        asked.only(("phases", "kinds", "youngest_at_most", "ours"))
        phases = tuple(map(str, as_list(asked.node.get("phases"))))
        for phase in phases:
            if phase not in PHASES:
                self.found.add(
                    asked.node, f"No phase is called {phase}.", f"Use {', '.join(PHASES)}.", "phases"
                )
        return phases

    def _rule(self, keys: Keys, strategy: Keys) -> str:
        rule = keys.node.get("rule") or strategy.node.get("rule") or "guarded_best_fit"
        if rule not in RULES:
            where = keys.node if "rule" in keys.node else strategy.node
            self.found.add(where, f"No rule is called {rule}.", f"Use {', '.join(RULES)}.", "rule")
            return "guarded_best_fit"
        return str(rule)

    def _enough(self, keys: Keys, strategy: Keys, families: tuple[Family, ...]) -> Enough:
        said = keys.child("enough", "`enough`") or strategy.child("enough", "`enough`")
        if said is None:
            return Enough()
        said.only(("families", "more_families", "share", "ours"))
        said.text("ours")
        named = tuple(map(str, as_list(said.node.get("families"))))
        for family in named:
            if family not in {f.id for f in families}:
                self.found.add(
                    said.node, f"No family is called {family}.", "Name one of the scheme's.", "families"
                )
        share = said.number("share", 0.5)
        if not 0 <= share <= 1:
            self.found.add(said.node, "`share` is not a share.", "Write a number from 0 to 1.", "share")
        return Enough(named, said.count("more_families", 2) or 0, share, said.text("ours", required=False))

    def _families(self) -> tuple[Family, ...]:
        keys = Keys(self.file, self.found, "A scheme file").child("families", "`families`")
        if keys is None:
            self.found.add(self.file, "The file has no families.", "Write `families:` with one or more.")
            return ()
        return tuple(self._family(str(code), keys.child(code, f"The family {code}")) for code in keys.node)

    def _family(self, code: str, keys: Keys | None) -> Family:
        if keys is None:
            return Family(code, code)
        keys.only(("name", "weight", "needs", "ours"))
        if "weight" in keys.node or "needs" in keys.node:
            keys.text("ours")
        ours = keys.text("ours", required=False)
        return Family(code, keys.text("name"), keys.number("weight", 1.0), keys.count("needs", 2) or 1, ours)

    def _strands(
        self, scheme: str, reader: Reader, families: tuple[Family, ...], without: list
    ) -> list[Strand]:
        keys = Keys(self.file, self.found, "A scheme file").child("strands", "`strands`")
        if keys is None:
            self.found.add(self.file, "The file has no strands.", "Write `strands:` with one or more.")
            return []
        known = {family.id for family in families}
        made = []
        for code in keys.node:
            child = keys.child(code, f"The strand {code}")
            if child is None or code in without:
                continue
            made.append(self._strand(str(code), self._laid_over(child, scheme), reader, known))
        return made

    def _laid_over(self, keys: Keys, scheme: str) -> Keys:
        apart = keys.child("in", f"{keys.what}, `in`")
        over = apart.child(scheme, f"{keys.what}, in {scheme}") if apart and scheme in apart.node else None
        return Keys(lined.merged(keys.node, over.node), self.found, keys.what) if over else keys

    def _strand(self, code: str, keys: Keys, reader: Reader, families: set[str]) -> Strand:
        keys.only(STRAND)
        family = keys.text("family")
        if family and family not in families:
            self.found.add(
                keys.node, f"No family is called {family}.", f"Use {', '.join(sorted(families))}.", "family"
            )
        return Strand(
            id=code,
            name=keys.text("name"),
            family=family,
            cells=self._cells(keys, reader),
            applies=self._applies(keys, reader),
            cohort=self._cohort(keys, reader),
            inspections=self._inspections(keys, reader),
            weight=keys.number("weight", 1.0),
            where=keys.text("where", required=False),
            note=keys.text("note", required=False),
            file=keys.node.file,
            line=keys.node.line,
        )

    def _cells(self, keys: Keys, reader: Reader) -> tuple[Cell, ...]:
        levels = keys.child("levels", f"{keys.what}, `levels`")
        if levels is None:
            self.found.add(
                keys.node, f"{keys.what} has no cells.", "Write `levels:` with a cell for each level."
            )
            return ()
        levels.only(self.shared.levels)
        children = ((level, levels.child(level, f"{keys.what}, {level}")) for level in self.shared.levels)
        return tuple(self._cell(level, child, reader) for level, child in children if child)

    def _cell(self, level: str, keys: Keys, reader: Reader) -> Cell:
        keys.only(CELL)
        when = reader.read(keys.node["when"], keys.node, "when") if "when" in keys.node else None
        judged, otherwise = (bool(keys.value(key, bool, required=False)) for key in ("judged", "otherwise"))
        if "when" not in keys.node and not judged and not otherwise:
            self.found.add(
                keys.node,
                f"{keys.what}: nothing decides it.",
                "Write `when:`, `judged: true` or `otherwise: true`.",
            )
        ours = keys.text("ours", required=False)
        if when is not None and not ours and _has_threshold(when):
            self.found.add(
                keys.node, f"{keys.what}: its threshold has no reason.", "Say in `ours:` why it lies there."
            )
        return Cell(
            level,
            keys.text("sentence"),
            keys.text("page"),
            when,
            judged,
            otherwise,
            ours,
            keys.node.file,
            keys.node.line,
            flagged.read(keys, self.found),
        )

    def _applies(self, keys: Keys, reader: Reader) -> Applies:
        said = keys.child("applies", f"{keys.what}, `applies`")
        if said is None:
            return Applies()
        said.only(("phases", "measured", "sixth_form", "when", "ours"))
        when = reader.read(said.node["when"], said.node, "when") if "when" in said.node else None
        ours = said.text("ours", required=when is not None)
        sixth_form = said.value("sixth_form", bool, required=False)
        measured = tuple(map(str, as_list(said.node.get("measured"))))
        for indicator in measured:
            reader.measure(said.node, "measured", indicator, "all")
        phases = tuple(map(str, as_list(said.node.get("phases"))))
        return Applies(phases, measured, sixth_form, when, ours)

    def _cohort(self, keys: Keys, reader: Reader) -> Cohort | None:
        said = keys.child("cohort", f"{keys.what}, `cohort`")
        if said is None:
            return None
        said.only(("pupils", "pupils_of", "minimum", "ours"))
        ours = said.text("ours")
        key = "pupils" if "pupils" in said.node else "pupils_of"
        measure = reader.measure(said.node, key, said.node.get(key), "all")
        field = "value" if key == "pupils" else "denominator"
        return Cohort(measure, said.count("minimum", 11) or 11, ours, field) if measure else None

    def _inspections(self, keys: Keys, reader: Reader) -> tuple[SubGrade, ...]:
        said = keys.node.get("inspection")
        nodes = [node for node in as_list(said) if isinstance(node, Mapping)]
        if len(nodes) < len(as_list(said)):
            self.found.add(keys.node, f"{keys.what}: `inspection` is not a mapping.", _GRADES, "inspection")
        made = [
            self._inspection(Keys(node, self.found, f"{keys.what}, `inspection`"), reader) for node in nodes
        ]
        return tuple(grade for grade in made if grade is not None)

    def _inspection(self, said: Keys, reader: Reader) -> SubGrade | None:
        said.only(("fact", "grades", "ours"))
        ours = said.text("ours")
        measure = reader.measure(said.node, "fact", said.node.get("fact"), "all")
        grades = said.child("grades", said.what)
        named = grades.node.items() if grades else ()
        levels = {int(grade): str(level) for level, listed in named for grade in as_list(listed)}
        if not levels or set(levels.values()) - set(self.shared.levels):
            self.found.add(said.node, "The grades name no level, or one that is none.", _GRADES)
        return SubGrade(measure, levels, ours) if measure else None

    def _floors(self, scheme: str, reader: Reader) -> list[Floor]:
        keys = Keys(self.file, self.found, "A scheme file").child("floors", "`floors`")
        if keys is None:
            return []
        children = [(str(code), keys.child(code, f"The floor {code}")) for code in keys.node]
        return [
            self._floor(code, child, reader) for code, child in children if child and _holds_in(child, scheme)
        ]

    def _floor(self, code: str, keys: Keys, reader: Reader) -> Floor:
        keys.only(FLOOR)
        when = reader.read(keys.node["when"], keys.node, "when") if "when" in keys.node else None
        judged = bool(keys.value("judged", bool, required=False))
        if ("when" in keys.node) == judged:
            self.found.add(
                keys.node,
                f"{keys.what}: nothing decides it, or two things do.",
                "Write `when:` or `judged: true`.",
            )
        level = keys.text("level")
        if level not in self.shared.levels:
            self.found.add(
                keys.node, f"No level is called {level}.", f"Use {', '.join(self.shared.levels)}.", "level"
            )
        return Floor(
            id=code,
            name=keys.text("name"),
            level=level,
            sentence=keys.text("sentence"),
            page=keys.text("page", required="ours" not in keys.node),
            when=when,
            judged=judged,
            lasts_days=keys.count("lasts_days", None),
            until=self._until(keys, reader),
            ours=keys.text("ours", required="page" not in keys.node),
            restricted=bool(keys.value("restricted", bool, required=False)),
            flags=flagged.read(keys, self.found),
        )

    def _until(self, keys: Keys, reader: Reader) -> c.Measure | None:
        if "until" not in keys.node:
            return None
        return reader.measure(keys.node, "until", keys.node["until"], "all")


def _holds_in(keys: Keys, scheme: str) -> bool:
    schemes = keys.node.get("in")
    return schemes is None or scheme in as_list(schemes)


def _has_threshold(condition: c.Condition) -> bool:
    """Whether the condition draws a line that somebody chose: every one but a list of words does."""
    return any(not isinstance(atom, c.Words) for atom in c.atoms(condition))
