"""What the pages of visits ask for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from fingerpost.core.fields import Day
from fingerpost.monitor.hearing_forms import NoChild
from fingerpost.monitor.rules.visits import SCORES, Invitation
from fingerpost.strategy.visits import VisitType

LENGTHS = (
    (60, "1 hour"),
    (90, "1½ hours"),
    (120, "2 hours"),
    (180, "3 hours"),
    (240, "half a day"),
    (360, "a day"),
)


class Clock(forms.TimeInput):
    """A time of day, as the browser asks for one."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class WhenForm(NoChild):
    """The day and time of a visit."""

    planned_on = forms.DateField(label="Day", widget=Day())
    begins = forms.TimeField(label="Begins at", widget=Clock(), required=False)
    minutes = forms.TypedChoiceField(label="How long", choices=LENGTHS, coerce=int, initial=120)


class PlanForm(WhenForm):
    """A visit to be planned. An academy's invitation is asked for where the type of visit needs one."""

    urn = forms.TypedChoiceField(label="School", coerce=int)
    also = forms.TypedMultipleChoiceField(
        label="Other schools of the same federation or trust, on the same visit", coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple(), help_text="All of them read the same note.",
    )  # fmt: skip
    kind = forms.ChoiceField(label="Type of visit", widget=forms.RadioSelect())
    adviser = forms.TypedChoiceField(label="Who visits", coerce=int)
    words = forms.CharField(
        label="What for", max_length=300, required=False, help_text="One line for whoever reads the plan.",
    )  # fmt: skip
    invited_by = forms.CharField(
        label="Invited by", max_length=120, required=False,
        help_text="For an academy, where the type is by invitation: a post at the school or its trust.",
    )  # fmt: skip
    invited_on = forms.DateField(label="Invited on", widget=Day(), required=False)
    field_order = (
        "urn", "kind", "planned_on", "begins", "minutes", "adviser", "words", "invited_by", "invited_on", "also",
        "is_no_child",
    )  # fmt: skip

    def __init__(
        self, *args, schools=(), partners=(), kinds: Iterable[VisitType] = (), advisers=(), **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.fields["urn"].choices = schools
        self.fields["kind"].choices = [(one.id, one.name) for one in kinds]
        self.fields["adviser"].choices = advisers
        if partners:
            self.fields["also"].choices = partners
        else:
            del self.fields["also"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if bool(cleaned.get("invited_by")) != bool(cleaned.get("invited_on")):
            self.add_error("invited_by", "Say both who invited you and on which day, or neither.")
        return cleaned

    def invitation(self) -> Invitation | None:
        """The invitation, where one is given."""
        name, on = self.cleaned_data["invited_by"], self.cleaned_data["invited_on"]
        return Invitation(name, on) if name and on else None


class MadeForm(forms.Form):
    """The day on which a visit was made."""

    made_on = forms.DateField(label="Made on", widget=Day())


class WordsForm(NoChild):
    """Words alone, under a label of their own."""

    words = forms.CharField(label="In words", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, label: str = "In words", hint: str = "", required: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].help_text = label, hint
        self.fields["words"].required = required


class AnswerForm(NoChild):
    """Whether a note is accurate, and what the school says to it."""

    is_accurate = forms.TypedChoiceField(
        label="Is the note accurate?", choices=(("yes", "Yes"), ("no", "No, not in all of it")),
        coerce=lambda said: said == "yes", empty_value=None, widget=forms.RadioSelect(),
        error_messages={"required": "Say whether the note is accurate."},
    )  # fmt: skip
    words = forms.CharField(
        label="Your comment", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="If it is not accurate, say what is not and what is so instead. It is kept with the note.",
    )  # fmt: skip
    field_order = ("is_accurate", "words", "is_no_child")


class EvaluateForm(NoChild):
    """Three scores and words."""

    words = forms.CharField(
        label="What should we do more of, or differently?", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}), help_text="The adviser and those who lead the service read it.",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        scale = [(5, "5: very much so"), (4, "4"), (3, "3"), (2, "2"), (1, "1: not at all")]
        for name, label in SCORES.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=scale, coerce=int, widget=forms.RadioSelect()
            )
        self.order_fields([*SCORES, "words", "is_no_child"])

    def scores(self) -> dict[str, int]:
        """The three scores."""
        return {name: self.cleaned_data[name] for name in SCORES}


class PassOnForm(forms.Form):
    """To whom a concern was passed on. There is no field for what it was."""

    to_whom = forms.CharField(
        label="Passed on to", max_length=120,
        help_text="A service and a post, such as “duty social worker”. Write nothing of what you heard.",
    )  # fmt: skip


def school_choices(rows: Iterable[tuple[int, str]]) -> list[tuple[Any, str]]:
    """Schools to choose from, by name, with an empty first choice."""
    return [("", "Choose a school"), *sorted(rows, key=lambda row: row[1])]


def usual_day(today: date) -> date:
    """A week from now, and no weekend."""
    day = date.fromordinal(today.toordinal() + 7)
    return date.fromordinal(day.toordinal() + max(0, 7 - day.weekday() if day.weekday() > 4 else 0))
