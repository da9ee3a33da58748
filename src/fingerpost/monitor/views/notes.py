"""The note of a visit: written, handed on, checked, sent, answered, final; and what does not travel with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.archive.queries import editions
from fingerpost.casework.queries import promises
from fingerpost.core.names import known_words
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, has_permission
from fingerpost.monitor import note_document, note_forms
from fingerpost.monitor.actions import circulating
from fingerpost.monitor.actions import notes as actions
from fingerpost.monitor.queries import visits as queries
from fingerpost.monitor.rules import CannotUndo
from fingerpost.monitor.rules import visits as rules
from fingerpost.monitor.rules.visits import NotAVisit
from fingerpost.monitor.views import note_sending
from fingerpost.monitor.views.visits import check_at, crumbs, found
from fingerpost.monitor.visit_forms import AnswerForm, WordsForm
from fingerpost.present import pdf, taking, word
from fingerpost.register import queries as register

FORM = require_http_methods(["GET", "HEAD", "POST"])


def asked_of(visit) -> note_forms.Asked:
    """What the note of a visit may say."""
    phases = {school.urn: register.school(school.urn).phase for school in visit.schools.all()}
    return note_forms.asked_of(visit, editions.edition(visit.edition), phases)


@FORM
@page(Permission.NOTE_WRITE)
def write(request, authority, visit_id):
    """Write the note: what is sent is kept, and when somebody else has saved meanwhile, both texts are shown."""
    visit = found(request, authority, visit_id)
    check_at(request, visit, Permission.NOTE_WRITE)
    asked, note = asked_of(visit), getattr(visit, "note", None)
    kept = note.content if note else actions.EMPTY
    if request.method != "POST":
        return _shown(request, authority, visit, _begun(request, visit, asked, note, kept))
    form = note_forms.sent(asked, request.POST, kept)
    saved = _saved(request, visit, form)
    if saved is None:
        return _shown(request, authority, visit, form, status=422)
    if saved.beside is not None:
        where = reverse("note_write", kwargs={"code": authority.code, "visit_id": visit_id})
        return note_sending.told(request, redirect(f"{where}?beside={saved.beside.number}"), saved)
    return note_sending.told(request, _after(request, authority, visit, saved, form), saved)


def _begun(request, visit, asked, note, kept) -> note_forms.NoteForm:
    """The form as it is opened: the text that counts, or one's own that another's stood before."""
    base, number = (note.version if note else 0), request.GET.get("beside", "")
    mine = (
        note.versions.filter(number=int(number), written_by=request.user).first()
        if note and number.isdigit()
        else None
    )
    return note_forms.NoteForm(
        asked, mine.content if mine else kept, base, made_on=visit.made_on or visit.planned_on
    )


def _saved(request, visit, form) -> actions.Saved | None:
    """What became of the text; None when it could not be kept, with the reason on the form."""
    for phrase in form.needs_confirming[:3]:
        form.errors.append(
            f"“{phrase}” may name a child. Take it out, or confirm at the end that it names no child."
        )
    if form.errors:
        return None
    try:
        return actions.save(
            visit=visit, base=form.base, content=form.content, by=request.user, at=timezone.now(), key=form.key,
            made_on=form.made_on,
        )  # fmt: skip
    except NotAVisit as problem:
        form.errors.append(str(problem))
        return None


def _after(request, authority, visit, saved, form):
    if form.then != "submit":
        messages.success(request, "The note is kept as a draft.")
        return redirect("note_write", code=authority.code, visit_id=visit.pk)
    try:
        actions.submit(note=saved.note, by=request.user, at=timezone.now())
    except NotAVisit as problem:
        messages.error(request, f"The note is kept as a draft and not handed on. {problem}")
        return redirect("note_write", code=authority.code, visit_id=visit.pk)
    messages.success(request, "The note waits for its quality check. It goes to the school after that.")
    return redirect("visit", code=authority.code, visit_id=visit.pk)


def _shown(request, authority, visit, form, status: int = 200):
    note = getattr(visit, "note", None)
    if note and note.state != "draft" and request.method != "POST":
        messages.error(request, "The note is no longer a draft. Take it back first if it is to be changed.")
        return redirect("visit", code=authority.code, visit_id=visit.pk)
    number = request.GET.get("beside", "")
    theirs = (
        note.versions.select_related("written_by").filter(number=note.version).first()
        if note and number
        else None
    )
    changed = rules.changed_sections(form.content, theirs.content) if theirs else []
    context = {
        "visit": visit, "note": note, "form": form, "asked": form.asked, "theirs": theirs, "changed": changed,
        "sides": rules.SIDES, "carried": carried(request, visit), "today": timezone.localdate(),
        "known": known_words(), "place": " ".join(name for _, name in form.asked.schools),
        "may_restricted": has_permission(request.user, Permission.NOTE_RESTRICTED, authority=authority.code),
        "crumbs": _crumbs(authority, visit, "Note"),
    }  # fmt: skip
    return render(request, "monitor/note_write.html", context, status=status)


def _crumbs(authority, visit, text: str) -> list[dict]:
    href = reverse("visit", kwargs={"code": authority.code, "visit_id": visit.pk})
    return [*crumbs(authority), {"text": str(visit), "href": href}, {"text": text}]


def carried(request, visit) -> list:
    """What was agreed earlier with the schools of a visit and is still owed, for those who may see the ledger."""
    authority, rows = visit.authority_id, []
    for school in visit.schools.all() if not visit.is_appraisal else ():
        if has_permission(request.user, Permission.PROMISE_SEE, authority=authority, urn=school.urn):
            but = ("visit", visit.pk)
            rows += promises.carried(request.user, authority, school.urn, on=visit.day, but=but)
    return rows


@require_safe
@page(Permission.SCHOOLS_SEE)
def note(request, authority, visit_id):
    """The note as it stands, with what the school answered and, for officers, the texts that were kept."""
    visit = found(request, authority, visit_id)
    shown = queries.note_of(request.user, visit)
    if shown is None:
        raise Http404("There is no note yet, or it was not sent to you.")
    officer = queries.is_officer(request.user, authority.code)
    context = {
        "visit": visit, "note": shown, "asked": asked_of(visit), "sides": rules.SIDES, "officer": officer,
        "content": note_forms.NoteForm(asked_of(visit), shown.content, shown.version),
        "versions": queries.versions(request.user, shown) if officer else [],
        "answers": [row for row in shown.answers.all() if row.undone_at is None],
        "carried": carried(request, visit), "today": timezone.localdate(),
        "crumbs": _crumbs(authority, visit, "Note") if officer else [],
    }  # fmt: skip
    return render(request, "monitor/note.html", context)


@require_safe
@page(Permission.SCHOOLS_SEE)
def document(request, authority, visit_id, form):
    """The note as PDF or Word, from one source. Nothing restricted is in it."""
    visit = found(request, authority, visit_id)
    shown = queries.note_of(request.user, visit)
    if shown is None or form not in ("pdf", "docx"):
        raise Http404("There is no such document.")
    made = note_document.document(shown, asked_of(visit), authority)
    name = f"note-of-visit-{visit.made_on:%Y-%m-%d}-{visit.pk}.{form}"
    if form == "docx":
        return taking.attached(word.to_docx(made), word.DOCX_TYPE, name)
    return taking.opened(pdf.to_pdf(made, made_at=timezone.now()), pdf.PDF_TYPE, name)


@require_safe
@page(Permission.VISIT_SEE)
def queue(request, authority):
    """Notes on their way: to be checked, to be sent, with schools, and one's own that are unfinished."""
    user, code, today = request.user, authority.code, timezone.localdate()
    checks = has_permission(user, Permission.NOTE_CHECK, authority=code)
    sent = queries.sent(user, code)
    context = {
        "checks": checks, "to_check": queries.to_check(user, code) if checks else [],
        "to_send": queries.to_send(user, code),
        "unfinished": queries.unfinished_notes(user, code), "today": today, "crumbs": crumbs(authority, "Notes"),
        "answered": [note for note in sent if queries.answered(note)],
        "waiting": [note for note in sent if not queries.answered(note)],
    }  # fmt: skip
    return render(request, "monitor/notes.html", context)


