"""What the monitoring pages ask for; the actions do the rest."""

from __future__ import annotations

from django import forms


class Day(forms.DateInput):
    """A day, as the browser asks for one."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


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
