"""What schools said, held against last year, against England and, when it comes, against the outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fingerpost.core.rules import NotAllowed
from fingerpost.returns import rules
from fingerpost.returns.models import Line, Return, Round
from fingerpost.returns.queries import known
from fingerpost.returns.queries.known import Known
from fingerpost.returns.queries.one_school import SchoolReturn, lines_of
from fingerpost.returns.queries.rounds import asks_of, in_words, indicator, schools_asked, sees_all
from fingerpost.returns.rules import Accuracy, Ask, Said

DISADVANTAGED, OTHERS = "disadvantaged", "not_disadvantaged"


@dataclass(frozen=True)
class Pooled:
    """Figures of several schools as one: a value, of how many pupils, from how many schools."""

    value: float | None = None
    cohort: float = 0
    schools: int = 0


@dataclass(frozen=True)
class SchoolRow:
    """One school's word for one measure and group, and what came of it."""

    urn: int
    name: str
    said: Said
    last_year: Known | None
    outcome: Known | None
    accuracy: Accuracy | None

    @property
    def change(self) -> float | None:
        """What it expects against last year, in points."""
        if self.said.value is None or self.last_year is None:
            return None
        return self.said.value - self.last_year.value


@dataclass(frozen=True)
class Row:
    """All schools that sent, as one, for one measure and group. Last year and outcome are those of the same schools."""

    ask: Ask
    measure: str
    group: str
    predicted: Pooled
    last_year: Pooled
    outcome: Pooled
    england_last_year: float | None
    england: float | None
    published: float | None
    is_provisional: bool
    accuracy: Accuracy | None
    schools: list[SchoolRow] = field(default_factory=list, repr=False)

    def counted(self) -> dict[str, int]:
        """How many schools were right, optimistic and cautious."""
        words = [row.accuracy.word for row in self.schools if row.accuracy]
        return {word: words.count(word) for word in (rules.RIGHT, rules.OPTIMISTIC, rules.CAUTIOUS)}


@dataclass(frozen=True)
class Gap:
    """Disadvantaged less other pupils in a measure: predicted, last year, as it came."""

    measure: str
    predicted: float | None
    last_year: float | None
    outcome: float | None


@dataclass(frozen=True)
class Results:
    """A round as a whole."""

    rows: list[Row]
    gaps: list[Gap]
    asked: int
    sent: int

    @property
    def has_outcome(self) -> bool:
        """Whether anything of the round's year is known."""
        return any(row.outcome.value is not None for row in self.rows)

    def row(self, code: str) -> Row | None:
        """One of the rows by its code; the first when none is named."""
        return next((row for row in self.rows if code in ("", row.ask.code)), None)


def results(user: Any, one: Round, today: date) -> Results:
    """Everything that was sent in a round, for those who see all schools."""
    if not sees_all(user, one.authority_id):
        raise NotAllowed(
            "What all schools sent is for the authority's officers. Open your own school's return."
        )
    return of_round(one, today)


def of_round(one: Round, today: date) -> Results:
    """What was sent in a round and what came of it, known by the day."""
    asks, names = asks_of(one), schools_asked(one)
    said = _sent(one, set(names))
    years = (str(one.year - 1), str(one.year))
    wanted = {*asks, *(Ask(a.indicator, group) for a in asks for group in (DISADVANTAGED, OTHERS))}
    held = known.of_schools(one.authority_id, wanted, years, today)
    beside = known.beside(one.authority_id, asks, today)
    rows = [_row(ask, said, names, held, beside, years) for ask in asks]
    return Results(rows, _gaps(asks, said, held, years), len(names), len(said))


def _sent(one: Round, urns: set[int]) -> dict[int, dict[Ask, Said]]:
    """What stands of each school: the latest version that was sent and not taken back."""
    rows = Return.objects.standing().filter(round=one).order_by("version").values_list("urn", "pk")
    latest = {urn: pk for urn, pk in rows if urn in urns}
    lines = Line.objects.filter(of_return__in=latest.values()).order_by("id")
    found: dict[int, dict[Ask, Said]] = {urn: {} for urn in latest}
    # As plain rows: there are a thousand, and a record of each would take longer than all the rest.
    for urn, measure, group, *said in lines.values_list(
        "of_return__urn", "indicator", "group", "cohort", "number", "score"
    ):
        found[urn][Ask(measure, group)] = Said(*said)
    return found


