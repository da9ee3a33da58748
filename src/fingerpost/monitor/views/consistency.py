"""How judgements lie beside the data: one's own figures first; others' by name on the screen alone, for few."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor.queries import consistency as queries
from fingerpost.monitor.views.school import crumbs
from fingerpost.present import drawing, taking
from fingerpost.present.swarm import Dot, Swarm
from fingerpost.present.tables import NUMBER, Column, table

UNIT_NOTE = "Levels better (above nought) or worse (below) than the data of the same schools."


@require_safe
@page(Permission.JUDGEMENT_RECORD)
def consistency(request, authority):
    """Judgements beside data: one's own, all together, and each adviser for those who lead them."""
    found = queries.of_run(request.user, authority.code)
    context = {
        "found": found,
        "picture": picture(found),
        "crumbs": [*crumbs(authority), {"text": "Consistency"}],
    }
    return render(request, "monitor/consistency.html", context)


def picture(found) -> Swarm | None:
    """One's own schools beside the mean of all; without schools of one's own, each adviser without a name."""
    line = found.own.line if found.own else None
    if line is not None and not line.is_few:
        dots = tuple(Dot("A school", value) for value in line.of_schools)
        against = [("your mean", line.kinder)] + (
            [("all advisers", found.everybody.kinder)] if found.everybody else []
        )
        title = "Your judgements beside the data, school by school"
        return Swarm(title, dots, (), _told(against), "", 2)
    means = [one.line.kinder for one in found.others if not one.line.is_few and one.line.kinder is not None]
    if len(means) < queries.FEWEST_ADVISERS:
        return None
    against = [("all advisers", found.everybody.kinder)] if found.everybody else []
    title = "Advisers' judgements beside the data"
    return Swarm(
        title, tuple(Dot("An adviser", value) for value in means), (), _told(against), "", 2, "adviser"
    )


def _told(against) -> tuple[tuple[str, float], ...]:
    return tuple((name, value) for name, value in against if value is not None)


@require_safe
@cache_control(private=True, max_age=600)
@page(Permission.JUDGEMENT_RECORD)
def drawn(request, authority):
    """The picture; it names nobody."""
    made = picture(queries.of_run(request.user, authority.code))
    if made is None:
        raise Http404("Too few schools to draw.")
    return HttpResponse(drawing.svg(made), content_type="image/svg+xml")


@require_safe
@page(Permission.JUDGEMENT_RECORD)
def export(request, authority, form):
    """One's own figures and those of all together as a file. Nobody is named in it, not even oneself."""
    found = queries.of_run(request.user, authority.code)
    names = list(found.scale.names.values()) if found.scale else []
    columns = [
        Column("who", "Who", width=20), Column("schools", "Schools", NUMBER),
        Column("judgements", "Judgements", NUMBER), Column("kinder", "Beside the data", NUMBER, 2),
        *(Column(f"level {n}", name, NUMBER, 0, "%") for n, name in enumerate(names)),
    ]  # fmt: skip
    lines = [("You", found.own.line if found.own else None), ("All advisers", found.everybody)]
    rows = [
        {"who": who, "schools": line.schools, "judgements": line.judgements,
         "kinder": "too few schools" if line.is_few else line.kinder}
        | {f"level {n}": share for n, share in enumerate(line.shares)}
        for who, line in lines if line is not None
    ]  # fmt: skip
    made = table(
        "Judgements beside the data", columns, rows, [UNIT_NOTE, "For development; it names nobody."]
    )
    return taking.away(made, form, f"consistency-{authority.code}")