#: What may be done to a note: the permission, whether it takes words, and what is said when it is done.
DEEDS = {
    "withdraw": (Permission.NOTE_WRITE, actions.withdraw, "", "The note is a draft again."),
    "send-back": (Permission.NOTE_CHECK, circulating.send_back, "reason", "The note is back with its author."),
    "check": (Permission.NOTE_CHECK, circulating.check, "", "The note is checked and can be sent."),
    "send": (Permission.NOTE_WRITE, circulating.send, "", "The note is with the school."),
    "settle": (Permission.NOTE_WRITE, circulating.settle, "words", "The note is final."),
    "unsettle": (Permission.NOTE_WRITE, circulating.unsettle, "", "The note is with the school again."),
    "amend": (Permission.NOTE_WRITE, circulating.amend, "", "The note is a draft again, and is checked anew."),
    "hand-over": (Permission.HEAD_APPRAISAL, circulating.hand_over, "to_whom", "It is recorded as handed over."),
}  # fmt: skip


@require_POST
@page(Permission.VISIT_SEE)
def act(request, authority, visit_id, deed):
    """Hand a note on, check it, send it, make it final: each to whom it is allowed."""
    visit = found(request, authority, visit_id)
    if deed not in DEEDS or not hasattr(visit, "note"):
        raise Http404("Nothing of that name can be done to this note.")
    permission, action, named, said = DEEDS[deed]
    check_at(request, visit, permission)
    try:
        words = {named: _words(request, visit)} if named else {}
        action(note=visit.note, by=request.user, at=timezone.now(), **words)
        messages.success(request, said)
    except NotAVisit as problem:
        messages.error(request, str(problem))
    after = "note_write" if deed in ("withdraw", "amend") else "visit"
    return redirect(after, code=authority.code, visit_id=visit_id)


