"""Send a file of pupils, say what its columns are, see what it would become, and accept or discard it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from fingerpost.archive import forms, pupil_preview
from fingerpost.archive.actions import pupils_waiting
from fingerpost.archive.pupil_loading import Said
from fingerpost.archive.pupil_store import NoKey
from fingerpost.archive.queries import pupils as queries
from fingerpost.archive.views.in_memory import in_memory, path_of
from fingerpost.archive.views.pupils import crumbs, in_words
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.evidence.pupils import characteristics, columns
from fingerpost.evidence.pupils.mapping import BadMapping
from fingerpost.evidence.pupils.reading import RefusedPupils

ORIGINS = {
    "kept": "This kind of file was mapped before, and its mapping is used again.",
    "suggested": "The mapping is suggested from the names of the columns and what stands in them. Check each line.",
    "given": "The mapping is as you said.",
}


@in_memory
@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PUPILS_LOAD)
def upload(request, authority):
    """Choose a file and say what it is of."""
    start = {"year": _last_year(), "stage": request.GET.get("stage", "ks2")}
    form = forms.PupilsForm(request.POST or None, request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            token = _received(request, authority, form.cleaned_data)
            return redirect("pupils_preview", code=authority.code, token=token)
        except (RefusedPupils, NoKey) as refusal:
            form.add_error("file", str(refusal))
    return render(
        request, "archive/pupils_upload.html", {"form": form, "crumbs": crumbs(authority, "Load a file")}
    )


def _last_year() -> int:
    """The school year whose results are coming in: that which ended last, from July."""
    today = timezone.localdate()
    return today.year if today.month >= 7 else today.year - 1


def _received(request, authority, told: dict) -> str:
    said = Said(
        told["stage"],
        told["year"],
        told["release"],
        authority.code,
        told["known_on"],
        told["urn"],
        told["by_supplier"],
        told["upn_column"],
    )
    second = told["second"]
    return pupils_waiting.receive_pupils(
        path=path_of(told["file"]),
        content=told["file"].read(),
        companion=second.read() if second else None,
        said=said,
        by=request.user,
        at=timezone.now(),
    )


def _waiting(request, authority, token):
    found = queries.waiting(token, user=request.user, authority=authority.code)
    if found is None:
        raise Http404(
            "That file is no longer here: it was accepted or discarded, or waited longer than a day."
        )
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PUPILS_LOAD)
def preview(request, authority, token):
    """What each column will become, what will be set aside, and the first rows."""
    waiting = _waiting(request, authority, token)
    problem = ""
    if request.method == "POST":
        try:
            mapping = _mapping(request.POST, waiting)
            pupils_waiting.map_pupils(waiting=waiting, mapping=mapping, by=request.user, at=timezone.now())
            return redirect("pupils_preview", code=authority.code, token=token)
        except BadMapping as refusal:
            problem = str(refusal)
    return render(request, "archive/pupils_preview.html", _shown(authority, waiting, problem))


def _mapping(posted, waiting) -> dict:
    """The form's answer as a mapping: `column-3` is what the third column is, `word-sen-0` what a word means."""
    kept = waiting.sieved.kept
    listed = {name: posted.get(f"column-{n}", "") for n, name in enumerate(kept)}
    layout = pupil_preview.layout_of(waiting)
    words = {target: dict(told) for target, told in layout.words.items()}
    for name, answer in posted.items():
        if name.startswith("word-") and answer:
            target = name.removeprefix("word-").rsplit("-", 1)[0]
            words.setdefault(target, {})[posted.get(f"said-{name.removeprefix('word-')}", "")] = answer
    return {"columns": listed, "words": words}


def _shown(authority, waiting, problem: str) -> dict:
    said, layout = pupil_preview.said_of(waiting), pupil_preview.layout_of(waiting)
    label = waiting.label
    found = pupil_preview.preview(waiting.sieved, layout, label["mapping_from"], said, tuple(label["notes"]))
    return {
        "preview": found,
        "problem": problem,
        "name": label["name"],
        "token": waiting.token,
        "title": in_words(said.stage, said.year),
        "origin": ORIGINS[label["mapping_from"]],
        "choices": columns.targets(said.stage),
        "kept": waiting.sieved.kept,
        "words": _words(found.words),
        "measures": [columns.title(m, said.stage) for m in (found.reading.made if found.reading else ())],
        "first": _first_rows(waiting.sieved),
        "crumbs": crumbs(authority, "Load a file"),
    }


def _words(unknown: dict) -> list[dict]:
    """What the officer may say that words mean which nobody has explained."""
    return [
        {
            "target": target,
            "title": characteristics.BY_CODE[target].title,
            "word": word,
            "count": count,
            "id": f"{target}-{n}",
            "values": [(str(v), _spelled(v)) for v in characteristics.BY_CODE[target].values],
        }
        for target, told in unknown.items()
        for n, (word, count) in enumerate(list(told.items())[:30])
    ]


def _spelled(value) -> str:
    return {True: "Yes", False: "No"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _first_rows(sieved) -> dict:
    """The first rows as they are kept: who the pupils are is a mark alone."""
    shown = sieved.frame.head(5)
    rows = [
        [
            row["row"],
            "hashed" if row["pupil"] else row["upn_state"],
            *(row[f":{name}"] or "" for name in sieved.kept),
        ]
        for row in shown.iter_rows(named=True)
    ]
    return {"names": ["Row", "Pupil", *sieved.kept], "rows": rows}


@require_POST
@page(Permission.PUPILS_LOAD)
def accept(request, authority, token):
    """Load the file: its pupils count from now on. A mapping that was changed is shown first."""
    waiting = _waiting(request, authority, token)
    if "column-0" in request.POST and _is_changed(request.POST, waiting):
        messages.info(request, "Choices were changed: look at what the file becomes now, then accept.")
        return preview(request, code=authority.code, token=token)
    done = pupils_waiting.accept_pupils(waiting=waiting, by=request.user, at=timezone.now())
    if done.outcome == "refused":
        messages.error(request, done.message)
        return redirect("pupils_preview", code=authority.code, token=token)
    messages.success(request, _said(done))
    return redirect("pupils_file", code=authority.code, identity=done.file.id)


def _is_changed(posted, waiting) -> bool:
    layout, asked = pupil_preview.layout_of(waiting), _mapping(posted, waiting)
    return (
        dict(layout.columns) != asked["columns"]
        or {target: dict(told) for target, told in layout.words.items()} != asked["words"]
    )


def _said(done) -> str:
    if done.outcome == "unchanged":
        return "The file was loaded before, in the same way. Nothing was changed."
    facts = sum(snapshot.tables.get("facts", 0) for snapshot in done.snapshots)
    return f"{done.file.kept:,} pupils are kept and {facts:,} figures counted from them."


@require_POST
@page(Permission.PUPILS_LOAD)
def discard(request, authority, token):
    """Throw the waiting file away."""
    waiting = _waiting(request, authority, token)
    pupils_waiting.discard_pupils(waiting=waiting, by=request.user, at=timezone.now())
    messages.success(request, "The file is discarded. Nothing of it is kept.")
    return redirect("pupils", code=authority.code)
