"""The edition of the strategy as a school would read it: on pages, on paper, and as the files it is made of."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor import letters
from fingerpost.monitor.marks import Scale
from fingerpost.monitor.queries import strategy as queries
from fingerpost.monitor.queries.strategy import Opened
from fingerpost.present import taking
from fingerpost.register.rules import PHASE_NAMES
from fingerpost.strategy.rubric import DECIDERS


def _opened(request, authority) -> Opened:
    found = queries.opened(request.user, authority.code, request.GET.get("edition", ""))
    if found.chosen is None and request.GET.get("edition"):
        raise Http404("There is no such edition.")
    return found


def _edition(request, authority):
    """The edition asked for; a page about a part of it is not found when it cannot be read."""
    found = _opened(request, authority)
    if found.edition is None:
        raise Http404("There is no edition that can be read.")
    return found


def _scheme(found: Opened, code: str):
    scheme = queries.scheme_of(found.edition, code)
    if scheme is None:
        raise Http404("The edition has no such scheme.")
    return scheme


@require_safe
@page(Permission.STRATEGY_SEE)
def strategy(request, authority):
    """Levels, how a level comes about, the schemes, and which edition is in use."""
    found = _opened(request, authority)
    return render(request, "monitor/strategy.html", _context(found))


def _context(found: Opened, **more) -> dict:
    edition = found.edition
    shared = {
        "opened": found,
        "edition": edition,
        "scale": Scale([{"id": level.id, "name": level.name} for level in edition.levels])
        if edition
        else None,
        "schemes": [(scheme, queries.rubric_of(edition, scheme)) for scheme in edition.schemes]
        if edition
        else [],
        "phase_names": PHASE_NAMES,
        "deciders": DECIDERS,
        "query": f"edition={edition.code}" if edition else "",
    }
    return shared | more


@require_safe
@page(Permission.STRATEGY_SEE)
def scheme(request, authority, scheme):
    """One scheme: strands down, levels across, what decides each cell, and the floors."""
    found = _edition(request, authority)
    chosen = _scheme(found, scheme)
    context = _context(found, scheme=chosen, rubric=queries.rubric_of(found.edition, chosen))
    return render(request, "monitor/strategy_scheme.html", context | _crumbs(authority, found, chosen.name))


@require_safe
@page(Permission.STRATEGY_SEE)
def examples(request, authority, scheme):
    """The worked examples of one scheme, and what each comes to when it is run."""
    found = _edition(request, authority)
    chosen = _scheme(found, scheme)
    context = _context(
        found,
        scheme=chosen,
        rubric=queries.rubric_of(found.edition, chosen),
        examples=queries.examples_of(found.edition, chosen),
    )
    words = f"Worked examples: {chosen.name}"
    return render(request, "monitor/strategy_examples.html", context | _crumbs(authority, found, words))


@require_safe
@page(Permission.STRATEGY_SEE)
def printed(request, authority):
    """The whole edition on one page, to print or to send."""
    found = _edition(request, authority)
    context = _context(found) | _crumbs(authority, found, "The whole edition")
    return render(request, "monitor/strategy_printed.html", context)


@require_safe
@page(Permission.STRATEGY_SEE)
def letter(request, authority, letter):
    """A letter of the edition with samples in its places, so that it can be read before anybody is written to."""
    found = _edition(request, authority)
    chosen = found.edition.letter(letter)
    if chosen is None:
        raise Http404("The edition has no such letter.")
    context = _context(found, letter=chosen, written=letters.sample(chosen))
    return render(request, "monitor/strategy_letter.html", context | _crumbs(authority, found, chosen.name))


@require_safe
@page(Permission.STRATEGY_SEE)
def zipped(request, authority):
    """The files of the edition."""
    found = _edition(request, authority)
    name = f"{found.edition.code.replace('/', '-')}-{found.edition.hash[:12]}.zip"
    return taking.attached(queries.zipped(found.edition), "application/zip", name)


def _crumbs(authority, found: Opened, words: str) -> dict:
    first = f"{reverse('strategy', kwargs={'code': authority.code})}?edition={found.edition.code}"
    return {"crumbs": [{"text": "Strategy", "href": first}, {"text": words}]}
