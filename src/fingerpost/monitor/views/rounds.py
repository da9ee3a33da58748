"""Rounds of rating: which there are and come next, how far one has come, what is owed, what schools said."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.archive.queries import editions
from fingerpost.core import queries as core
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor import round_tables, rules
from fingerpost.monitor.actions import rounds as actions
from fingerpost.monitor.marks import scale_of
from fingerpost.monitor.queries import rounds as queries
from fingerpost.monitor.queries import telling
from fingerpost.monitor.round_forms import FoundForm, ReopenForm, RoundForm, WordsForm
from fingerpost.monitor.rules import NotARound
from fingerpost.present import formats, taking
from fingerpost.strategy import rhythm

A_PAGE = 50
FORM = require_http_methods(["GET", "HEAD", "POST"])
NEXT_WORDS = {
    "commenting": "Open the comment window", "moderating": "Begin moderation", "confirming": "Go on to confirmation",
    "telling": "Begin telling schools", "closed": "Close the round",
}  # fmt: skip


def crumbs(authority, held=None, *more: str) -> list[dict]:
    """Where a page of this section lies."""
    places = [{"text": "Rounds", "href": reverse("rounds", kwargs={"code": authority.code})}]
    if held is not None:
        href = reverse("round", kwargs={"code": authority.code, "round_id": held.pk})
        places.append({"text": held.name, "href": href} if more else {"text": held.name})
    return places + [{"text": text} for text in more]


def round_of(request, authority, round_id):
    """The round of the address, or 404."""
    held = queries.one(request.user, authority.code, round_id)
    if held is None:
        raise Http404("There is no such round.")
    return held


def frame(authority, held, **more) -> dict:
    """What every page of a round needs."""
    shared = {
        "round": held, "scale": scale_of(held.run.levels), "today": timezone.localdate(), "stages": round_tables.STAGES,
        "crumbs": crumbs(authority, held, *([more["heading"]] if "heading" in more else [])),
    }  # fmt: skip
    return shared | more


def paged(request, rows):
    """The part of a long list that is asked for, and what keeps the rest of the question in the links to the others."""
    shown = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    shown.query = f"&{asked.urlencode()}" if asked else ""
    return shown


def to_round(authority, held, name="round"):
    """Back to a page of the round."""
    return redirect(name, code=authority.code, round_id=held.pk)


@require_safe
@page(Permission.INDICATIVE_SEE)
def rounds(request, authority):
    """Every round, and those that the rhythm of the strategy proposes."""
    held = queries.rounds(request.user, authority.code)
    edition = editions.edition_of(authority.code)
    context = {
        "rounds": [(one, queries.status(request.user, one) if one.stage != "closed" else None) for one in held],
        "is_open": any(one.stage != "closed" for one in held),
        "edition": edition, "proposed": _proposed(edition, authority), "crumbs": [{"text": "Rounds"}],
        "looks": [look for look in queries.second_looks(request.user, authority.code) if look.found_at is None],
        "names": round_tables.STAGES,
    }  # fmt: skip
    return render(request, "monitor/rounds.html", context)


def _proposed(edition, authority) -> list[rhythm.Proposed]:
    calendar = core.school_calendar(authority.code)
    return rhythm.proposed(edition.rhythm, calendar, timezone.localdate()) if edition else []


@FORM
@page(Permission.ROUND_RUN)
def open_round(request, authority):
    """Open a round on the days that the rhythm proposes, or on others."""
    edition = editions.edition_of(authority.code)
    if edition is None:
        messages.error(
            request, "Choose a strategy first: compute levels once under the edition that is in force."
        )
        return redirect("grid_compute", code=authority.code)
    form = RoundForm(
        request.POST or None, kinds=edition.rhythm.rounds, initial=_initial(request, edition, authority)
    )
    if form.is_valid():
        try:
            held = actions.open_round(
                authority=authority.code, name=form.cleaned_data["name"], edition=edition.code,
                rhythm=form.cleaned_data["rhythm"], days=form.days(), by=request.user, at=timezone.now(),
            )  # fmt: skip
            messages.success(
                request, f"{held.name} is open. Every level is computed as at {formats.day(held.as_at)}."
            )
            return to_round(authority, held)
        except NotARound as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "heading": "Open a round", "edition": edition, "crumbs": crumbs(authority)}
    return render(request, "monitor/round_open.html", context)


def _initial(request, edition, authority) -> dict:
    """The days of the proposed round that was chosen, a cut-off that has not come drawn back to today."""
    today, chosen = timezone.localdate(), request.GET.get("round", "")
    found = next((each for each in _proposed(edition, authority) if each.name == chosen), None)
    if found is None:
        return {"as_at": today}
    days = asdict(found) | {"as_at": min(found.as_at, today), "rhythm": found.kind.id}
    return days | {"judged_since": min(found.judged_since, days["as_at"])}


@require_safe
@page(Permission.INDICATIVE_SEE)
def round_page(request, authority, round_id):
    """One round: its stage, what is done of it and by whom, and what to do next."""
    held = round_of(request, authority, round_id)
    done = queries.progress(request.user, held)
    context = frame(
        authority, held, done=done, at=rules.STAGES.index(held.stage), steps=round_tables.steps(held),
        next=_next(held), next_words=NEXT_WORDS, todo=rules.TO_DO[held.stage],
        levels=round_tables.distribution(queries.levels(request.user, held), scale_of(held.run.levels)),
        edition=editions.edition(held.edition),
    )  # fmt: skip
    return render(request, "monitor/round.html", context)


def _next(held) -> str:
    at = rules.STAGES.index(held.stage) + 1
    return rules.STAGES[at] if at < len(rules.STAGES) else ""


@require_safe
@page(Permission.INDICATIVE_SEE)
def export(request, authority, round_id, form):
    """The round as a file: every level of every school, computed, decided and confirmed, with the reasons."""
    held = round_of(request, authority, round_id)
    made = round_tables.whole(held, queries.schools(request.user, held), scale_of(held.run.levels))
    return taking.away(made, form, f"round-{authority.code}-{held.as_at}")


@require_POST
@page(Permission.ROUND_RUN)
def move(request, authority, round_id):
    """Go on to the next stage."""
    held = round_of(request, authority, round_id)
    try:
        held = actions.move_on(held=held, to=request.POST.get("to", ""), by=request.user, at=timezone.now())
        messages.success(request, f"{held.name} is now at: {held.get_stage_display().lower()}.")
    except NotARound as refusal:
        messages.error(request, str(refusal))
    return to_round(authority, held)


@require_POST
@page(Permission.ROUND_RUN)
def compute(request, authority, round_id):
    """Compute the levels again with the judgements made so far."""
    held = round_of(request, authority, round_id)
    try:
        undecided = actions.compute_again(held=held, by=request.user, at=timezone.now())
        told = formats.plural(len(undecided), "level has moved and is", "levels have moved and are")
        messages.success(
            request, f"The levels are computed anew.{f' {told} to be decided again.' if undecided else ''}"
        )
    except NotARound as refusal:
        messages.error(request, str(refusal))
    return to_round(authority, held)


@FORM
@page(Permission.ROUND_RUN)
def reopen(request, authority, round_id):
    """Reopen the round at a stage that it has passed, with a reason."""
    held = round_of(request, authority, round_id)
    passed = rules.STAGES[: rules.STAGES.index(held.stage)]
    form = ReopenForm(request.POST or None, stages=[(stage, round_tables.STAGES[stage]) for stage in passed])
    if form.is_valid():
        try:
            actions.reopen(held=held, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "The round is reopened, and the reason is on record.")
            return to_round(authority, held)
        except NotARound as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "heading": f"Reopen {held.name}", "button": "Reopen",
               "crumbs": crumbs(authority, held, "Reopen")}  # fmt: skip
    return render(request, "parts/form_page.html", context)


@require_safe
@page(Permission.INDICATIVE_SEE)
def judgements(request, authority, round_id):
    """What is still to be judged, by adviser and school."""
    held = round_of(request, authority, round_id)
    owed = queries.owed(request.user, held)
    asked = {
        "adviser": request.GET.get("adviser", ""),
        "q": request.GET.get("q", "")[:80],
        "done": request.GET.get("done", ""),
    }
    shown = [one for one in owed if round_tables.is_wanted(one, asked)]
    advisers = sorted({one.adviser for one in owed})
    context = frame(authority, held, heading="Judgements", owed=paged(request, shown), asked=asked, advisers=advisers,
                    total=len(owed), done=queries.progress(request.user, held))  # fmt: skip
    return render(request, "monitor/round_judgements.html", context)


@require_safe
@page(Permission.INDICATIVE_SEE)
def comments(request, authority, round_id):
    """What schools said of how they are categorised, and what was answered."""
    held = round_of(request, authority, round_id)
    context = frame(authority, held, heading="Comments", comments=queries.comments(request.user, held))
    return render(request, "monitor/round_comments.html", context)


@FORM
@page(Permission.JUDGEMENT_RECORD)
def answer(request, authority, round_id, comment_id):
    """Answer what a school said."""
    held = round_of(request, authority, round_id)
    found = next((c for c in queries.comments(request.user, held) if c.pk == comment_id), None)
    if found is None:
        raise Http404("There is no such comment, or your posts do not reach it.")
    form = WordsForm(request.POST or None, initial={"words": found.answer})
    if form.is_valid():
        try:
            actions.answer_comment(
                comment=found, words=form.cleaned_data["words"], by=request.user, at=timezone.now()
            )
            messages.success(request, "The answer is recorded. The school sees it beside its comment.")
            return to_round(authority, held, "round_comments")
        except NotARound as refusal:
            form.add_error("words", str(refusal))
    context = frame(authority, held, heading="Answer a comment", form=form, comment=found)
    return render(request, "monitor/round_answer.html", context)


@require_safe
@page(Permission.INDICATIVE_SEE)
def second_looks(request, authority):
    """Second looks that schools asked for, those open first."""
    context = {"looks": queries.second_looks(request.user, authority.code),
               "crumbs": [*crumbs(authority), {"text": "Second looks"}]}  # fmt: skip
    return render(request, "monitor/second_looks.html", context)


@FORM
@page(Permission.SECOND_LOOK)
def second_look(request, authority, look_id):
    """Take a second look: everything that the first rested on, and what it comes to now."""
    looks = queries.second_looks(request.user, authority.code)
    look = next((each for each in looks if each.pk == look_id), None)
    if look is None:
        raise Http404("There is no such second look, or your posts do not reach it.")
    held = queries.one(request.user, authority.code, look.level.school.round_id)
    edition = editions.edition(held.edition)
    form = FoundForm(request.POST or None, levels=[(level.id, level.name) for level in edition.levels])
    if form.is_valid() and look.found_at is None:
        try:
            actions.find_second_look(look=look, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _after_look(look, form.cleaned_data["found"]))
            return redirect("rounds_second_looks", code=authority.code)
        except NotARound as refusal:
            form.add_error(None, str(refusal))
    level = queries.level(request.user, held, look.level_id)
    context = frame(authority, held, heading="Second look", look=look, level=level, form=form,
                    strands=round_tables.beside(level, None, edition))  # fmt: skip
    return render(request, "monitor/second_look.html", context)


def _after_look(look, found: str) -> str:
    if found == look.level.confirmed:
        return "The second look is recorded: the level stands. Tell the school what was found."
    return "The second look found another level. Reopen the round if it is closed, confirm it and tell the school."


def counts_of(request, held) -> dict[str, int]:
    """How many schools stand where in the telling."""
    return telling.counted(telling.telling_of(request.user, held, timezone.now()))