def _words(request, visit) -> str:
    form = WordsForm(request.POST, place=" ".join(s.name for s in visit.schools.all()), required=False)
    if not form.is_valid():
        raise NotAVisit(" ".join(error for errors in form.errors.values() for error in errors))
    return form.cleaned_data["words"]


@FORM
@page(Permission.NOTE_ANSWER)
def answer(request, authority, urn, visit_id):
    """Say for a school whether a note is accurate, and what is to be added to it."""
    visit = found(request, authority, visit_id)
    shown = queries.note_of(request.user, visit)
    if shown is None or urn not in [school.urn for school in visit.schools.all()]:
        raise Http404("There is no note of that visit to your school.")
    form = AnswerForm(request.POST or None, place=" ".join(s.name for s in visit.schools.all()))
    if form.is_valid() and _answered(request, shown, urn, form):
        return redirect("visit", code=authority.code, visit_id=visit_id)
    heading = f"Is the note of {visit} accurate?"
    context = {
        "form": form,
        "heading": heading,
        "button": "Send your answer",
        "crumbs": _crumbs_of_school(authority, urn),
    }
    return render(request, "parts/form_page.html", context)


def _crumbs_of_school(authority, urn: int) -> list[dict]:
    href = reverse("visits_school", kwargs={"code": authority.code, "urn": urn})
    return [{"text": "Visits", "href": href}, {"text": "Answer"}]


def _answered(request, shown, urn: int, form) -> bool:
    try:
        circulating.answer(note=shown, urn=urn, by=request.user, at=timezone.now(), **form.cleaned_data)
    except NotAVisit as problem:
        form.add_error("words", str(problem))
        return False
    messages.success(request, "Your answer is with the authority. You can take it back today.")
    return True


@require_POST
@page(Permission.NOTE_ANSWER)
def undo_answer(request, authority, urn, visit_id):
    """Take back an answer that one gave today."""
    shown = queries.note_of(request.user, found(request, authority, visit_id))
    given = shown.answers.filter(urn=urn, undone_at=None).last() if shown else None
    if given is None:
        raise Http404("There is no answer to take back.")
    try:
        circulating.undo_answer(answer=given, by=request.user, at=timezone.now())
        messages.success(request, "Your answer is taken back. Give another.")
    except (CannotUndo, NotAVisit) as problem:
        messages.error(request, str(problem))
    return redirect("visit", code=authority.code, visit_id=visit_id)


@FORM
@page(Permission.NOTE_RESTRICTED)
def restricted(request, authority, visit_id):
    """What a visit found of named staff. That somebody reads it is recorded, and it goes nowhere from here."""
    visit = found(request, authority, visit_id)
    check_at(request, visit, Permission.NOTE_RESTRICTED)
    held = queries.restricted(request.user, visit)
    label = "What was found of named staff"
    form = WordsForm(request.POST or None, initial={"words": held.words if held else ""}, label=label,
                     place=" ".join(s.name for s in visit.schools.all()))  # fmt: skip
    # The people concerned are named here on purpose; children never are, and nothing can tell the two apart.
    if request.method == "POST" and request.POST.get("words", "").strip():
        base = request.POST.get("base", "0")
        try:
            actions.write_restricted(
                visit=visit, base=int(base) if base.isdigit() else 0, words=request.POST["words"][:8000],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "It is kept here and nowhere else.")
            return redirect("note_restricted", code=authority.code, visit_id=visit_id)
        except NotAVisit as problem:
            form.add_error("words", str(problem))
    if held is not None:
        actions.note_reading(visit=visit, by=request.user, at=timezone.now())
    context = {
        "visit": visit,
        "held": held,
        "form": form,
        "crumbs": _crumbs(authority, visit, "Restricted section"),
    }
    return render(request, "monitor/note_restricted.html", context)
