"""Send files, see what they would change, and accept or discard them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from fingerpost.archive.actions import previewing, receiving
from fingerpost.archive.queries import received
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, has_permission
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.reading.load import Options
from fingerpost.monitor.forms import TimeForm, UploadForm
from fingerpost.monitor.queries.moving import Watch

# By these words of the command line the reader asks for a time; here a form asks for it.
ASKS = "Give it: --"
OUTCOMES = {
    "loaded": ("Will be loaded", "green"),
    "warned": ("Will be loaded, with warnings", "yellow"),
    "refused": ("Refused", "red"),
    "unchanged": ("Loaded before", "grey"),
    "metadata": ("Describes other files", "grey"),
}


def _crumbs(authority, *more):
    data = {"text": "Data", "href": reverse("data", kwargs={"code": authority.code})}
    return [data, *({"text": text} for text in more)]


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.DATA_LOAD)
def upload(request, authority):
    """Choose files, and say what they may not say of themselves."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            token = _received_now(request, authority, form.cleaned_data)
            return redirect("upload_preview", code=authority.code, token=token)
        except receiving.HoldsPupils as refusal:
            form.add_error("files", str(refusal))
    return render(request, "monitor/upload.html", {"form": form, "crumbs": _crumbs(authority, "Upload")})


def _received_now(request, authority, said: dict) -> str:
    return receiving.receive(
        files=said["files"],
        options=_options(said),
        authority=authority.code,
        is_own=said["is_own"],
        by=request.user,
        at=timezone.now(),
    )


def in_words(text: str, name: str) -> str:
    """A message of the reader without the words that only the command line understands, nor the file's name again."""
    return text.removeprefix(f"{name}: ").split(ASKS)[0].strip()


def _options(said: dict) -> Options:
    return Options(said["period"] or None, said["as_at"], said["known_on"])


def _received(request, authority, token):
    found = received.received(token, user=request.user, authority=authority.code)
    if found is None:
        raise Http404("Those files are no longer here: they were accepted or discarded, or waited too long.")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.DATA_LOAD)
def preview(request, authority, token):
    """What became of each file, and what accepting them would change; a time that a file lacks is given here."""
    waiting = _received(request, authority, token)
    told = {
        "period": waiting.options.period,
        "as_at": waiting.options.as_at,
        "known_on": waiting.options.known_on,
    }
    form = TimeForm(request.POST or None, initial=told)
    if form.is_valid():
        receiving.tell(
            upload=waiting, options=_options(form.cleaned_data), by=request.user, at=timezone.now()
        )
        return redirect("upload_preview", code=authority.code, token=token)
    sees = has_permission(request.user, Permission.INDICATIVE_SEE, authority=authority.code)
    watch = Watch(request.user, authority.code) if sees else None
    look = {"look": watch.after} if watch else {}
    found = previewing.preview(upload=waiting, by=request.user, at=timezone.now(), **look)
    context = {
        "preview": found,
        "form": form,
        "is_asked": any(ASKS in message["text"] for o in found.outcomes for message in o.messages),
        "outcomes": OUTCOMES,
        "token": token,
        "acceptable": any(o.outcome in ("loaded", "warned", "metadata") for o in found.outcomes),
        "names": {code: indicator.name for code, indicator in CATALOGUE.by_code.items()},
        "crumbs": _crumbs(authority, "Upload"),
        "sees_levels": sees,
        "in_words": in_words,
    }
    return render(request, "monitor/preview.html", context)


@require_POST
@page(Permission.DATA_LOAD)
def accept(request, authority, token):
    """Load the files: they count from now on."""
    done = receiving.accept(upload=_received(request, authority, token), by=request.user, at=timezone.now())
    loaded = [o for o in done.files if o.outcome in ("loaded", "warned", "metadata")]
    messages.success(request, f"{len(loaded)} of {len(done.files)} files are loaded and count from now on.")
    return redirect("data", code=authority.code)


@require_POST
@page(Permission.DATA_LOAD)
def discard(request, authority, token):
    """Throw the files away unloaded."""
    receiving.discard(upload=_received(request, authority, token), by=request.user, at=timezone.now())
    messages.success(request, "The files are discarded. Nothing was changed.")
    return redirect("data", code=authority.code)
