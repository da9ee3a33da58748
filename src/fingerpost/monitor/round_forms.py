"""What the pages of a round ask for."""

from __future__ import annotations

from django import forms

from fingerpost.monitor import rules
from fingerpost.monitor.forms import Day

_LINES = forms.Textarea(attrs={"rows": 4})


class RoundForm(forms.Form):
    """A round to be opened: its name, how it comes round, and the day of each stage."""

    name = forms.CharField(label="Name", max_length=60)
    rhythm = forms.ChoiceField(label="Kind of round")
    as_at = forms.DateField(
        label="Cut-off", widget=Day(), help_text="Levels are computed from figures known on this day."
    )
    judged_since = forms.DateField(
        label="Judgements count from", widget=Day(),
        help_text="A judgement made before this day is asked for again.",
    )  # fmt: skip
    judgements_due_on = forms.DateField(label="Judgements are due on", widget=Day())
    comments_from_on = forms.DateField(label="Schools may comment from", widget=Day())
    comments_to_on = forms.DateField(label="Schools may comment until", widget=Day())
    moderation_on = forms.DateField(label="Moderation meeting on", widget=Day())

    def __init__(self, *args, kinds, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rhythm"].choices = [(kind.id, kind.name) for kind in kinds]

    def days(self) -> rules.Days:
        """The days as the rules take them."""
        said = self.cleaned_data
        return rules.Days(
            said["as_at"], said["judged_since"], said["judgements_due_on"], said["comments_from_on"],
            said["comments_to_on"], said["moderation_on"],
        )  # fmt: skip


class ReopenForm(forms.Form):
    """At which stage a round is reopened, and why."""

    to = forms.ChoiceField(label="Reopen at", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stays on record. What was confirmed and told stands until it is decided anew.",
    )  # fmt: skip

    def __init__(self, *args, stages, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = stages


class DecideForm(forms.Form):
    """A level decided in moderation."""

    decided = forms.ChoiceField(
        label="Level", widget=forms.RadioSelect, error_messages={"required": "Choose a level."}
    )
    reason = forms.CharField(
        label="Why", required=False, max_length=2000, widget=_LINES,
        help_text="Needed where the level departs from the computed one; it shows for ever, to the school too.",
    )  # fmt: skip
    present = forms.CharField(
        label="Who is here", max_length=600, help_text="Names, with commas between.",
        error_messages={"required": "Say who is here."},
    )  # fmt: skip

    def __init__(self, *args, levels, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided"].choices = levels

    def clean_present(self) -> list[str]:
        """The names one by one."""
        return names(self.cleaned_data["present"])


def names(text: str) -> list[str]:
    """Names with commas or line ends between, one by one."""
    return [name.strip() for name in text.replace("\n", ",").split(",") if name.strip()]


class SpokenForm(forms.Form):
    """Having spoken to a head, and when."""

    with_whom = forms.CharField(label="With whom", max_length=120)
    on = forms.DateField(label="Day", widget=Day())
    time = forms.TimeField(
        label="Time",
        widget=forms.TimeInput(attrs={"type": "time"}),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
    )


class WordsForm(forms.Form):
    """An answer in words."""

    words = forms.CharField(label="Answer", max_length=4000, widget=_LINES)


class FoundForm(forms.Form):
    """What a second look found."""

    found = forms.ChoiceField(label="What it comes to", widget=forms.RadioSelect)
    reason = forms.CharField(label="Why", max_length=4000, widget=_LINES, help_text="The school reads it.")

    def __init__(self, *args, levels, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["found"].choices = levels


class ResendForm(forms.Form):
    """Why a message is sent again."""

    reason = forms.CharField(label="Why it is sent again", max_length=300)
