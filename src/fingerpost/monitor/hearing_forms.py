"""What the pages of contacts and flags ask for."""

from datetime import timedelta

from django import forms

from fingerpost.core.names import likely_names
from fingerpost.monitor.forms import Day
from fingerpost.monitor.rules import CONTACT_KINDS, FLAG_KINDS, SEVERITIES

#: Ours: a flag is looked at again within a half-term when nobody sets a day.
USUAL_REVIEW = timedelta(days=42)


class NoChild(forms.Form):
    """A form whose words may not name a child: whoever writes what looks like a name is asked to think again."""

    is_no_child = forms.BooleanField(
        label="What I wrote names no child", required=False, widget=forms.CheckboxInput()
    )

    def __init__(self, *args, place: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.place = place
        if not self.data.get("is_no_child") and not self._suspicious():
            self.fields["is_no_child"].widget = forms.HiddenInput()

    def _suspicious(self) -> list[str]:
        return likely_names(self.data.get("words", ""), self.place) if self.is_bound else []

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        phrases = self._suspicious()
        if phrases and not cleaned.get("is_no_child"):
            said = ", ".join(f"“{phrase}”" for phrase in phrases[:3])
            self.add_error(
                "words", f"{said} may name a child. Take it out, or confirm below that it names no child."
            )
        cleaned.pop("is_no_child", None)
        return cleaned


class ContactForm(NoChild):
    """A call, an e-mail or a conversation."""

    kind = forms.ChoiceField(
        label="What it was", choices=list(CONTACT_KINDS.items()), widget=forms.RadioSelect
    )
    made_on = forms.DateField(label="Day", widget=Day())
    made_with = forms.CharField(
        label="With whom", max_length=120, required=False, help_text="A post will do."
    )
    words = forms.CharField(
        label="What about", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("kind", "made_on", "made_with", "words", "is_no_child")


class FlagForm(NoChild):
    """What was heard of a school."""

    kind = forms.ChoiceField(label="About", choices=list(FLAG_KINDS.items()))
    severity = forms.ChoiceField(
        label="How serious", choices=list(SEVERITIES.items()), widget=forms.RadioSelect
    )
    source = forms.CharField(
        label="Heard from", max_length=120, help_text="A service or a post; nobody's name."
    )
    words = forms.CharField(label="What was heard", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    review_on = forms.DateField(label="Look at it again on", widget=Day())
    is_restricted = forms.BooleanField(
        label="Restricted",
        required=False,
        help_text="Only those who may see what is heard in confidence see it.",
    )
    field_order = ("kind", "severity", "source", "words", "review_on", "is_restricted", "is_no_child")


class AgainForm(NoChild):
    """The same thing, heard again."""

    source = forms.CharField(label="Heard from", max_length=120)
    words = forms.CharField(label="What is new", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("source", "words", "is_no_child")


class WordsForm(NoChild):
    """Words alone: a reason, a finding, an answer."""

    words = forms.CharField(label="In words", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("words", "is_no_child")
