"""The rows of the page that says how schools are moving, ready: most people look at it in one of a few ways."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from fingerpost.monitor import marks
from fingerpost.monitor.marks import Scale
from fingerpost.monitor.queries.grid import Row
from fingerpost.monitor.queries.travelling import Moving
from fingerpost.present import formats

#: So many reasons stand in the row; the rest are unfolded.
REASONS = 3
_SCHOOL = Markup('<th scope="row"><a class="govuk-link" href="{}{}/#moving">{}</a> {}</th>')
_MORE = Markup('<details class="fp-more"><summary>{}</summary>{}</details>')
_NOTHING = Markup('<span class="fp-quiet">Nothing moved that is known on both days.</span>')
_CELLS = Markup(
    '<tr>{}<td>{}</td><td>{}</td><td class="fp-wrap fp-reasons">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>'
)


def body(rows: list[Moving], scale: Scale | None, page: str) -> Markup:
    """Every row; `page` is the address of schools' pages."""
    return Markup("\n").join(
        html(one.school, one.computed, one.because, one.confirmed, one.confirmed_in, scale, page)
        for one in rows
    )


@lru_cache(maxsize=8000)
def html(
    school: Row,
    computed: str,
    because: tuple[str, ...],
    confirmed: str,
    confirmed_in: str,
    scale: Scale | None,
    page: str,
) -> Markup:
    """One row."""
    return _CELLS.format(
        _SCHOOL.format(page, school.urn, school.name, _watch(school)),
        scale.level(school.level) if scale else "",
        marks.direction(computed),
        _reasons(because),
        _confirmed(confirmed, confirmed_in),
        stay(school),
        school.adviser,
    )


def _watch(school: Row) -> Markup:
    if school.watched_until is None:
        return Markup("")
    return marks.flag("Watch", f"On watch, to be looked at again by {formats.day(school.watched_until)}")


def _reasons(because: tuple[str, ...]) -> Markup:
    if not because:
        return _NOTHING
    first = Markup("{}").format(" ".join(because[:REASONS]))
    more = because[REASONS:]
    return first + _MORE.format(formats.plural(len(more), "more reason"), " ".join(more)) if more else first


def _confirmed(word: str, round_name: str) -> Markup:
    if not word:
        return Markup('<span class="fp-quiet">Not confirmed</span>')
    return marks.direction(word) + Markup("<small>{}</small>").format(round_name)


def stay(school: Row) -> Markup:
    """How long a school has been at its level, and whether that is too long."""
    if school.stay is None:
        return Markup("")
    shown = Markup('<span class="fp-nowrap">{}</span>').format(school.stay.in_words)
    over = school.stay.over_in_words
    return shown + Markup("<small>{}</small>").format(over) if over else shown
