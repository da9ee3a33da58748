"""From YAML to a condition. Every fault is noted with its line; a condition with a fault reads as none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeGuard

from fingerpost.evidence.groups import BY_CODE as GROUPS
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.strategy import conditions as c
from fingerpost.strategy import sense
from fingerpost.strategy.lined import Mapping, Sequence
from fingerpost.strategy.problems import Found

_COMMON = ("note", *c.LIMIT_KEYS)
_KEYS: dict[str, tuple[str, ...]] = {
    "all": (),
    "any": (),
    "not": (),
    "of": ("at_least",),
    "first_published": (),
    "fact": (
        "group",
        "groups",
        "how_many",
        *c.OPS,
        "is",
        "significantly",
        "than",
        "in",
        "of_years",
        "with_latest",
    ),
    "facts": (
        "group",
        "groups",
        "how_many",
        *c.OPS,
        "is",
        "significantly",
        "than",
        "in",
        "of_years",
        "with_latest",
    ),
    "change": ("group", "over", *c.OPS),
    "gap": ("group", "from", "over", *c.OPS),
    "event": ("within", "days", "school_years"),
    "replaced": (),
}
_ATOMIC = ("fact", "facts", "change", "gap", "event", "replaced")


@dataclass(frozen=True)
class Reader:
    """Reads conditions; `limits` are those of the parts above, `evidence_age` the edition's own."""

    found: Found
    evidence_age: int | None = None
    limits: c.Limits = c.NO_LIMITS

    def read(self, node: Any, where: Any, key: str) -> c.Condition | None:
        """The condition at `where[key]`; None when it has a fault, which is then among the problems."""
        if not isinstance(node, Mapping):
            self.found.add(
                where, f"`{key}` is not a condition.", "Write a mapping such as {fact: …, below: …}.", key
            )
            return None
        heads = [head for head in _KEYS if head in node]
        if len(heads) != 1:
            self.found.add(node, "A condition needs exactly one head.", f"Use one of {', '.join(_KEYS)}.")
            return None
        strangers = set(node) - {heads[0], *_KEYS[heads[0]], *_COMMON}
        for stranger in sorted(map(str, strangers)):
            self.found.add(
                node, f"`{heads[0]}` knows no `{stranger}`.", "Take it out or correct its name.", stranger
            )
        reader = replace(self, limits=self._limits(node))
        made = None if strangers else _READERS[heads[0]](reader, node)
        for atom in c.atoms(made) if made is not None and heads[0] in _ATOMIC else ():
            if wrong := sense.nonsense(atom):
                self.found.add(
                    node, f"This comparison makes no sense: {wrong}.", "Correct the figure or the line."
                )
        return made

    def _limits(self, node: Mapping) -> c.Limits:
        said = {key: node[key] for key in c.LIMIT_KEYS if key in node}
        for key in ("phases", "kinds"):
            if key in said:
                said[key] = tuple(said[key]) if isinstance(said[key], list) else (said[key],)
        for key in ("smallest_cohort", "max_age_years"):
            if key in said and not _is_count(said[key]):
                self.found.add(
                    node, f"`{key}` is not a whole number.", "Write a number of pupils or years.", key
                )
                said.pop(key)
        return replace(self.limits, **said)

    def parts(self, node: Mapping, key: str) -> tuple[c.Condition, ...] | None:
        """The parts of a composite; None when the list or any part has a fault."""
        listed = node[key]
        if not isinstance(listed, Sequence) or not listed:
            self.found.add(node, f"`{key}` needs a list of conditions.", "Begin each with a dash.", key)
            return None
        read = [self.read(part, listed, str(number)) for number, part in enumerate(listed)]
        return None if None in read else tuple(part for part in read if part is not None)

    def measure(self, node: Mapping, key: str, indicator: Any, group: Any) -> c.Measure | None:
        """A measure, its indicator in the catalogue and its group among the groups."""
        known = True
        if indicator not in CATALOGUE.by_code:
            self.found.add(
                node, f"No indicator is called {indicator!r}.", "See `fingerpost indicators`.", key
            )
            known = False
        if not _is_group(group):
            self.found.add(
                node, f"No pupil group is called {group!r}.", f"Use one of {', '.join(GROUPS)}.", "group"
            )
            known = False
        return c.Measure(indicator, group) if known else None

    def own_limits(self, measure: c.Measure) -> c.Limits:
        """Grades stand until the next inspection, so the age of evidence does not touch them unless told."""
        graded = CATALOGUE.by_code[measure.indicator].unit == "grade"
        if graded or self.limits.max_age_years is not None:
            return self.limits
        return replace(self.limits, max_age_years=self.evidence_age)

    def right(self, node: Mapping, key: str) -> c.Right | None:
        """What the figure is held against."""
        said = node[key]
        if isinstance(said, bool) or not isinstance(said, int | float | str | Mapping):
            self.found.add(node, f"`{key}` is neither a number nor a comparator.", _NUMBER_OR, key)
            return None
        if isinstance(said, int | float):
            return c.Number(float(said))
        return self._named(node, key, said) if isinstance(said, str) else self._mapped(node, key, said)

    def _named(self, node: Mapping, key: str, name: str) -> c.Comparator | None:
        if name not in c.COMPARATORS:
            self.found.add(
                node, f"No comparator is called {name!r}.", f"Use one of {', '.join(c.COMPARATORS)}.", key
            )
            return None
        return c.Comparator(name)

    def _mapped(self, node: Mapping, key: str, said: Mapping) -> c.Right | None:
        if set(said) == {"own_mean"} and _is_count(said["own_mean"]):
            return c.OwnMean(said["own_mean"])
        if "comparator" not in said or set(said) - {"comparator", "group", "plus"}:
            self.found.add(
                said, f"`{key}` cannot be read.", "Write {comparator: …, group: …, plus: …} or {own_mean: 3}."
            )
            return None
        named = self._named(said, "comparator", said["comparator"])
        group, plus = said.get("group"), said.get("plus", 0.0)
        if named is None or (group is not None and not _is_group(group)) or not _is_number(plus):
            self.found.add(
                said, f"`{key}` cannot be read.", "`group` names a pupil group and `plus` is a number."
            )
            return None
        return replace(named, group=group, plus=float(plus))

    def op(self, node: Mapping) -> c.Op | None:
        """The one comparison that a condition makes."""
        ops = [op for op in c.OPS if op in node]
        if len(ops) != 1:
            self.found.add(node, "A figure needs exactly one comparison.", f"Use one of {', '.join(c.OPS)}.")
            return None
        return ops[0]


