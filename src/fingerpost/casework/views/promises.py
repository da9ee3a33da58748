"""The promise ledger: what we said we would do for a school beside what it said it would do."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.casework import rules
from fingerpost.casework.actions import promises as actions
from fingerpost.casework.forms import PromiseForm, ReasonForm
from fingerpost.casework.queries import promises as queries
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, has_permission
from fingerpost.present import taking
from fingerpost.present.tables import DAY, Column, table
from fingerpost.register import queries as register

A_PAGE = 50
SIDES_OF_A_SCHOOL = {"authority": "What we said we would do", "school": "What the school said it would do"}
SAID = {"keep": "It is recorded as kept.", "drop": "The promise is let go.", "move": "The promise has another day.",
        "undo": "It is taken back."}  # fmt: skip


def _asked(said) -> queries.Asked:
    """What the address asks for; what it cannot ask for is left out."""
    sort = said.get("sort", "")
    states = ("", "owed", *rules.STATES)
    return queries.Asked(
        words=said.get("q", "")[:80].strip(),
        side=said.get("side", "") if said.get("side") in rules.SIDES else "",
        state=said.get("state", "owed") if said.get("state", "owed") in states else "owed",
        owner="me" if said.get("owner") == "me" else "",
        sort=sort.removeprefix("-") if sort.removeprefix("-") in queries.SORTS else "due_on",
        is_descending=sort.startswith("-"),
    )


def _query(asked: queries.Asked, **more) -> str:
    parts = {"q": asked.words, "side": asked.side, "state": asked.state, "owner": asked.owner,
             "sort": ("-" if asked.is_descending else "") + asked.sort}  # fmt: skip
    return urlencode(parts | more)


@require_safe
@page(Permission.PROMISE_SEE)
def ledger(request, authority):
    """Every promise of the schools that one may see, the overdue said in words."""
    asked, today = _asked(request.GET), timezone.localdate()
    ids, names = queries.listed(request.user, authority.code, asked, on=today)
    shown = Paginator(ids, A_PAGE).get_page(request.GET.get("page"))
    rows = queries.these(request.user, authority.code, list(shown.object_list))
    context = {
        "asked": asked, "query": lambda **more: _query(asked, **more), "shown": shown, "count": len(ids),
        "rows": _with_standing(request, authority, rows, today), "names": names, "states": rules.STATES,
        "sides": rules.SIDES, "owed": queries.owed(request.user, authority.code, on=today),
        "sources": rules.SOURCES, "here": request.get_full_path(),
    }  # fmt: skip
    return render(request, "casework/ledger.html", context)


def _with_standing(request, authority, rows, today) -> list[dict]:
    """Each promise with how it stands, and what this person may do to it now."""
    code, at = authority.code, timezone.now()
    told = []
    for row in rows:
        stands = rules.standing(row, today)
        may = has_permission(request.user, Permission.PROMISE_KEEP, authority=code, urn=row.urn)
        told.append({"promise": row, "stands": stands, "may": may and not stands.is_settled,
                     "may_undo": may and _undoable(row, request.user, at)})  # fmt: skip
    return told


def _undoable(row, user, at) -> bool:
    """Whether the last thing done to it is this person's own, of today."""
    last = max(row.new_days.all(), key=lambda day: day.moved_at, default=None)
    if row.kept_at or row.dropped_at:
        deed = (row.kept_by_id, row.kept_at) if row.kept_at else (row.dropped_by_id, row.dropped_at)
    else:
        deed = (last.moved_by_id, last.moved_at) if last else (row.made_by_id, row.made_at)
    return rules.may_take_back(*deed, person=user.pk, at=at)


