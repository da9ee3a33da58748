"""What the monitoring pages ask for; the actions do the rest."""

from __future__ import annotations

import re

from django import forms

from fingerpost.core.fields import Day
from fingerpost.register.rules import AREA_KINDS, CORRECTABLE


class SaveViewForm(forms.Form):
    """A name for the grid as it is looked at now."""

    name = forms.CharField(label="Name of the view", max_length=60)
    is_shared = forms.BooleanField(label="Others may use it", required=False)


class ComputeForm(forms.Form):
    """Which strategy, and as at which day."""

    edition = forms.ChoiceField(label="Strategy")
    as_at = forms.DateField(
        label="As at",
        widget=Day(),
        help_text="Only what was known by this day counts.",
    )

    def __init__(self, *args, editions=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["edition"].choices = editions


class JudgementForm(forms.Form):
    """A level for a strand, the reason, and the day of the judgement."""

    level = forms.ChoiceField(
        label="Which sentence fits best?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a level."},
    )
    reason = forms.CharField(
        label="Why?",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What you saw, and when. Others will read it, and the school may ask for it.",
        error_messages={"required": "Say why: a judgement without a reason cannot be followed."},
    )
    made_on = forms.DateField(
        label="Day of the judgement",
        widget=Day(),
        help_text="It counts in levels as at this day or later.",
    )

    def __init__(self, *args, levels=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels


def level_choices(edition, judged) -> list[tuple[str, str]]:
    """The levels of a strand, each with its published sentence; of a floor, whether it holds."""
    if hasattr(judged, "cells"):
        sentences = {cell.level: cell.sentence for cell in judged.cells}
        levels = [level for level in edition.levels if level.id in sentences or len(sentences) > 1]
        return [(level.id, _with_sentence(level.name, sentences.get(level.id, ""))) for level in levels]
    return [
        (judged.level, f"It holds: {judged.sentence}"),
        (edition.level_ids[0], "It does not hold, or no longer"),
    ]


def _with_sentence(name: str, sentence: str) -> str:
    return f"{name}: {sentence}" if sentence else name


class CorrectionForm(forms.Form):
    """One field of the register put right."""

    field = forms.ChoiceField(label="What is wrong?", choices=list(CORRECTABLE.items()))
    value = forms.CharField(label="What it should say", max_length=200, required=False)
    reason = forms.CharField(
        label="Why?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The reason stands beside the corrected value.",
        error_messages={"required": "Say why: the reason stands beside the corrected value."},
    )


PERIOD = re.compile(r"^(19|20)\d\d$")


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Files one or more: validated each by itself, cleaned as a list."""

    widget = ManyFiles

    def clean(self, data, initial=None) -> list:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in (files or [None])]


class TimeForm(forms.Form):
    """What files may not say of themselves."""

    period = forms.CharField(
        label="School year",
        required=False,
        max_length=7,
        help_text="The year in which it ends: 2017 for 2016 to 2017. Only if the file does not say it.",
    )
    as_at = forms.DateField(
        label="As at",
        required=False,
        widget=Day(),
        help_text="The day of a list, such as a register or a list of inspections. Only if the file does not say it.",
    )
    known_on = forms.DateField(
        label="Known on",
        required=False,
        widget=Day(),
        help_text="For your own data: the day on which the authority knew it.",
    )

    def clean_period(self) -> str:
        period = self.cleaned_data["period"].strip()
        if period and not PERIOD.match(period):
            raise forms.ValidationError("Write the year in which the school year ends, such as 2017.")
        return period


class UploadForm(TimeForm):
    """Files, and what they may not say of themselves."""

    files = ManyFilesField(
        label="Files",
        help_text="As they were published: CSV or Excel, with its .meta.csv if there is one.",
    )
    is_own = forms.BooleanField(
        label="These are the authority's own figures, not published",
        required=False,
        help_text="Nobody outside the authority sees them.",
    )

    field_order = ("files", "is_own")


class AreaForm(forms.Form):
    """A new area, cluster or locality."""

    kind = forms.ChoiceField(label="Kind", choices=list(AREA_KINDS.items()), widget=forms.RadioSelect)
    name = forms.CharField(label="Name", max_length=80)


class SchoolsForm(forms.Form):
    """Some of the authority's schools."""

    urns = forms.TypedMultipleChoiceField(
        label="Schools", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, schools=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["urns"].choices = schools


class SchoolsFromForm(SchoolsForm):
    """Some schools, and the day from which."""

    from_on = forms.DateField(label="From", widget=Day())
    field_order = ("from_on", "urns")
