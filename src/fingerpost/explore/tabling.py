"""The table of a look: a row a place and group, a column a year, then change, gaps, significance and rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from fingerpost.evidence import groups
from fingerpost.evidence.comparison import gaps
from fingerpost.explore import saying
from fingerpost.explore.queries.explore import Found
from fingerpost.present import formats

#: Places that everything else is held against stand first, whatever the order.
FIXED = ("similar", "authority", "neighbours", "region", "england")
SHORT = {
    "gap_to_national": "Gap to the same pupils in England",
    "gap_within": "Gap within the place",
    "gap_to_all": "Difference from all pupils there",
}
RANKED = "Among places of its kind, the best first; ties share the better place. Quartile A is best, D worst"
WORDS = {"above England": "Above", "below England": "Below", "not different from England": "No different"}
UP, DOWN = "▲", "▼"
NOT_KNOWN = (1, 0.0)
LONG = 25
#: A reason up to so many letters stands in its cell.
SHORT_REASON = 18


@dataclass(frozen=True, eq=False)
class Line:
    """A row of the table: its rows of the frame year by year, and the one of the latest year shown."""

    place_kind: str
    place: str
    place_name: str
    group: str
    by_year: dict[str, dict[str, Any]]
    now: dict[str, Any]

    @property
    def group_name(self) -> str:
        return groups.name(self.group)


def lines(found: Found) -> list[Line]:
    """The rows as the look asks for them: filtered, ordered, the fixed places first."""
    parts: dict[tuple[str, str, str], dict[str, dict[str, Any]]] = {}
    for row in found.rows.iter_rows(named=True):
        parts.setdefault((row["place_kind"], row["place"], row["group"]), {})[row["period"]] = row
    asked = {name.partition(":")[0] for name in found.look.asked_places()}
    asked |= {"school"} if "schools" in asked else set()
    made = [_line(key, years, found) for key, years in parts.items() if key[0] in asked]
    return _ordered([line for line in made if _is_wanted(line, found)], found)


def _line(key: tuple[str, str, str], years: dict[str, dict[str, Any]], found: Found) -> Line:
    latest = years.get(found.look.year) or {}
    name = next(iter(years.values()))["place_name"]
    return Line(*key[:2], name, key[2], years, latest)


def _is_wanted(line: Line, found: Found) -> bool:
    look = found.look
    if line.place_kind in FIXED:
        return True
    if look.is_only and found.past and (line.place, line.group) not in found.past.cells:
        return False
    words = f"{line.place_name} {line.place}".lower()
    return all(word in words for word in look.find.lower().split())


def _ordered(held: list[Line], found: Found) -> list[Line]:
    """In the order asked; whoever has no value comes last whichever way it runs."""
    look = found.look
    if not look.sort:
        return held
    fixed = [line for line in held if line.place_kind in FIXED]
    # Where there are no others, the wide places are what is ordered.
    rest = [line for line in held if line.place_kind not in FIXED] or fixed
    keyed = [(_key(line, look.sort, found), line) for line in rest]
    known = [pair for pair in keyed if pair[0] != NOT_KNOWN]
    known.sort(key=lambda pair: pair[0], reverse=look.is_descending)
    ordered = [line for _, line in known] + [line for key, line in keyed if key == NOT_KNOWN]
    return ordered if rest is fixed else [*fixed, *ordered]


def _key(line: Line, sort: str, found: Found) -> tuple:
    if sort == "name":
        return (0, line.place_name.lower())
    if sort == "group":
        return (0, list(found.look.groups).index(line.group))
    value = line.now.get({"cohort": "denominator"}.get(sort, sort))
    return NOT_KNOWN if value is None else (0, value)


@dataclass(frozen=True)
class Head:
    """A heading: its key, words, the sort it offers, and whether numbers stand below it."""

    key: str
    words: str
    sort: str = ""
    is_number: bool = True
    explains: str = ""


def heads(found: Found, held: list[Line]) -> list[Head]:
    """The columns that have something to show."""
    look = found.look
    several_places = len({(line.place_kind, line.place) for line in held}) > 1
    several_groups = len({line.group for line in held}) > 1
    made = [Head("place", "Place", "name", False)] if several_places or not several_groups else []
    made += [Head("group", "Group", "group", False)] if several_groups or not several_places else []
    made.append(Head("cohort", f"Pupils in {look.year}", "cohort"))
    made += [Head(f"year {year}", year, "value" if year == look.year else "") for year in look.years]
    made.append(Head("change", f"Change on {int(look.year) - 1}", "change"))
    made += [
        Head(key, words, key, explains=gaps.NAMES.get(key, ""))
        for key, words in SHORT.items()
        if any(line.now.get(key) is not None for line in held)
    ]
    if any(line.now.get("significance") for line in held):
        made.append(Head("significance", "Against England", "", False))
    if any(line.now.get("rank") is not None for line in held):
        made.append(Head("rank", "Rank (quartile)", "rank", explains=RANKED))
    return made


class Reasons:
    """Why cells say nothing, each with a letter, told once below the table."""

    def __init__(self) -> None:
        self.letters: dict[str, str] = {}

    def letter(self, reason: str) -> str:
        return self.letters.setdefault(reason, chr(ord("a") + len(self.letters) % 26))


@dataclass(frozen=True)
class Shown:
    """The table ready for the page: headings, the body as written, how many rows, and the reasons told below."""

    heads: list[Head]
    body: Markup
    count: int
    reasons: dict[str, str]

    @property
    def is_long(self) -> bool:
        """Whether it is longer than a screen, so that charts are better seen before it."""
        return self.count > LONG


@dataclass(frozen=True)
class Addresses:
    """How the addresses begin of a figure that a file states, of one that was worked out, and of a school's figures."""

    stated: str
    worked_out: str
    school: str


