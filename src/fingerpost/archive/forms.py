"""What the data pages ask for; the actions do the rest."""

from __future__ import annotations

from django import forms

from fingerpost.core.fields import Day
from fingerpost.evidence.pupils.stages import TITLES


class WithdrawForm(forms.Form):
    """Why a file is withdrawn."""

    reason = forms.CharField(
        label="Why is it withdrawn?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The reason stands beside the file for ever.",
        error_messages={"required": "Say why: the reason stands beside the file for ever."},
    )


YEAR_HELP = "The year in which it ends: 2025 for 2024 to 2025."


class PupilsForm(forms.Form):
    """A file of pupils and what it does not say of itself."""

    file = forms.FileField(
        label="The file",
        help_text="One row a pupil, as CSV or Excel; or a transfer file in XML. It is read once and not kept.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty. Export it again."},
    )
    second = forms.FileField(
        label="A second file",
        required=False,
        help_text="Only where results are in a file of their own, one row a pupil and subject.",
    )
    stage = forms.ChoiceField(label="Which results", choices=list(TITLES.items()))
    year = forms.IntegerField(
        label="School year",
        min_value=2000,
        max_value=2099,
        help_text=YEAR_HELP,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "Write the year in which the school year ends, such as 2025."},
    )
    release = forms.ChoiceField(
        label="How final",
        choices=[
            ("provisional", "Provisional"),
            ("revised", "Amended (reviews and corrections are in)"),
            ("final", "Final"),
        ],
    )
    known_on = forms.DateField(
        label="Known on",
        required=False,
        widget=Day(),
        help_text="The day on which the authority knew the results. Left empty, the usual day of such results is "
        "taken; the day of loading never counts.",
    )
    urn = forms.IntegerField(
        label="URN of the school",
        required=False,
        min_value=100000,
        max_value=999999,
        help_text="Only for a file of one school that does not name it.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    upn_column = forms.CharField(
        label="Heading of the column of UPNs",
        required=False,
        max_length=100,
        help_text="Only where it is not called UPN and does not look like one.",
    )
    by_supplier = forms.BooleanField(
        label="Count pupils without a UPN by the school's own number for them",
        required=False,
        help_text="Otherwise they are set aside and counted.",
    )


class CorrectPupilsForm(forms.Form):
    """A list of pupils who count elsewhere, and from when that is known."""

    file = forms.FileField(
        label="The list",
        help_text="CSV or Excel with a UPN (or the row of a loaded file) and the URN or DfE number of the school where "
        "the pupil counts; no school for a pupil who counts nowhere here.",
        error_messages={"required": "Choose a file."},
    )
    known_on = forms.DateField(
        label="Known on", widget=Day(), help_text="The day from which the correction counts."
    )
    rows_of = forms.ChoiceField(
        label="Rows are those of", required=False, help_text="Only for a list that names pupils by row."
    )

    def __init__(self, *args, files=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rows_of"].choices = [("", "No file: the list has UPNs"), *files]


class KeepForm(forms.Form):
    """For how long pupils' results are kept."""

    years = forms.IntegerField(
        label="Years to keep pupils' results after the school year",
        min_value=1,
        max_value=25,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