def _all(reader: Reader, node: Mapping) -> c.Condition | None:
    parts = reader.parts(node, "all")
    return c.All(parts) if parts else None


def _any(reader: Reader, node: Mapping) -> c.Condition | None:
    parts = reader.parts(node, "any")
    return c.AnyOf(parts) if parts else None


def _first(reader: Reader, node: Mapping) -> c.Condition | None:
    parts = reader.parts(node, "first_published")
    return c.FirstPublished(parts) if parts else None


def _not(reader: Reader, node: Mapping) -> c.Condition | None:
    part = reader.read(node["not"], node, "not")
    return c.Not(part) if part else None


def _of(reader: Reader, node: Mapping) -> c.Condition | None:
    parts, count = reader.parts(node, "of"), node.get("at_least")
    if not _is_count(count) or count < 1 or (parts is not None and count > len(parts)):
        reader.found.add(
            node, "`of` needs `at_least`, from 1 to the number of parts.", "Say how many must be true."
        )
        return None
    return c.AtLeast(count, parts) if parts else None


def _fact(reader: Reader, node: Mapping) -> c.Condition | None:
    indicators, groups = _listed(node, "fact", "facts", None), _listed(node, "group", "groups", "all")
    key = "fact" if "fact" in node else "facts"
    made = [
        _figure(reader, node, measure) if measure else None
        for indicator in indicators
        for group in groups
        for measure in [reader.measure(node, key, indicator, group)]
    ]
    parts = tuple(part for part in made if part is not None)
    if not made or len(parts) < len(made):
        return None
    return parts[0] if len(parts) == 1 and "how_many" not in node else _how_many(reader, node, parts)


def _how_many(reader: Reader, node: Mapping, parts: tuple[c.Condition, ...]) -> c.Condition | None:
    said = node.get("how_many")
    if said == "any":
        return c.AnyOf(parts)
    if said == "all":
        return c.All(parts)
    if _is_count(said) and 1 <= said <= len(parts):
        return c.AtLeast(said, parts)
    reader.found.add(
        node, "Several figures need `how_many`.", f"Say any, all or a number to {len(parts)}.", "how_many"
    )
    return None


def _figure(reader: Reader, node: Mapping, measure: c.Measure) -> c.Condition | None:
    limits = reader.own_limits(measure)
    if "is" in node:
        words = node["is"] if isinstance(node["is"], list) else [node["is"]]
        return c.Words(measure, tuple(map(str, words)), limits)
    if "significantly" in node:
        return _significant(reader, node, measure, limits)
    op = reader.op(node)
    right = reader.right(node, op) if op else None
    if op is None or right is None:
        return None
    return _over_years(reader, node, c.Compare(measure, op, right, limits=limits))