def shown(found: Found, addresses: Addresses) -> Shown:
    """The table as the page shows it."""
    held = lines(found)
    columns = heads(found, held)
    reasons = Reasons()
    writer = _Writer(found, addresses, reasons)
    body = Markup("\n".join(writer.row(line, columns) for line in held))
    return Shown(columns, body, len(held), {letter: reason for reason, letter in reasons.letters.items()})


class _Writer:
    """Writes rows as HTML: there are thousands of cells, so each is put together in one go."""

    def __init__(self, found: Found, addresses: Addresses, reasons: Reasons) -> None:
        self.found, self.addresses, self.reasons = found, addresses, reasons
        self.indicator = found.indicator
        self.own = str(found.look.school or "")
        self.before = ("", "")
        self.endings: dict[tuple[str, str], str] = {}
        self.has_groups = len(found.look.groups) > 1
        # Beside nothing else, the wide places are the table and need no mark.
        self.is_mixed = any(kind not in FIXED for kind in found.rows["place_kind"].unique())

    def row(self, line: Line, columns: list[Head]) -> str:
        kinds = ["fp-own"] if line.place == self.own and line.place_kind == "school" else []
        kinds += ["fp-fixed"] if self.is_mixed and line.place_kind in FIXED else []
        is_same = self.before == (line.place_kind, line.place)
        kinds += ["fp-begins"] if self.has_groups and self.before[0] and not is_same else []
        cells = "".join(self._cell(line, head, is_same) for head in columns)
        self.before = (line.place_kind, line.place)
        return f'<tr class="{" ".join(kinds)}">{cells}</tr>' if kinds else f"<tr>{cells}</tr>"

    def _cell(self, line: Line, head: Head, is_same: bool) -> str:
        if head.key == "place":
            return f'<th scope="row">{self._place(line, is_same)}</th>'
        if head.key == "group":
            return f'<th scope="row">{escape(line.group_name)}</th>'
        written = (
            self._year(line, head.key[5:])
            if head.key.startswith("year ")
            else WRITERS[head.key](self, line.now)
        )
        return f'<td class="fp-number">{written}</td>' if head.is_number else f"<td>{written}</td>"

    def _place(self, line: Line, is_same: bool) -> str:
        """The name, written once for the rows below one another, and told in each."""
        name = escape(line.place_name)
        if is_same:
            return f'<span class="govuk-visually-hidden">{name}</span>'
        if line.place_kind != "school":
            return str(name)
        address = f"{escape(self.addresses.school)}{line.place}"
        return f'<a class="govuk-link govuk-link--no-visited-state" href="{address}">{name}</a>'

    def _year(self, line: Line, year: str) -> str:
        row = line.by_year.get(year)
        if row is None:
            return self._none("no figure is held")
        if row["hidden"]:
            return self._hidden(row["hidden"])
        if row["value"] is None:
            return self._none(formats.missing(row["status"]))
        value = formats.with_unit(row["value"], self.indicator.unit, self.indicator.decimals)
        linked = f'<a class="fp-from" href="{self._address(row)}">{value}</a>'
        worth = row["one_pupil"] if year == self.found.look.year else None
        return linked + (
            f'<small class="fp-nowrap">1 pupil = {formats.number(worth)} points</small>' if worth else ""
        )

    def _address(self, row: dict[str, Any]) -> str:
        """The address of where the figure came from; the same end serves every place of a group and year."""
        ending = (row["group"], row["period"])
        if ending not in self.endings:
            self.endings[ending] = str(escape(urlencode(what(row))))
        begins = self.addresses.stated if is_stated(row) else self.addresses.worked_out
        if row["place_kind"] == "school":
            return f"{begins}?urn={row['inherited_from'] or row['place']}&amp;{self.endings[ending]}"
        return f"{begins}?{escape(urlencode(named(row)))}"

    def _hidden(self, reason: str) -> str:
        told = f"{reason}. A small number could tell of a child"
        return f'<span class="fp-none">hidden ({self.reasons.letter(told)})</span>'

    def _lettered(self, words: str, reason: str | None) -> str:
        """Few words and a letter, where the reason is long and many rows share it."""
        return self._none(f"{words} ({self.reasons.letter(reason)})" if reason else formats.NOTHING)

    def _none(self, reason: str) -> str:
        return f'<span class="fp-none">{escape(reason)}</span>'

    def _cohort(self, row: dict[str, Any]) -> str:
        if row.get("hidden") and row["denominator"] is None:
            return self._hidden(row["hidden"])
        return formats.number(row.get("denominator")) or self._none("not known")

    def _change(self, row: dict[str, Any]) -> str:
        change = row.get("change")
        if change is None:
            reason = why_no_change(row)
            return self._none(reason) if len(reason) <= SHORT_REASON else self._lettered("none", reason)
        words = formats.change(change)
        if saying.is_small(change, self.indicator):
            return f'<span class="fp-nowrap">~<span class="govuk-visually-hidden"> little change</span> {words}</span>'
        arrow, way = (UP, "up") if change > 0 else (DOWN, "down")
        return (
            f'<span class="fp-nowrap"><span aria-hidden="true">{arrow}</span>'
            f'<span class="govuk-visually-hidden">{way} </span> {words}</span>'
        )

    def _gap(self, key: str):
        return lambda row: formats.change(row.get(key)) or formats.NOTHING

    def _significance(self, row: dict[str, Any]) -> str:
        answer = row.get("significance")
        if not answer:
            is_plain = row.get("hidden") or row.get("value") is None or row.get("place_kind") == "england"
            return (
                formats.NOTHING if is_plain else self._lettered("not judged", row.get("significance_because"))
            )
        return escape(WORDS.get(answer, answer))

    def _rank(self, row: dict[str, Any]) -> str:
        if row.get("rank") is None:
            return formats.NOTHING
        quarter = f" ({row['quartile']})" if row["quartile"] else ""
        return f'<span class="fp-nowrap">{row["rank"]} of {row["of"]}{quarter}</span>'


