"""Visits: listed, planned, moved, made or not made; a school's visits, and what each school is entitled to."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.archive.queries import editions
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, check_permission, has_permission
from fingerpost.monitor.actions import notes
from fingerpost.monitor.actions import visits as actions
from fingerpost.monitor.models import NoteState
from fingerpost.monitor.queries import entitled
from fingerpost.monitor.queries import visits as queries
from fingerpost.monitor.rules import CannotUndo
from fingerpost.monitor.rules import visits as rules
from fingerpost.monitor.rules.visits import NotAVisit
from fingerpost.monitor.views.contacts import todays_school
from fingerpost.monitor.views.school import crumbs as school_crumbs
from fingerpost.monitor.visit_forms import MadeForm, PlanForm, WhenForm, WordsForm, school_choices, usual_day
from fingerpost.present import taking
from fingerpost.present.tables import DAY, Column, table
from fingerpost.register import queries as register

FORM = require_http_methods(["GET", "HEAD", "POST"])
STATES = {
    "planned": "Planned", "made": "Made, note not begun", **{f"note-{code}": f"Note: {name[0].lower()}{name[1:]}"
    for code, name in NoteState.choices}, "missed": "Not made",
}  # fmt: skip
SORTS = {"day": "planned_on", "school": "school", "adviser": "who"}


def crumbs(authority, *more: str) -> list[dict]:
    """Where a page of visits lies."""
    first = {"text": "Visits", "href": reverse("visits", kwargs={"code": authority.code})}
    return [first, *({"text": text} for text in more)]


def found(request, authority, visit_id: int):
    """A visit that the person may know of, or 404."""
    visit = queries.visit(request.user, authority.code, visit_id)
    if visit is None:
        raise Http404("There is no such visit, or your posts do not reach it.")
    return visit


def check_at(request, visit, permission: Permission) -> None:
    """Refuse who may not do this at every school of the visit."""
    for school in visit.schools.all():
        check_permission(request.user, permission, authority=visit.authority_id, urn=school.urn)


def state_of(visit) -> str:
    """How far a visit and its note have come, as a code of `STATES`."""
    note = getattr(visit, "note", None)
    return f"note-{note.state}" if note and visit.made_at else visit.state


def _listed(request, authority) -> list[dict]:
    """The visits asked for, as rows."""
    year = request.GET.get("year", "")
    first, last = rules.school_year(
        date(int(year), 1, 1) if year.isdigit() and len(year) == 4 else timezone.localdate()
    )
    span = {} if year == "all" else {"from_on": first, "to_on": last}
    rows = [
        {
            "visit": visit, "planned_on": visit.day, "school": ", ".join(s.name for s in visit.schools.all()),
            "who": str(visit.adviser), "kind": visit.kind_name, "state": state_of(visit), "id": visit.pk,
            "words": visit.missed_reason or visit.about,
        }
        for visit in queries.every(request.user, authority.code, **span)
    ]  # fmt: skip
    return _sorted(request, [row for row in rows if _is_asked(request, row)])


def _is_asked(request, row: dict) -> bool:
    said = {key: request.GET.get(key, "").strip() for key in ("q", "kind", "adviser", "state")}
    return (
        said["q"].lower() in f"{row['school']} {row['words']}".lower()
        and said["kind"] in ("", row["visit"].kind)
        and said["adviser"] in ("", str(row["visit"].adviser_id))
        and said["state"] in ("", row["state"])
    )


def _sorted(request, rows: list[dict]) -> list[dict]:
    by = SORTS.get(request.GET.get("sort", ""))
    return sorted(rows, key=lambda row: row[by]) if by else rows


@require_safe
@page(Permission.VISIT_SEE)
def visits(request, authority):
    """Every visit of a school year: planned, made and not made, with how far its note has come."""
    rows, today = _listed(request, authority), timezone.localdate()
    edition = editions.edition_of(authority.code)
    late = entitled.late(request.user, authority.code, today)
    context = {
        "rows": rows, "asked": request.GET, "states": STATES, "today": today, "late": len(late),
        "kinds": edition.visits.types if edition else (), "query": request.GET.urlencode(),
        "advisers": [writer.person for writer in queries.advisers(authority.code, today)],
        "years": range(today.year + (today.month >= 9), today.year - 4, -1),
        "waiting": len(queries.to_check(request.user, authority.code)) if _checks(request, authority) else 0,
    }  # fmt: skip
    return render(request, "monitor/visits.html", context)


def _checks(request, authority) -> bool:
    return has_permission(request.user, Permission.NOTE_CHECK, authority=authority.code)


@require_safe
@page(Permission.VISIT_SEE)
def export(request, authority, form):
    """The visits as they are listed, as a file."""
    columns = (
        Column("planned_on", "Day", DAY), Column("school", "School", width=40), Column("kind", "Type", width=26),
        Column("who", "Adviser", width=24), Column("told", "State", width=30),
        Column("words", "What for, or why not", width=50),
    )  # fmt: skip
    rows = [row | {"told": STATES[row["state"]]} for row in _listed(request, authority)]
    return taking.away(table("Visits", columns, rows), form, f"visits-{authority.code}")


def _edition(authority):
    edition = editions.edition_of(authority.code)
    if edition is None or not edition.visits.types:
        raise NotAVisit("The strategy names no types of visit. Add entitlements.yaml to the edition.")
    return edition


@FORM
@page(Permission.VISIT_PLAN)
def plan(request, authority):
    """Plan a visit by form; from a school's page, with the school chosen."""
    try:
        edition = _edition(authority)
    except NotAVisit as problem:
        messages.error(request, str(problem))
        return redirect("visits", code=authority.code)
    form = _plan_form(request, authority, edition)
    if form.is_valid() and _planned(request, authority, edition, form):
        return redirect("visits_school", code=authority.code, urn=form.cleaned_data["urn"])
    context = {
        "form": form,
        "heading": "Plan a visit",
        "button": "Plan the visit",
        "crumbs": crumbs(authority, "Plan"),
    }
    return render(request, "parts/form_page.html", context)


