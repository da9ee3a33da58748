"""The tables of an annual report, from what is held and as an edition's examples print them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.archive.queries import editions
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.evidence.missed import reading as counts
from fingerpost.evidence.missed import saying
from fingerpost.evidence.report_tables import making, reading
from fingerpost.evidence.report_tables.model import Line
from fingerpost.explore.queries import combinations, live_tables, report_tables
from fingerpost.explore.queries.live_tables import Asked, Choice, Found
from fingerpost.present import pdf, taking


@dataclass(frozen=True)
class Cell:
    """A cell of the page: its words, and the figure behind it."""

    words: str
    query: str = ""
    why: str = ""


def _asked(request, authority) -> tuple[Asked, Choice]:
    """What the address asks for, or what comes first where it does not say."""
    said, today = request.GET, timezone.localdate()
    measures = live_tables.choice(request.user, authority.code, "", today).measures
    wanted = said.get("measure", "")
    measure = wanted if wanted in measures else live_tables.first_measure(measures)
    choice = live_tables.choice(request.user, authority.code, measure, today)
    year = said.get("year", "") if said.get("year", "") in choice.years else next(iter(choice.years), "")
    school = said.get("school", "")
    urn = int(school) if school.isdigit() and int(school) in choice.schools else None
    if school and urn is None:
        raise Http404("No school that your post reaches has that number.")
    return Asked(measure, year, urn), choice


@require_safe
@page(Permission.FIGURES_SEE)
def tables(request, authority):
    """A measure by group: cohort, two years, direction of travel, differences."""
    asked, choice = _asked(request, authority)
    context: dict[str, Any] = {"asked": asked, "choice": choice, "examples": _has_examples(authority)}
    if asked.measure and asked.year:
        found = live_tables.table(request.user, authority, asked)
        context |= {
            "found": found,
            "columns": report_tables.columns(found.figures),
            "rows": [(line, _cells(found, line, asked)) for line in found.figures.lines],
            "notes": [*report_tables.notes(found.figures), *found.because],
            "query": urlencode({"measure": asked.measure, "year": asked.year, "school": asked.urn or ""}),
        }
    return render(request, "explore/tables.html", context)


def _cells(found: Found, line: Line, asked: Asked) -> list[Cell]:
    return [_cell(found, line, column, asked) for column in report_tables.columns(found.figures)]


def _cell(found: Found, line: Line, column: making.Column, asked: Asked) -> Cell:
    words = report_tables.shown(making.written(found.figures, line, column))
    row = found.rows.get((line.group, column.key))
    if column.derived is not None or row is None:
        return Cell(words)
    if row["value"] is None or row["snapshot"] is None:
        return Cell(words, why=row["hidden"] or row["note"] or "")
    where = {"indicator": asked.measure, "group": line.group, "period": row["period"]}
    is_school = row["place_kind"] == "school"
    where |= {"urn": row["place"]} if is_school else {"place_kind": row["place_kind"], "place": row["place"]}
    return Cell(words, query=urlencode(where))


@require_safe
@page(Permission.FIGURES_SEE)
def export(request, authority, form):
    """The table as a file: Excel, CSV, or the printed layout as PDF."""
    asked, _ = _asked(request, authority)
    if not asked.year:
        raise Http404("Nothing is held of this measure.")
    found = live_tables.table(request.user, authority, asked)
    name = f"{asked.measure}-{asked.year}-{asked.urn or authority.code}"
    if form == "pdf":
        body = pdf.to_pdf(report_tables.document([found.figures]), made_at=timezone.now())
        return taking.attached(body, pdf.PDF_TYPE, f"{name}.pdf")
    return taking.away(report_tables.numbers(found.figures), form, name)


def _has_examples(authority) -> bool:
    edition = editions.edition_of(authority.code)
    return edition is not None and bool(report_tables.files_of(edition.code))


@require_safe
@page(Permission.FIGURES_SEE)
def printed(request, authority):
    """The tables that stand among the examples of the authority's edition, with what they contradict."""
    edition = editions.edition_of(authority.code)
    files = report_tables.files_of(edition.code) if edition else []
    plots = combinations.files_of(edition.code) if edition else []
    found = [figures for file in files for figures in reading.read(file)]
    missed = [counts.read(file) for file in plots]
    context = {
        "edition": edition,
        "tables": [(report_tables.printed(one), report_tables.differences(one)) for one in found],
        "missed": [
            (combinations.as_table(one), saying.sentences(one), saying.differences(one)) for one in missed
        ],
    }
    return render(request, "explore/tables_printed.html", context)


urlpatterns = [
    path("figures/tables/", tables, name="tables"),
    path("figures/tables/printed/", printed, name="tables_printed"),
    path("figures/tables.<slug:form>", export, name="tables_export"),
]
