"""How people sign in: nobody signs up, an officer adds them."""

from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from fingerpost.core.actions import people

LINK_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class ClosedAdapter(DefaultAccountAdapter):
    """Sign-up is closed: people are added on the People page."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def add_message(self, *args, **kwargs) -> None:
        """The pages say what happened; allauth's own flashes would say it twice."""


class LoginForm(forms.LoginForm):
    """Sign in, in our words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"
        # Allauth's hint is a link; the page has its own below the button.
        self.fields["password"].help_text = ""


@login_not_required
@never_cache
@require_GET
def sign_in_by_link(request, secret):
    """Spend a one-time link; a look ahead (HEAD) by a mail scanner does not get this far."""
    try:
        user = people.use_sign_in_link(secret=secret, by=None, at=timezone.now())
    except people.LinkSpent as refusal:
        return render(request, "account/link_spent.html", {"refusal": str(refusal)}, status=410)
    login(request, user, backend=LINK_BACKEND)
    messages.success(request, f"You are signed in as {user}.")
    return redirect("home")
