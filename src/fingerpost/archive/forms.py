"""What the data pages ask for; the actions do the rest."""

from __future__ import annotations

import re

from django import forms

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


class Day(forms.DateInput):
    """A day, as the browser asks for one."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class UploadForm(forms.Form):
    """Files, and what they may not say of themselves."""

    files = ManyFilesField(
        label="Files",
        help_text="As they were published: CSV or Excel, with its .meta.csv if there is one.",
    )
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
    is_own = forms.BooleanField(
        label="These are the authority's own figures, not published",
        required=False,
        help_text="Nobody outside the authority sees them.",
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


class WithdrawForm(forms.Form):
    """Why a file is withdrawn."""

    reason = forms.CharField(
        label="Why is it withdrawn?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The reason stands beside the file for ever.",
        error_messages={"required": "Say why: the reason stands beside the file for ever."},
    )
