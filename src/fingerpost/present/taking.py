"""A table of a page as a file to take away."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from fingerpost.present import exports
from fingerpost.present.tables import Table

#: The forms in which every list is taken away, by the ending of the file.
FORMS = {"csv": (exports.to_csv, exports.CSV_TYPE), "xlsx": (exports.to_xlsx, exports.XLSX_TYPE)}


def away(made: Table, form: str, name: str) -> HttpResponse:
    """The table as CSV or Excel under a name without its ending; a form that there is not is no page."""
    if form not in FORMS:
        raise Http404("It is exported as csv or xlsx.")
    write, kind = FORMS[form]
    return attached(write(made), kind, f"{name}.{form}")


def attached(content: bytes | str, kind: str, name: str) -> HttpResponse:
    """Any file, to be kept rather than shown."""
    return _named(content, kind, f'attachment; filename="{name}"')


def opened(content: bytes | str, kind: str, name: str) -> HttpResponse:
    """Any file, shown at once where the browser can, and kept under its name."""
    return _named(content, kind, f'inline; filename="{name}"')


def _named(content: bytes | str, kind: str, disposition: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