def _significant(reader: Reader, node: Mapping, measure: c.Measure, limits: c.Limits) -> c.Condition | None:
    side = node["significantly"]
    if side not in ("below", "above") or "than" not in node:
        reader.found.add(
            node, "Significance needs a side and what it is held to.", "significantly: below, than: england."
        )
        return None
    right = reader.right(node, "than")
    return _over_years(reader, node, c.Significant(measure, side, right, limits=limits)) if right else None


def _over_years(reader: Reader, node: Mapping, atom: c.Compare | c.Significant) -> c.Condition | None:
    if "in" not in node and "of_years" not in node:
        return atom
    count, of = node.get("in"), node.get("of_years")
    if not (_is_count(count) and _is_count(of) and 1 <= count <= of):
        reader.found.add(node, "`in` and `of_years` do not fit.", "Write in: 2, of_years: 3.")
        return None
    years = c.repeated(atom, of)
    if node.get("with_latest") is True and count > 1:
        return c.All((years[0], c.AtLeast(count - 1, years[1:])))
    return c.AtLeast(count, years)


def _change(reader: Reader, node: Mapping) -> c.Condition | None:
    measure = reader.measure(node, "change", node["change"], node.get("group", "all"))
    op, over = reader.op(node), node.get("over", 1)
    right = reader.right(node, op) if op else None
    if not _is_count(over) or over < 1 or isinstance(right, c.OwnMean):
        reader.found.add(node, "A change needs `over` (years) and a number or comparator.", "Write over: 1.")
        return None
    if measure is None or op is None or right is None:
        return None
    return c.Change(measure, over, op, right, reader.own_limits(measure))


def _gap(reader: Reader, node: Mapping) -> c.Condition | None:
    measure = reader.measure(node, "gap", node["gap"], node.get("group", "all"))
    op, over = reader.op(node), node.get("over", 0)
    right = reader.right(node, op) if op else None
    peer = _peer(reader, node)
    if not _is_count(over) or isinstance(right, c.OwnMean):
        reader.found.add(
            node, "A gap is held to a number or a comparator.", "Write for example at_least: -5."
        )
        return None
    if measure is None or peer is None or op is None or right is None:
        return None
    return c.Gap(measure, peer, op, right, over, reader.own_limits(measure))


def _peer(reader: Reader, node: Mapping) -> c.Measure | c.Comparator | None:
    said = node.get("from")
    if isinstance(said, str) and _is_group(said):
        return reader.measure(node, "gap", node["gap"], said)
    right = reader.right(node, "from") if isinstance(said, Mapping) else None
    if isinstance(right, c.Comparator):
        return right
    reader.found.add(
        node, "A gap needs `from`.", "Name a pupil group, or {comparator: england, group: …}.", "from"
    )
    return None


def _event(reader: Reader, node: Mapping) -> c.Condition | None:
    measure = reader.measure(node, "event", node["event"], "all")
    if node.get("within") == "last_academic_year" and len(node) == 2:
        return c.Event(measure, "last_academic_year", 0, reader.own_limits(measure)) if measure else None
    for within in ("days", "school_years"):
        if _is_count(node.get(within)):
            return c.Event(measure, within, node[within], reader.own_limits(measure)) if measure else None
    reader.found.add(
        node, "An event needs a time.", "Write days: 365, school_years: 1 or within: last_academic_year."
    )
    return None


def _replaced(reader: Reader, node: Mapping) -> c.Condition | None:
    measure = reader.measure(node, "replaced", node["replaced"], "all")
    return c.Replaced(measure, reader.own_limits(measure)) if measure else None


_READERS: dict[str, Callable[[Reader, Mapping], c.Condition | None]] = {
    "all": _all,
    "any": _any,
    "not": _not,
    "of": _of,
    "first_published": _first,
    "fact": _fact,
    "facts": _fact,
    "change": _change,
    "gap": _gap,
    "event": _event,
    "replaced": _replaced,
}
_NUMBER_OR = f"Write a number, or one of {', '.join(c.COMPARATORS)}."


def _listed(node: Mapping, one: str, many: str, default: Any) -> list:
    said = node.get(many, node.get(one, default))
    return list(said) if isinstance(said, list) else [said]


def _is_count(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_group(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and all(part in GROUPS or "=" in part for part in value.split("+"))
