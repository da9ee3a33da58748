"""What the promise ledger asks for."""

from django import forms

from fingerpost.casework.rules import SIDES
from fingerpost.core.fields import Day
from fingerpost.core.forms import NoChild

#: Whose it can be to do, in words; whoever holds a post of the authority is offered besides.
OF_SCHOOL = "Headteacher"


class PromiseForm(NoChild):
    """What was agreed, whose it is, and by when."""

    side = forms.ChoiceField(label="Who promised", choices=list(SIDES.items()), widget=forms.RadioSelect)
    words = forms.CharField(
        label="What was promised", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    owner_name = forms.CharField(
        label="Whose it is to do",
        max_length=120,
        required=False,
        help_text="A post will do. Left empty: you, or the headteacher.",
    )
    agreed_on = forms.DateField(label="Agreed on", widget=Day())
    due_on = forms.DateField(label="Due on", widget=Day())
    field_order = ("side", "words", "owner_name", "agreed_on", "due_on", "is_no_child")

    def said(self, user) -> dict:
        """What the action takes: what is left to the authority with no name is the user's own to do."""
        told = dict(self.cleaned_data)
        is_own = told["side"] == "authority" and told["owner_name"] in ("", str(user))
        told["owner"] = user if is_own else None
        told["owner_name"] = told["owner_name"] or (str(user) if is_own else OF_SCHOOL)
        return told


class ReasonForm(NoChild):
    """A reason; and a new day, where one is given."""

    words = forms.CharField(label="Why", max_length=300)
    due_on = forms.DateField(label="New day", widget=Day(), required=False)