def _plan_form(request, authority, edition) -> PlanForm:
    today, asked = timezone.localdate(), request.POST.get("urn") or request.GET.get("urn", "")
    urn = int(asked) if asked.isdigit() and len(asked) < 9 else None
    mine = _plannable(request, authority, today)
    partners = _partners(authority, urn, today, mine)
    may_appraise = has_permission(request.user, Permission.HEAD_APPRAISAL, authority=authority.code)
    kinds = [one for one in edition.visits.types if may_appraise or not one.is_appraisal]
    writers = queries.advisers(authority.code, today)
    initial = {"urn": urn, "planned_on": _day_asked(request) or usual_day(today), "minutes": 120,
               "adviser": request.user.pk, "kind": request.GET.get("kind") or kinds[0].id}  # fmt: skip
    place = " ".join(name for _, name in mine) if urn is None else dict(mine).get(urn, "")
    return PlanForm(
        request.POST or None, initial=initial, place=place, schools=school_choices(mine), partners=partners,
        kinds=kinds, advisers=[(writer.person.pk, str(writer.person)) for writer in writers],
    )  # fmt: skip


def _partners(authority, urn: int | None, today, mine: list[tuple[int, str]]) -> list[tuple[int, str]]:
    if urn is None or urn not in dict(mine):
        return []
    return [(s.urn, s.name) for s in register.partners(authority.code, urn, today) if s.urn in dict(mine)]


def _day_asked(request) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def _plannable(request, authority, today) -> list[tuple[int, str]]:
    """The schools that the person may plan visits to: named without a post's other limits, by URN."""
    within = queries.plannable(request.user, authority.code)
    rows = register.schools_of(authority.code, today).select("urn", "name").iter_rows()
    return [(urn, name) for urn, name in rows if within is None or urn in within]


def _planned(request, authority, edition, form: PlanForm) -> bool:
    said = form.cleaned_data
    writers = {
        writer.person.pk: writer.person for writer in queries.advisers(authority.code, timezone.localdate())
    }
    try:
        made = actions.plan(
            authority=authority.code, edition=edition, kind=said["kind"], urns=[said["urn"], *said.get("also", ())],
            adviser=writers[said["adviser"]], planned_on=said["planned_on"], begins=said["begins"],
            minutes=said["minutes"], about=said["words"], invitation=form.invitation(), by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except NotAVisit as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, f"The visit is planned for {made.planned_on.day} {made.planned_on:%B %Y}.")
    return True


@require_safe
@page(Permission.SCHOOLS_SEE)
def visit(request, authority, visit_id):
    """One visit: what it is for, whether it was made, its note, and what comes next."""
    shown = found(request, authority, visit_id)
    if shown.is_appraisal:
        notes.note_reading(visit=shown, by=request.user, at=timezone.now())
    context = _visit_context(request, authority, shown)
    return render(request, "monitor/visit.html", context)


