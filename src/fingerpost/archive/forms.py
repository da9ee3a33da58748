"""What the data pages ask for; the actions do the rest."""

from __future__ import annotations

from django import forms


class WithdrawForm(forms.Form):
    """Why a file is withdrawn."""

    reason = forms.CharField(
        label="Why is it withdrawn?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The reason stands beside the file for ever.",
        error_messages={"required": "Say why: the reason stands beside the file for ever."},
    )
