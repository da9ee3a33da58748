"""What the pages of contacts and flags ask for."""

from datetime import timedelta

from django import forms

from fingerpost.core.forms import NoChild
from fingerpost.monitor.forms import Day
from fingerpost.monitor.rules import CONTACT_KINDS, FLAG_KINDS, SEVERITIES

#: Ours: a flag is looked at again within a half-term when nobody sets a day.
USUAL_REVIEW = timedelta(days=42)


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


class QuickContactForm(ContactForm):
    """The same from any page: the school is named too."""

    school = forms.CharField(label="School", max_length=250)
    field_order = ("school", "kind", "made_on", "made_with", "words", "is_no_child")


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


class AnyFlagForm(FlagForm):
    """What was heard of a school that is chosen first."""

    school = forms.ChoiceField(label="School")
    field_order = ("school", *FlagForm.field_order)

    def __init__(self, *args, schools: list[tuple[int, str]], **kwargs):
        named = {str(urn): name for urn, name in schools}
        said = str(args[0].get("school", "")) if args and args[0] else ""
        super().__init__(*args, place=named.get(said, ""), **kwargs)
        self.fields["school"].choices = [("", "Choose"), *named.items()]


class AgainForm(NoChild):
    """The same thing, heard again."""

    source = forms.CharField(label="Heard from", max_length=120)
    words = forms.CharField(label="What is new", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("source", "words", "is_no_child")


class WordsForm(NoChild):
    """Words alone: a reason, a finding, an answer."""

    words = forms.CharField(label="In words", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("words", "is_no_child")
