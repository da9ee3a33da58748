"""What the pages of watches and road maps ask for."""

from django import forms

from fingerpost.casework.rules import SIDES
from fingerpost.core.fields import Day
from fingerpost.core.forms import NoChild


class WatchForm(NoChild):
    """Put a school on watch."""

    words = forms.CharField(
        label="Why it is watched",
        max_length=2000,
        help_text="What is seen that its level does not show yet. No child's name.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    arrangements = forms.CharField(
        label="What is done meanwhile",
        max_length=2000,
        help_text="The arrangements of a lower level that the school gets without changing its own, one a line.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    from_on = forms.DateField(label="From", widget=Day())
    review_on = forms.DateField(label="Look at it again by", widget=Day(), help_text="Within two terms.")
    field_order = ("words", "arrangements", "from_on", "review_on", "is_no_child")


class ReviewForm(NoChild):
    """What was seen of a school on watch, and when it is looked at next."""

    words = forms.CharField(label="What was seen", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    next_on = forms.DateField(label="Look at it again by", widget=Day())
    field_order = ("words", "next_on", "is_no_child")


class EndForm(NoChild):
    """Why a watch ends."""

    words = forms.CharField(label="Why it ends", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("words", "is_no_child")


class MilestoneForm(NoChild):
    """A milestone of a road map, agreed as a promise."""

    words = forms.CharField(label="What is agreed", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    side = forms.ChoiceField(label="Who promises it", choices=list(SIDES.items()), widget=forms.RadioSelect)
    owner_name = forms.CharField(label="Whose it is to do", max_length=120, help_text="A post will do.")
    due_on = forms.DateField(label="By", widget=Day())
    field_order = ("words", "side", "owner_name", "due_on", "is_no_child")
