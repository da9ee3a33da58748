"""What the pages of inspections ask for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from fingerpost.core.fields import Day
from fingerpost.core.forms import NoChild
from fingerpost.evidence.graded import Graded
from fingerpost.monitor.rules.inspection_day import KINDS
from fingerpost.monitor.rules.predicting import CONFIDENCES

#: How long a full inspection usually lasts, for the form alone (from memory: two days).
USUAL_DAYS = timedelta(days=1)


class PredictionForm(NoChild):
    """A grade for everything that is graded, how sure, and why. The field of reasons is called `words`, as names of
    children are looked for there."""

    words = forms.CharField(
        label="Why?", max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What you have seen, and when. The school never sees it.",
    )  # fmt: skip
    confidence = forms.TypedChoiceField(
        label="How likely is each grade to come as you predict?", coerce=int, choices=list(CONFIDENCES.items()),
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, graded: tuple[Graded, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.graded = graded
        for one in graded:
            nothing = "Not inspected here" if one.is_optional else "Choose a grade"
            self.fields[f"grade_{one.code}"] = forms.ChoiceField(
                label=one.name, choices=[("", nothing), *one.scale], required=not one.is_optional,
                error_messages={"required": f"Choose a grade for {one.name.lower()}."},
            )  # fmt: skip
        self.order_fields([*(f"grade_{one.code}" for one in graded), "confidence", "words", "is_no_child"])

    def grades(self) -> dict[str, str]:
        """What was predicted, by code."""
        return {one.code: self.cleaned_data.get(f"grade_{one.code}", "") for one in self.graded}


class NoticeForm(forms.Form):
    """The call: what kind, when it came, which days."""

    kind = forms.ChoiceField(label="What kind", choices=list(KINDS.items()), widget=forms.RadioSelect)
    notified_on = forms.DateField(label="The call came on", widget=Day())
    starts_on = forms.DateField(label="First day on site", widget=Day())
    ends_on = forms.DateField(label="Last day on site", widget=Day())


class PublishedForm(forms.Form):
    """The day on which the report came out."""

    published_on = forms.DateField(label="The report was published on", widget=Day())


class SaidForm(NoChild):
    """Words alone, in which no child may be named."""

    words = forms.CharField(label="In words", max_length=6000, widget=forms.Textarea(attrs={"rows": 5}))
    field_order = ("words", "is_no_child")