def why_no_change(row: dict[str, Any]) -> str:
    """Why there is no change, unless the row says already why there is no figure."""
    if row.get("hidden") or row.get("value") is None:
        return formats.NOTHING
    return row.get("change_because") or formats.NOTHING


WRITERS = {
    "cohort": _Writer._cohort,
    "change": _Writer._change,
    "gap_to_national": lambda writer, row: writer._gap("gap_to_national")(row),
    "gap_within": lambda writer, row: writer._gap("gap_within")(row),
    "gap_to_all": lambda writer, row: writer._gap("gap_to_all")(row),
    "significance": _Writer._significance,
    "rank": _Writer._rank,
}


def is_stated(row: dict[str, Any]) -> bool:
    """Whether a file states the figure of a school or of the authority, whose rows have a page of their own."""
    return row["place_kind"] == "school" or (row["place_kind"] == "authority" and row["origin"] != "summed")


def what(row: dict[str, Any]) -> dict[str, str]:
    """Of what, of whom and of when a figure is."""
    return {"indicator": row["indicator"], "group": row["group"], "period": row["period"]}


def named(row: dict[str, Any]) -> dict[str, str]:
    """The name of a figure, as the page of where it came from asks for it."""
    if row["place_kind"] == "school":
        # A figure from before a school took over is stated under the number of the school before it.
        return {"urn": row["inherited_from"] or row["place"]} | what(row)
    return {"place_kind": row["place_kind"], "place": row["place"]} | what(row)
