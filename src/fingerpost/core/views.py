"""Who holds which post, what each may do, and what was done."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.core import forms, posts, queries
from fingerpost.core.actions import people, terms
from fingerpost.core.models import Post, User
from fingerpost.core.permissions import page
from fingerpost.core.roles import OFFERED
from fingerpost.core.rules import Permission, can_manage_people

FORM_METHODS = require_http_methods(["GET", "HEAD", "POST"])


def _crumbs(authority, *more):
    return [
        {"text": "People", "href": f"/{authority.code}/people/"},
        *({"text": text} for text in more),
    ]


@require_safe
@page(Permission.USERS_SEE)
def people_of_authority(request, authority):
    """Everybody who holds a post today."""
    today = timezone.localdate()
    context = {
        "posts": queries.people_of(authority.code, today),
        "ending": queries.posts_ending(authority.code, today),
        "roles": OFFERED,
        "manages": can_manage_people(request.user, authority.code),
    }
    return render(request, "core/people.html", context)


@require_safe
@page(Permission.USERS_SEE)
def posts_explained(request, authority):
    """What each kind of post may do: a table of them all, or one by itself; permissions are searched by their words."""
    words, kind = request.GET.get("q", "")[:80].strip(), request.GET.get("post", "")
    context = {
        "roles": OFFERED,
        "groups": _said(words),
        "q": words,
        "chosen": OFFERED.get(kind),
        "holders": queries.holders_by_kind(authority.code, timezone.localdate()),
        "crumbs": _crumbs(authority, "Who can do what"),
    }
    return render(request, "core/posts.html", context)


def _said(words: str) -> dict[str, list[Permission]]:
    """The permissions that hold some words, in their groups."""
    wanted = words.lower().split()
    return posts.in_groups(
        permission for permission in Permission if all(word in permission.value.lower() for word in wanted)
    )


@require_safe
@page(Permission.AUDIT_SEE)
def record_of_what_was_done(request, authority):
    """The record of who did what, the latest first."""
    found = Paginator(queries.audit_events(), 50).get_page(request.GET.get("page"))
    return render(request, "core/audit.html", {"found": found, "crumbs": _crumbs(authority, "Record")})


@FORM_METHODS
@page(Permission.USERS_MANAGE)
def add_person(request, authority):
    """Add a person, and go on to give them a post."""
    form = forms.PersonForm(request.POST or None)
    if form.is_valid():
        try:
            user = people.add_user(**form.cleaned_data, by=request.user, at=timezone.now())
            return redirect("post_give", code=authority.code, user_id=user.pk)
        except ValidationError as refusal:
            form.add_error("email", refusal.messages[0])
    context = {
        "form": form,
        "heading": "Add a person",
        "button": "Add",
        "crumbs": _crumbs(authority, "Add a person"),
    }
    return render(request, "parts/form_page.html", context)


@FORM_METHODS
@page(Permission.USERS_MANAGE)
def end_post(request, authority, post_id):
    """Say when a post ended."""
    post = get_object_or_404(
        Post.objects.select_related("user", "authority"), pk=post_id, authority=authority
    )
    form = forms.EndPostForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        try:
            people.end_post(post=post, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, f"{post.user}: the post ends on that day.")
            return redirect("people", code=authority.code)
        except ValidationError:
            form.add_error("on", "A post cannot end before it begins.")
    context = {"form": form, "heading": f"End the post of {post.user}", "button": "End the post"}
    return render(request, "parts/form_page.html", context | {"crumbs": _crumbs(authority, str(post.user))})


@require_POST
@page(Permission.USERS_MANAGE)
def sign_in_link(request, authority, user_id):
    """Make a sign-in link to hand to a person who holds a post here."""
    user = get_object_or_404(User, pk=user_id)
    if not user.posts.filter(authority=authority).exists():
        raise Http404("That person holds no post in this authority.")
    link = request.build_absolute_uri(people.sign_in_link(user=user, by=request.user, at=timezone.now()))
    return render(
        request, "core/link.html", {"person": user, "link": link, "crumbs": _crumbs(authority, str(user))}
    )


@FORM_METHODS
@page(Permission.TERMS_SET)
def term_dates(request, authority):
    """The terms that are set, and a form for one school year's."""
    held = queries.school_calendar(authority.code)
    year = _school_year(request)
    mine = [term for term in held.terms if date(year - 1, 9, 1) <= term.from_on <= date(year, 8, 31)]
    form = forms.TermsForm(request.POST or None, initial=forms.TermsForm.initial_of(mine))
    if form.is_valid():
        try:
            terms.set_terms(authority=authority, terms=form.terms(), by=request.user, at=timezone.now())
            messages.success(request, f"The terms of {year - 1} to {year} are set.")
            return redirect(f"{request.path}?year={year}")
        except terms.TermsDoNotFit as refusal:
            form.add_error(None, str(refusal))
    context = {"held": held, "year": year, "form": form, "crumbs": _crumbs(authority, "Term dates")}
    return render(request, "core/terms.html", context)


def _school_year(request) -> int:
    """The school year asked for, by the year in which it ends; without one, that of today."""
    asked, today = request.GET.get("year", ""), timezone.localdate()
    now = today.year + (today.month >= 9)
    return int(asked) if asked.isdigit() and 2000 <= int(asked) <= now + 3 else now
