"""What the pages of meetings ask for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from fingerpost.monitor.forms import Day
from fingerpost.monitor.hearing_forms import NoChild

#: Ours: an action is due in two weeks when nobody sets a day.
USUAL_TIME = timedelta(days=14)
OURS, TO_SCHOOL = "task", "promise"


class OpenForm(forms.Form):
    """A meeting to be opened."""

    held_on = forms.DateField(label="Day of the meeting", widget=Day())


class NoteForm(NoChild):
    """What was said, over the version that was read."""

    words = forms.CharField(label="Note", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    seen = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput())

    @classmethod
    def over(cls, sent: QueryDict, version: int, problem: str) -> NoteForm:
        """One's own words again, over the version that now stands; says what came between."""
        data = sent.copy()
        data["seen"] = version
        form = cls(data)
        form.is_valid()
        form.add_error("words", problem)
        return form


class ActionForm(NoChild):
    """Something that somebody does by a day: for a school, which then sees it, or an officer's own."""

    words = forms.CharField(
        label="What is to be done", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    owner = forms.TypedChoiceField(label="Who does it", coerce=int)
    due_on = forms.DateField(label="By", widget=Day())
    side = forms.ChoiceField(
        label="Whom it concerns",
        choices=[(TO_SCHOOL, "A promise to the school, which it sees"), (OURS, "Our own task")],
        widget=forms.RadioSelect,
    )
    field_order = ("words", "owner", "due_on", "side", "is_no_child")

    def __init__(self, *args: Any, officers: list[Any], has_school: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officers = {officer.pk: officer for officer in officers}
        self.fields["owner"].choices = [
            ("", "Choose"),
            *((pk, str(one)) for pk, one in self.officers.items()),
        ]
        if not has_school:
            self.fields["side"].widget = forms.HiddenInput()
            self.fields["side"].initial = OURS

    def given(self) -> dict[str, Any]:
        """What the action asks for."""
        said = self.cleaned_data
        return {
            "words": said["words"], "owner": self.officers.get(said["owner"]), "due_on": said["due_on"],
            "is_promise": said["side"] == TO_SCHOOL,
        }  # fmt: skip


class PresentForm(forms.Form):
    """Who was there."""

    present = forms.CharField(
        label="Who was there",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on a line: name and post.",
    )
    apologies = forms.CharField(label="Apologies", required=False, max_length=300)


class ItemForm(NoChild):
    """Something to talk of."""

    heading = forms.CharField(label="What the item is about", max_length=200)
    school = forms.CharField(
        label="School",
        required=False,
        max_length=200,
        help_text="Its URN or its whole name, if it is about one.",
    )
    words = forms.CharField(
        label="Why it is on the agenda", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_restricted = forms.BooleanField(
        label="Restricted",
        required=False,
        help_text="Only those who may see what is heard in confidence see it, and it is in no minutes that go out.",
    )
    field_order = ("heading", "school", "words", "is_restricted", "is_no_child")


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Why", max_length=300)
