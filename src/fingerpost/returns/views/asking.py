"""Rounds: what is asked, who owes what, reminders, closing; the days for anybody's calendar."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.core import queries as core
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.present import formats, taking
from fingerpost.present.tables import DAY, Column, table
from fingerpost.returns import calendar, forms, rules
from fingerpost.returns.actions import reminding
from fingerpost.returns.actions import rounds as actions
from fingerpost.returns.queries import rounds as queries
from fingerpost.returns.views.shared import crumbs, found

#: Rounds of earlier years are listed and not counted: there may be dozens.
COUNTED = 4
FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page(Permission.FIGURES_SEE)
def every(request, authority):
    """Every round, with what has come and, for a head, what the own schools owe."""
    today = timezone.localdate()
    listed = []
    for place, one in enumerate(queries.rounds(authority.code)):
        is_open = rules.is_open(one.opens_on, one.closes_on, one.closed_at, today)
        rows = queries.owed(request.user, one, today) if is_open or place < COUNTED else []
        listed.append((one, rows, queries.counts(rows), is_open))
    context = {"listed": listed, "sees_all": queries.sees_all(request.user, authority.code), "today": today}
    return render(request, "returns/rounds.html", context)


@FORM
@page(Permission.RETURN_ASK)
def ask(request, authority):
    """Open a round."""
    form = forms.RoundForm(
        request.POST or None, today=timezone.localdate(), initial={"opens_on": timezone.localdate()}
    )
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in
                ("name", "kind", "year", "phases", "opens_on", "due_on", "closes_on", "note")}  # fmt: skip
        try:
            made = actions.ask(
                authority=authority.code, asks=form.asks(), by=request.user, at=timezone.now(), **told
            )
            messages.success(
                request, f"The round “{made.name}” is open to {len(queries.schools_asked(made))} schools."
            )
            return redirect("return_round", code=authority.code, round_id=made.pk)
        except rules.NotARound as refusal:
            form.add_error("name", str(refusal))
    context = {
        "form": form,
        "stages": rules.MEASURES,
        "crumbs": [*crumbs(authority), {"text": "Open a round"}],
    }
    return render(request, "returns/ask.html", context)


@FORM
@page(Permission.RETURN_ASK)
def change(request, authority, round_id):
    """Move a round's days, or tell schools something else."""
    one = found(authority, round_id)
    days = {name: getattr(one, name) for name in ("opens_on", "due_on", "closes_on", "note")}
    form = forms.DaysForm(request.POST or None, initial=days)
    if form.is_valid():
        actions.change(changed=one, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "The round is changed.")
        return redirect("return_round", code=authority.code, round_id=one.pk)
    context = {"form": form, "round": one, "crumbs": crumbs(authority, one, "Change the days")}
    return render(request, "returns/change.html", context)


@require_safe
@page(Permission.FIGURES_SEE)
def one_round(request, authority, round_id):
    """Who owes what."""
    one, today = found(authority, round_id), timezone.localdate()
    rows = queries.owed(request.user, one, today)
    state = request.GET.get("state", "")
    context = {
        "round": one,
        "asks": _asked(one),
        "rows": [row for row in rows if state in ("", row.state) or (state == "overdue" and row.is_overdue)],
        "state": state,
        "counts": queries.counts(rows),
        "overdue": sum(1 for row in rows if row.is_overdue),
        "total": len(rows),
        "is_open": rules.is_open(one.opens_on, one.closes_on, one.closed_at, today),
        "sees_all": queries.sees_all(request.user, authority.code),
        "reminders": queries.reminders(one)[:20],
        "kinds": rules.KINDS,
        "today": today,
        "crumbs": crumbs(authority, one),
    }
    return render(request, "returns/round.html", context)


def _asked(one) -> list[tuple[str, str]]:
    """Each measure once, with the groups that are asked of it."""
    found: dict[str, list[str]] = {}
    for measure, group in map(queries.in_words, queries.asks_of(one)):
        found.setdefault(measure, []).append(group.lower())
    return [(measure, formats.listed(named)) for measure, named in found.items()]


@require_safe
@page(Permission.FIGURES_SEE)
def owed_export(request, authority, round_id, form):
    """Who owes what, as a file."""
    one, today = found(authority, round_id), timezone.localdate()
    columns = [
        Column("urn", "URN", width=10), Column("name", "School", width=40), Column("phase", "Phase"),
        Column("state", "State"), Column("overdue", "Overdue"), Column("sent_on", "Sent on", DAY),
        Column("sent_by", "Sent by", width=24), Column("versions", "Times sent"),
        Column("reminded", "Reminded on", width=30),
    ]  # fmt: skip
    rows = [
        {
            "urn": row.urn, "name": row.name, "phase": row.phase, "state": row.state,
            "overdue": "yes" if row.is_overdue else "no", "sent_by": row.sent_by, "versions": row.versions,
            "sent_on": timezone.localdate(row.sent_at) if row.sent_at else None,
            "reminded": ", ".join(formats.day(on) for on in row.reminded_on),
        }
        for row in queries.owed(request.user, one, today)
    ]  # fmt: skip
    notes = [f"{one}: due on {formats.day(one.due_on)}; as at {formats.day(today)}."]
    return taking.away(
        table(f"Who owes what {one.name}", columns, rows, notes), form, slugify(f"{one} who owes what")
    )


@require_POST
@page(Permission.RETURN_ASK)
def remind(request, authority, round_id):
    """Remind every school that has not sent."""
    one, today = found(authority, round_id), timezone.localdate()
    people = core.holders_by_school(Permission.RETURN_SEND, authority.code, today)
    owing = [row for row in queries.owed(request.user, one, today) if row.sent_at is None]
    schools = {row.urn: (row.name, [person.email for person in people.get(row.urn, ())]) for row in owing}

    def link(urn: int) -> str:
        return request.build_absolute_uri(reverse("return_school", args=[authority.code, one.pk, urn]))

    try:
        made = reminding.remind(asked=one, schools=schools, link=link, by=request.user, at=timezone.now())
        without = sum(1 for _, to in schools.values() if not to)
        said = f"{formats.plural(len(made), 'school is', 'schools are')} reminded."
        if without:
            said += (
                f" For {formats.plural(without, 'school')} nobody signs in: give its head a post (People)."
            )
        messages.success(request, said)
    except (rules.CannotRemind, rules.RoundNotOpen) as refusal:
        messages.error(request, str(refusal))
    return redirect("return_round", code=authority.code, round_id=one.pk)


@require_POST
@page(Permission.RETURN_ASK)
def close(request, authority, round_id):
    """Close a round before its day, or open it again."""
    one = found(authority, round_id)
    if one.closed_at:
        actions.reopen(closed=one, by=request.user, at=timezone.now())
        messages.success(request, "The round is open again.")
    else:
        actions.close(closed=one, by=request.user, at=timezone.now())
        messages.success(request, "The round is closed. Open it again to take a correction.")
    return redirect("return_round", code=authority.code, round_id=one.pk)


@require_safe
@page(Permission.FIGURES_SEE)
def due_dates(request, authority):
    """The days of every round that has not closed, for anybody's own calendar."""
    today = timezone.localdate()
    rounds = [one for one in queries.rounds(authority.code) if one.closes_on >= today and not one.closed_at]

    def link(one) -> str:
        return request.build_absolute_uri(reverse("return_round", args=[authority.code, one.pk]))

    content = calendar.of_rounds(rounds, authority=authority, link=link, made_at=timezone.now())
    return taking.attached(content, calendar.ICS_TYPE, f"predictions-{authority.code}.ics")
