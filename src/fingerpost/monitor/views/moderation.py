"""Moderation on one screen, the hard ones first; then confirmation of all levels, or of some."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.archive.queries import editions
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, has_permission
from fingerpost.monitor import round_tables, rules
from fingerpost.monitor.actions import rounds as actions
from fingerpost.monitor.queries import rounds as queries
from fingerpost.monitor.queries import twins
from fingerpost.monitor.round_forms import DecideForm, names
from fingerpost.monitor.rules import NotARound
from fingerpost.monitor.views.rounds import frame, paged, round_of, to_round
from fingerpost.present import formats

FORM = require_http_methods(["GET", "HEAD", "POST"])
PRESENT = "moderation_present"
#: Who the meeting looks at: what the page calls it, and whom it takes.
CHOICES = {"hard": "The hard ones", "open": "All that are not decided", "all": "All"}


@require_safe
@page(Permission.INDICATIVE_SEE)
def moderation(request, authority, round_id):
    """Every level to be decided, the hard ones first and why; the plain ones together."""
    held = round_of(request, authority, round_id)
    items = queries.moderation(request.user, held)
    asked = {
        "show": request.GET.get("show", "hard"),
        "q": request.GET.get("q", "")[:80],
        "why": request.GET.get("why", ""),
    }
    hard = [item for item in items if item.hard]
    context = frame(
        authority, held, heading="Moderation", asked=asked,
        items=paged(request, [item for item in items if _is_wanted(item, asked)]),
        hard=len(hard), left=sum(not item.is_decided for item in hard), why=rules.HARD, choices=CHOICES,
        plain=[item for item in items if not item.hard and not item.is_decided],
        first=next((item for item in hard if not item.is_decided), None), present=_present(request, items),
        decided=sum(item.is_decided for item in items), total=len(items),
    )  # fmt: skip
    return render(request, "monitor/moderation.html", context)


def _is_wanted(item, asked) -> bool:
    shown = {"hard": bool(item.hard), "open": not item.is_decided}.get(asked["show"], True)
    fits = asked["q"].casefold() in f"{item.level.school.name} {item.urn}".casefold()
    return shown and fits and (not asked["why"] or asked["why"] in item.hard)


def _present(request, items) -> str:
    """Who was there when a level was decided last, so that nobody types it again."""
    kept = request.session.get(PRESENT, "")
    if kept:
        return kept
    last = max(
        (item.level for item in items if item.level.decided_at),
        key=lambda level: level.decided_at,
        default=None,
    )
    return ", ".join(last.present) if last else ""


@FORM
@page(Permission.INDICATIVE_SEE)
def decide(request, authority, round_id, level_id):
    """One level on one screen: why it is hard, now beside last time, what the school said; decide, and the next."""
    held = round_of(request, authority, round_id)
    items = queries.moderation(request.user, held)
    item = next((each for each in items if each.level.pk == level_id), None)
    if item is None:
        raise Http404("There is no such level in this round, or your posts do not reach it.")
    edition, level = editions.edition(held.edition), queries.level(request.user, held, level_id)
    may_decide = held.stage == "moderating" and has_permission(
        request.user, Permission.LEVEL_MODERATE, authority=authority.code, urn=item.urn
    )
    form = DecideForm(request.POST or None, levels=_offered(edition, level), initial={
        "decided": level.decided or level.computed, "reason": level.reason, "present": _present(request, items),
    })  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide(level=level, **form.cleaned_data, by=request.user, at=timezone.now())
            request.session[PRESENT] = ", ".join(form.cleaned_data["present"])
            messages.success(request, f"{level.school.name}: decided.")
            return _on(authority, held, items, item)
        except NotARound as refusal:
            form.add_error(None, str(refusal))
    return render(request, "monitor/decide.html", _screen(request, authority, held, items, item, level, form)
                  | {"may_decide": may_decide})  # fmt: skip


def _offered(edition, level) -> list[tuple[str, str]]:
    """The levels, and the computed one where it is none of them: not enough evidence is a decision too."""
    offered = [(each.id, each.name) for each in edition.levels]
    if level.computed not in edition.level_ids:
        offered.append((level.computed, "Not enough evidence: no level"))
    return offered


def _on(authority, held, items, item):
    """To the next that is not decided, the hard ones first; to the list when none is left."""
    order = [each for each in items if each.hard and not each.is_decided and each.level.pk != item.level.pk]
    if not order:
        return to_round(authority, held, "round_moderation")
    return redirect("round_decide", code=authority.code, round_id=held.pk, level_id=order[0].level.pk)


def _screen(request, authority, held, items, item, level, form) -> dict:
    edition = editions.edition(held.edition)
    last = queries.last_level(request.user, level)
    order = [each for each in items if bool(each.hard) == bool(item.hard)]
    at = next(number for number, each in enumerate(order) if each.level.pk == level.pk)
    school = queries.school(request.user, held, item.urn)
    return frame(
        authority, held, heading=level.school.name, item=item, level=level, last=last, form=form, why=rules.HARD,
        strands=round_tables.beside(level, last, edition), edition=edition, position=at + 1, of=len(order),
        earlier=order[at - 1] if at else None, later=order[at + 1] if at + 1 < len(order) else None,
        comments=[c for c in school.comments.all() if c.undone_at is None],
        twins=_twins(request, authority, held, level),
        scheme=next((s.name for s in edition.schemes if s.id == level.scheme), level.scheme),
    )  # fmt: skip


def _twins(request, authority, held, level) -> list:
    """The schools whose evidence is nearest, with the levels that they got."""
    found = twins.twins_of(request.user, authority.code, level.school.urn, held.run, scheme=level.scheme)
    return found.get(level.scheme, [])


@require_POST
@page(Permission.LEVEL_MODERATE)
def undo(request, authority, round_id, level_id):
    """Take a decision back while the meeting lasts."""
    held = round_of(request, authority, round_id)
    level = queries.level(request.user, held, level_id)
    if level is None:
        raise Http404("There is no such level in this round, or your posts do not reach it.")
    try:
        actions.take_back_decision(level=level, by=request.user, at=timezone.now())
        messages.success(request, "The decision is taken back: the level is to be decided again.")
    except NotARound as refusal:
        messages.error(request, str(refusal))
    return redirect("round_decide", code=authority.code, round_id=held.pk, level_id=level_id)


@require_POST
@page(Permission.LEVEL_MODERATE)
def accept(request, authority, round_id):
    """Accept the computed level of all plain ones at once."""
    held = round_of(request, authority, round_id)
    plain = [
        item.level.pk
        for item in queries.moderation(request.user, held)
        if not item.hard and not item.is_decided
    ]
    present = names(request.POST.get("present", ""))
    try:
        count = actions.accept_computed(
            held=held, levels=plain, present=present, by=request.user, at=timezone.now()
        )
        request.session[PRESENT] = ", ".join(present)
        messages.success(request, f"The computed level of {formats.plural(count, 'plain one')} is accepted.")
    except NotARound as refusal:
        messages.error(request, str(refusal))
    return to_round(authority, held, "round_moderation")


@FORM
@page(Permission.LEVEL_CONFIRM)
def confirm(request, authority, round_id):
    """Confirm every level, or those that are ticked, with the direction of travel that a person sees."""
    held = round_of(request, authority, round_id)
    if request.method == "POST":
        return _confirmed(request, authority, held)
    schools = [school for school in queries.schools(request.user, held) if school.frozen_at is None]
    rows = [(school, level) for school in schools for level in school.levels.all()]
    context = frame(
        authority, held, heading="Confirmation", total=len(rows), directions=("improving", "steady", "declining"),
        rows=[(school, level) for school, level in rows if level.confirmed != (level.decided or level.computed)],
        undecided=sum(not level.decided for _, level in rows),
    )  # fmt: skip
    return render(request, "monitor/confirm.html", context)


def _confirmed(request, authority, held):
    ticked = [int(pk) for pk in request.POST.getlist("level") if pk.isdigit()]
    which = None if request.POST.get("which") == "all" else ticked
    directions = {
        int(name.removeprefix("direction-")): said
        for name, said in request.POST.items()
        if name.startswith("direction-") and name.removeprefix("direction-").isdigit()
    }
    if which == []:
        messages.error(request, "Tick the levels to confirm, or confirm all.")
        return to_round(authority, held, "round_confirm")
    try:
        count = actions.confirm(
            held=held, levels=which, directions=directions, by=request.user, at=timezone.now()
        )
        messages.success(request, f"{formats.plural(count, 'level is', 'levels are')} confirmed.")
    except NotARound as refusal:
        messages.error(request, str(refusal))
    return to_round(authority, held, "round_confirm" if which is not None else "round")
