"""What the pages of figures ask for. An address made for another measure still opens: what is not held is left out."""

from __future__ import annotations

from typing import Any

from django import forms

from fingerpost.explore.look import PLACES, SORTS, SPANS
from fingerpost.explore.past import WAYS

MOST_COMBINED = 3


class Several(forms.MultipleChoiceField):
    """Any number of choices; one that is not offered is no mistake of the reader's."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        return True


class AskForm(forms.Form):
    """Measure, places, groups, years, order, and a line that schools may be past."""

    measure = forms.CharField(required=False)
    q = forms.CharField(label="Find a measure", required=False)
    place = Several(label="Places", required=False)
    school = forms.CharField(label="One school", required=False, help_text="Its name or URN")
    like = forms.BooleanField(label="And schools like it", required=False)
    group = Several(label="Groups of pupils", required=False)
    year = forms.CharField(label="Year", required=False)
    span = forms.ChoiceField(label="Years shown", choices=list(SPANS.items()), required=False)
    find = forms.CharField(label="Only places with these words", required=False)
    sort = forms.CharField(required=False)
    past = forms.ChoiceField(
        label="Count schools with",
        choices=[("", "No line"), *((key, way.words) for key, way in WAYS.items())],
        required=False,
    )
    line = forms.FloatField(
        label="This number",
        required=False,
        help_text="Empty: England's own",
        error_messages={"invalid": "Write the line as a number, such as 20 or 7.5, or leave it empty."},
    )
    only = forms.BooleanField(label="Show those schools alone", required=False)

    def __init__(self, data: Any, *, groups: Any = (), places: Any = (), years: Any = ()):
        super().__init__(data)
        self.fields["and"] = Several(required=False)
        self.fields["group"].choices = groups  # type: ignore[attr-defined]
        self.fields["place"].choices = places or list(PLACES.items())  # type: ignore[attr-defined]

    def clean_and(self) -> list[str]:
        """Up to three characteristics to be combined."""
        return [code for code in self.cleaned_data["and"] if code][:MOST_COMBINED]

    def clean_sort(self) -> str:
        """A column, with a minus before it for the other way."""
        sort = self.cleaned_data["sort"]
        return sort if sort.removeprefix("-") in SORTS else ""

    def answers(self) -> dict[str, Any]:
        """What was asked, without what could not be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
