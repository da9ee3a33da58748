"""Vulnerable learners: who is away, who is missing, and what services count of them. No page holds a child."""

from __future__ import annotations

from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.explore.queries import vulnerable as queries
from fingerpost.present import formats, taking
from fingerpost.present.tables import NUMBER, Column, Table, table
from fingerpost.register.rules import PHASE_NAMES
from fingerpost.strategy.lines import AMBER, CLEAR, NO_LINE, RED, UNKNOWN

BANDS = (RED, AMBER, CLEAR, UNKNOWN, NO_LINE)
SORTS = ("band", "attendance", "name", "change", *queries.OF_SCHOOLS)


@require_safe
@page(Permission.FIGURES_SEE)
def vulnerable(request, authority):
    """Attendance by school against the authority's lines, wards, localities, and the counts of services."""
    day = timezone.localdate()
    found = queries.schools(request.user, authority.code, day)
    asked = _asked(request.GET)
    years, services = queries.services(request.user, authority.code, day)
    eal_period, localities = queries.eal_by_locality(request.user, authority.code, day)
    context = {
        "found": found, "rows": _chosen(found.rows, asked), "asked": asked, "years": years, "services": services,
        "wards": queries.wards(request.user, authority.code, day), "eal_period": eal_period, "localities": localities,
        "outcomes": queries.cared_for_outcomes(request.user, authority.code, day), "columns": queries.OF_SCHOOLS,
        "indicators": CATALOGUE.by_code, "bands": BANDS, "phases": PHASE_NAMES,
        "sentence": sentence(found), "counts": _counts(found.rows),
    }  # fmt: skip
    return render(request, "explore/vulnerable.html", context)


def _asked(said) -> dict[str, str]:
    kept = {"band": BANDS, "phase": PHASE_NAMES, "sort": SORTS}
    asked = {name: said.get(name, "") if said.get(name, "") in words else "" for name, words in kept.items()}
    return asked | {"q": said.get("q", "")[:80].strip()}


def _counts(rows) -> dict[str, int]:
    return {band: sum(row.band == band for row in rows) for band in BANDS}


def _chosen(rows, asked: dict[str, str]) -> list:
    kept = [
        row
        for row in rows
        if asked["band"] in ("", row.band)
        and asked["phase"] in ("", row.phase)
        and asked["q"].lower() in row.name.lower()
    ]
    return sorted(kept, key=_order(asked["sort"])) if asked["sort"] not in ("", "band") else kept


def _order(sort: str):
    """By name; by attendance or its fall, the lowest first; else the highest first. What is not known comes last."""
    if sort == "name":
        return lambda row: row.name
    if sort == "attendance":
        return lambda row: (row.attendance.value is None, row.attendance.value or 0, row.name)
    if sort == "change":
        return lambda row: (moved(row) is None, moved(row) or 0, row.name)
    return lambda row: (row.others[sort].value is None, -(row.others[sort].value or 0), row.name)


def moved(row: queries.SchoolRow) -> float | None:
    """The change in attendance on the year before, in points; none when either year is worked out another way."""
    now, before = row.attendance, row.before
    if now.value is None or before.value is None or now.worked_out != before.worked_out:
        return None
    return now.value - before.value


def sentence(found: queries.Schools) -> str:
    """What the list of schools comes to, in words."""
    if not found.period:
        return ""
    past, known = found.share_past()
    if not known:
        return "The authority's strategy draws no line for attendance, so no school is past one."
    before, known_before = found.share_past(before=True)
    share = formats.with_unit(100 * past / known, "%", 1)
    said = (
        f"{past} of {formats.plural(known, 'school')} with a figure ({share}) are past a line for attendance"
    )
    if known_before:
        share = formats.with_unit(100 * before / known_before, "%", 1)
        said += f"; the year before, {before} of {known_before} ({share})"
    left = {band: sum(row.band == band for row in found.rows) for band in (UNKNOWN, NO_LINE)}
    why = {UNKNOWN: "has no figure", NO_LINE: "is of a phase for which no line is drawn"}
    many = {UNKNOWN: "have no figure", NO_LINE: "are of phases for which no line is drawn"}
    rest = [
        f"{formats.plural(n, 'school')} {(why if n == 1 else many)[band]}" for band, n in left.items() if n
    ]
    return f"{said}. {'; '.join(rest)}." if rest else f"{said}."


@require_safe
@page(Permission.FIGURES_SEE)
def export(request, authority, form):
    """The schools as a file, as they are chosen on the page."""
    found = queries.schools(request.user, authority.code, timezone.localdate())
    made = _table(found, _chosen(found.rows, _asked(request.GET)))
    return taking.away(made, form, f"attendance-{authority.code}")


def _table(found: queries.Schools, rows: list) -> Table:
    columns = [
        Column("urn", "URN"), Column("name", "School", width=34), Column("phase", "Phase"),
        Column("band", "Against the line"), Column("attendance", f"Attendance {found.period}", NUMBER, 1),
        Column("before", "Year before", NUMBER, 1), Column("change", "Change, points", NUMBER, 1),
        *(Column(code, CATALOGUE.by_code[code].name, NUMBER, 1) for code in queries.OF_SCHOOLS),
    ]  # fmt: skip
    made = [
        {"urn": row.urn, "name": row.name, "phase": PHASE_NAMES.get(row.phase, row.phase), "band": row.band,
         "attendance": written(row.attendance), "before": written(row.before), "change": moved(row)}
        | {code: written(cell) for code, cell in row.others.items()}
        for row in rows
    ]  # fmt: skip
    lines = [
        f"{', '.join(line.phases) or 'all'}: amber below {line.amber:g}, red below {line.red:g}"
        for line in found.lines
        if line.indicator == queries.ATTENDANCE
    ]
    return table(
        "Attendance by school",
        columns,
        made,
        [f"Lines of {found.edition}: {'; '.join(lines)}." if lines else ""],
    )


def written(cell: queries.Cell) -> float | str | None:
    """A value, or in words why there is none."""
    if cell.value is not None:
        return cell.value
    return cell.hidden or (formats.missing(cell.status) if cell.status else None)


urlpatterns = [
    path("figures/vulnerable/", vulnerable, name="vulnerable"),
    path("figures/vulnerable.<slug:form>", export, name="vulnerable_export"),
]
