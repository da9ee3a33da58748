"""A table of a page as a file to take away."""

from django.http import Http404, HttpResponse

from fingerpost.present import exports
from fingerpost.present.tables import Table

_FORMS = {"csv": (exports.to_csv, exports.CSV_TYPE), "xlsx": (exports.to_xlsx, exports.XLSX_TYPE)}


def away(made: Table, form: str, name: str) -> HttpResponse:
    """The table as CSV or Excel under a name without its ending."""
    if form not in _FORMS:
        raise Http404("It is exported as csv or xlsx.")
    write, kind = _FORMS[form]
    answer = HttpResponse(write(made), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