def _row(
    ask: Ask, said: Mapping[int, Mapping[Ask, Said]], names: Mapping[int, tuple[str, str]], held: Mapping,
    beside: Mapping, years: tuple[str, str],
) -> Row:  # fmt: skip
    measure, group = in_words(ask)
    better = indicator(ask).better
    schools = [
        _school(urn, names[urn][0], ask, lines[ask], held, years, better)
        for urn, lines in sorted(said.items(), key=lambda pair: names[pair[0]])
        if ask in lines
    ]
    predicted = pooled((row.said.value, row.said.cohort) for row in schools)
    came = [row for row in schools if row.outcome]
    outcome = _pooled_known(row.outcome for row in came)
    # Held against each other only as far as both are of the same schools.
    answered = pooled((row.said.value, row.said.cohort) for row in came)
    accuracy = None
    if answered.value is not None and outcome.value is not None:
        accuracy = rules.accuracy(ask, answered.value, outcome.value, outcome.cohort, better)
    return Row(
        ask=ask, measure=measure, group=group, predicted=predicted,
        last_year=_pooled_known(row.last_year for row in schools), outcome=outcome,
        england_last_year=beside.get(("england", ask, years[0])), england=beside.get(("england", ask, years[1])),
        published=beside.get(("authority", ask, years[1])),
        is_provisional=any(row.outcome.is_provisional for row in came if row.outcome), accuracy=accuracy,
        schools=schools,
    )  # fmt: skip


def _school(
    urn: int, name: str, ask: Ask, said: Said, held: Mapping, years: tuple[str, str], better: str
) -> SchoolRow:
    outcome = held.get((urn, ask, years[1]))
    accuracy = None
    if outcome and said.value is not None:
        accuracy = rules.accuracy(ask, said.value, outcome.value, outcome.cohort, better)
    return SchoolRow(urn, name, said, held.get((urn, ask, years[0])), outcome, accuracy)


def pooled(parts: Iterable[tuple[float | None, float | None]]) -> Pooled:
    """Values each of so many pupils as one; those without a value or without a pupil add nothing."""
    counted = [(value, cohort) for value, cohort in parts if value is not None and cohort]
    cohort = sum(cohort for _, cohort in counted)
    value = sum(value * cohort for value, cohort in counted) / cohort if cohort else None
    return Pooled(value, cohort, len(counted))


def _pooled_known(parts: Iterable[Known | None]) -> Pooled:
    return pooled((one.value, one.cohort) for one in parts if one)


def _gaps(asks: list[Ask], said: Mapping, held: Mapping, years: tuple[str, str]) -> list[Gap]:
    measures = list(dict.fromkeys(ask.indicator for ask in asks))
    found = [_gap(code, said, held, years) for code in measures]
    return [gap for gap in found if gap.predicted is not None]


def _gap(code: str, said: Mapping, held: Mapping, years: tuple[str, str]) -> Gap:
    some, others = Ask(code, DISADVANTAGED), Ask(code, OTHERS)
    lines = [_with_others(code, one) for one in said.values()]
    predicted = _difference(
        *(pooled((s.value, s.cohort) for x in lines if (s := x.get(a))) for a in (some, others))
    )
    before, after = (
        _difference(*(_pooled_known(held.get((urn, ask, year)) for urn in said) for ask in (some, others)))
        for year in years
    )
    return Gap(in_words(Ask(code, "all"))[0], predicted, before, after)


def _difference(some: Pooled, others: Pooled) -> float | None:
    return None if some.value is None or others.value is None else some.value - others.value


def _with_others(code: str, lines: Mapping[Ask, Said]) -> dict[Ask, Said]:
    """The lines, with those of pupils who are not disadvantaged worked out where only the others were asked."""
    everybody, some, others = (lines.get(Ask(code, group)) for group in ("all", DISADVANTAGED, OTHERS))
    made = dict(lines)
    if others is None and everybody and some and everybody.number is not None and some.number is not None:
        rest = Said(everybody.cohort - some.cohort, everybody.number - some.number)
        made[Ask(code, OTHERS)] = rest
    return made


def came_of(one: Round, school: SchoolReturn, today: date) -> list[tuple[str, str, Said, Known, Accuracy]]:
    """Of one school: measure, group, what stands as sent, the result when it is known, and how near the two are."""
    if school.standing is None:
        return []
    year = str(one.year)
    held = known.of_schools(one.authority_id, asks_of(one), [year], today)
    found = []
    for ask, said in lines_of(school.standing).items():
        outcome = held.get((school.urn, ask, year))
        if outcome and said.value is not None:
            near = rules.accuracy(ask, said.value, outcome.value, outcome.cohort, indicator(ask).better)
            found.append((*in_words(ask), said, outcome, near))
    return found