@require_safe
@page(Permission.PROMISE_SEE)
def export(request, authority, form):
    """The ledger as it is looked at, as a file."""
    asked, today = _asked(request.GET), timezone.localdate()
    ids, names = queries.listed(request.user, authority.code, asked, on=today)
    columns = (
        Column("urn", "URN"), Column("school", "School", width=34), Column("side", "Who promised", width=16),
        Column("words", "What", width=60), Column("owner", "Whose to do", width=24),
        Column("agreed", "Agreed on", DAY), Column("due", "Due on", DAY), Column("stands", "How it stands", width=22),
        Column("more", "Said of it", width=40),
    )  # fmt: skip
    rows = [
        {"urn": p.urn, "school": names.get(p.urn), "side": rules.SIDES[p.side], "words": p.words, "owner": p.owner_name,
         "agreed": p.agreed_on, "due": p.due_on, "stands": rules.standing(p, today).words,
         "more": p.kept_words or p.dropped_reason}
        for p in queries.these(request.user, authority.code, ids)
    ]  # fmt: skip
    return taking.away(table("Promises", columns, rows), form, f"promises-{authority.code}")


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PROMISE_SEE)
def of_school(request, authority, urn):
    """A school's promises, ours beside its own, and a form for a new one."""
    school, today = _school(authority, urn), timezone.localdate()
    first = {"agreed_on": today, "side": "school"}
    form = PromiseForm(request.POST or None, place=school.name, initial=first)
    if request.method == "POST" and form.is_valid() and _recorded(request, authority, urn, form):
        return redirect("promises_school", code=authority.code, urn=urn)
    rows = queries.of_school(request.user, authority.code, urn)
    rows = _with_standing(request, authority, rows, today)
    context = {
        "school": school, "form": form, "here": request.get_full_path(), "sources": rules.SOURCES,
        "sides": [(words, [r for r in rows if r["promise"].side == side and not r["stands"].is_settled])
                  for side, words in SIDES_OF_A_SCHOOL.items()],
        "settled": [row for row in rows if row["stands"].is_settled], "of": rules.SIDES,
        "records": has_permission(request.user, Permission.PROMISE_KEEP, authority=authority.code, urn=urn),
        "crumbs": _crumbs(authority, school),
    }  # fmt: skip
    return render(request, "casework/school.html", context)


def _recorded(request, authority, urn: int, form: PromiseForm) -> bool:
    try:
        actions.promise(
            authority=authority.code, urn=urn, by=request.user, at=timezone.now(), **form.said(request.user)
        )
    except rules.NotAPromise as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, "The promise is recorded.")
    return True


def _school(authority, urn: int):
    """A school that belongs to the authority today, or 404."""
    found = register.school(urn)
    if found is None or register.authority_on(urn, timezone.localdate()) != authority.code:
        raise Http404("That school is none of this authority's.")
    return found


def _crumbs(authority, school) -> list[dict]:
    code = authority.code
    return [
        {"text": "Schools", "href": reverse("grid", kwargs={"code": code})},
        {"text": school.name, "href": reverse("school", kwargs={"code": code, "urn": school.urn})},
        {"text": "Promises"},
    ]


@require_POST
@page(Permission.PROMISE_SEE)
def act(request, authority, promise_id, deed):
    """Keep a promise, let it go, give it another day, or take back what one did today."""
    found = queries.promise(request.user, authority.code, promise_id)
    if found is None or deed not in SAID:
        raise Http404("There is no such promise, or your posts do not reach it.")
    try:
        _done(request, found, deed)
        messages.success(request, SAID[deed])
    except (rules.NotAPromise, rules.CannotTakeBack) as refusal:
        messages.error(request, str(refusal))
    return redirect(_back(request, authority, found))


def _done(request, found, deed: str) -> None:
    by, at = request.user, timezone.now()
    if deed == "undo":
        actions.undo(promise=found, by=by, at=at)
    elif deed == "keep":
        actions.keep(promise=found, by=by, at=at)
    else:
        form = ReasonForm(request.POST)
        form.fields["due_on"].required = deed == "move"
        if not form.is_valid():
            raise rules.NotAPromise(" ".join(error for errors in form.errors.values() for error in errors))
        _with_reason(found, deed, form.cleaned_data, by, at)


def _with_reason(found, deed: str, said: dict, by, at) -> None:
    if deed == "move":
        actions.move(promise=found, due_on=said["due_on"], reason=said["words"], by=by, at=at)
    else:
        actions.drop(promise=found, reason=said["words"], by=by, at=at)


def _back(request, authority, found) -> str:
    """The page from which it was done, when it is one of ours."""
    asked = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}):
        return asked
    return reverse("promises_school", kwargs={"code": authority.code, "urn": found.urn})