def _visit_context(request, authority, shown) -> dict:
    today, note = timezone.localdate(), queries.note_of(request.user, shown)
    officer = queries.is_officer(request.user, authority.code)
    schools = list(shown.schools.all())
    mine = [
        s
        for s in schools
        if has_permission(request.user, Permission.NOTE_ANSWER, authority=authority.code, urn=s.urn)
    ]
    return {
        "visit": shown, "schools": schools, "mine": mine, "note": note, "officer": officer, "today": today,
        "asked_by": _answer_by(note),
        "may_plan": _may_at(request, shown, Permission.VISIT_PLAN),
        "may_write": _may_at(request, shown, Permission.NOTE_WRITE),
        "may_restricted": _may_at(request, shown, Permission.NOTE_RESTRICTED),
        "leads": _may_at(request, shown, Permission.NOTE_CHECK),
        "undoable": _undoable(request, shown),
        "evaluations": [(s, queries.evaluation_of(request.user, shown, s.urn)) for s in schools],
        "scores": rules.SCORES, "evaluated": {row.urn for row in shown.evaluations.all()},
        "crumbs": crumbs(authority, str(shown)) if officer else school_crumbs(authority, mine[0], str(shown)),
    }  # fmt: skip


def _answer_by(note):
    if note is None or note.sent_at is None:
        return None
    return queries.answer_by(note.visit.authority_id, timezone.localdate(note.sent_at))


def _may_at(request, visit, permission: Permission) -> bool:
    return all(
        has_permission(request.user, permission, authority=visit.authority_id, urn=school.urn)
        for school in visit.schools.all()
    )


def _undoable(request, visit) -> bool:
    if hasattr(visit, "note"):
        return False
    deed = "made" if visit.made_at else "missed" if visit.missed_at else "planned"
    done = getattr(visit, f"{deed}_by_id"), getattr(visit, f"{deed}_at")
    return rules.can_undo_today(*done, person=request.user.pk, at=timezone.now())


@require_POST
@page(Permission.VISIT_PLAN)
def act(request, authority, visit_id, deed):
    """Record that a visit was made or not made, or take one's own mistake back."""
    shown = found(request, authority, visit_id)
    try:
        messages.success(request, _done(request, shown, deed))
    except (NotAVisit, CannotUndo) as problem:
        messages.error(request, str(problem))
    if deed == "undo" and queries.visit(request.user, authority.code, visit_id) is None:
        return redirect("visits_school", code=authority.code, urn=shown.schools.all()[0].urn)
    return redirect("visit", code=authority.code, visit_id=visit_id)


def _done(request, shown, deed: str) -> str:
    by, at = request.user, timezone.now()
    if deed == "undo":
        actions.undo(visit=shown, by=by, at=at)
        return "That is taken back."
    if deed == "made":
        form = MadeForm(request.POST)
        if not form.is_valid():
            raise NotAVisit("Say on which day the visit was made.")
        actions.record_made(visit=shown, made_on=form.cleaned_data["made_on"], by=by, at=at)
        return "The visit is recorded as made. Write its note while you remember."
    if deed != "missed":
        raise Http404("Nothing of that name can be done to a visit.")
    form = WordsForm(request.POST, place=" ".join(s.name for s in shown.schools.all()))
    if not form.is_valid():
        raise NotAVisit(" ".join(error for errors in form.errors.values() for error in errors))
    actions.record_missed(visit=shown, reason=form.cleaned_data["words"][:300], by=by, at=at)
    return "The visit is recorded as not made."


@FORM
@page(Permission.VISIT_PLAN)
def move(request, authority, visit_id):
    """Give a visit another day."""
    shown = found(request, authority, visit_id)
    check_at(request, shown, Permission.VISIT_PLAN)
    initial = {"planned_on": shown.planned_on, "begins": shown.begins, "minutes": shown.minutes}
    form = WhenForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.move(visit=shown, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "The visit has its new day.")
            return redirect("visit", code=authority.code, visit_id=visit_id)
        except NotAVisit as problem:
            form.add_error(None, str(problem))
    context = {"form": form, "heading": f"Move: {shown}", "button": "Move the visit",
               "crumbs": crumbs(authority, "Move")}  # fmt: skip
    return render(request, "parts/form_page.html", context)


@require_safe
@page(Permission.SCHOOLS_SEE)
def of_school(request, authority, urn):
    """A school's visits, and beside them what it is entitled to."""
    school = todays_school(authority, urn)
    rows = queries.of_school(request.user, authority.code, urn)
    officer, today = queries.is_officer(request.user, authority.code), timezone.localdate()
    owed = entitled.of_school(request.user, authority.code, urn, today) if officer else []
    context = {
        "school": school, "rows": [(row, state_of(row)) for row in rows], "officer": officer, "today": today,
        "owed": owed, "states": STATES, "standings": rules.STANDINGS, "shown": queries.SHOWN,
        "crumbs": school_crumbs(authority, school, "Visits"),
    }  # fmt: skip
    return render(request, "monitor/visits_school.html", context)
