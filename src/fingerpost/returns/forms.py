"""What the pages of predictions ask for; the actions do the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django import forms

from fingerpost.core.fields import Day
from fingerpost.evidence import groups
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.register.rules import PHASE_NAMES
from fingerpost.returns import rules
from fingerpost.returns.queries.rounds import in_words
from fingerpost.returns.rules import Ask, Fault, Said

ASKED_PHASES = ("nursery", "primary", "secondary", "all-through", "special", "pru")


class DaysForm(forms.Form):
    """When a round opens, is due and closes, and what schools are told."""

    opens_on = forms.DateField(label="Opens on", widget=Day())
    due_on = forms.DateField(label="Due on", widget=Day(), help_text="What comes later is marked late.")
    closes_on = forms.DateField(
        label="Closes on", widget=Day(), help_text="The last day on which schools can send a correction."
    )
    note = forms.CharField(
        label="What schools should know",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands on the page, in the template and in reminders.",
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        days = [cleaned.get(name) for name in ("opens_on", "due_on", "closes_on")]
        if None not in days and days != sorted(days):
            self.add_error("due_on", "A round opens before it is due, and is due before it closes.")
        return cleaned


class RoundForm(DaysForm):
    """A round to open."""

    name = forms.CharField(label="Name", max_length=80, help_text="Such as January Year 6.")
    kind = forms.ChoiceField(
        label="What is collected?",
        widget=forms.RadioSelect,
        choices=[(kind.value, words) for kind, words in rules.KINDS.items()],
        initial=rules.Kind.PREDICTION.value,
    )
    year = forms.TypedChoiceField(label="School year", coerce=int)
    phases = forms.MultipleChoiceField(
        label="Which schools are asked?",
        widget=forms.CheckboxSelectMultiple,
        choices=[(phase, PHASE_NAMES[phase]) for phase in ASKED_PHASES],
        error_messages={"required": "Choose the phases of the schools that are asked."},
    )
    measures = forms.MultipleChoiceField(
        label="Which measures?",
        widget=forms.CheckboxSelectMultiple,
        choices=[(code, CATALOGUE.by_code[code].name) for code in rules.measures()],
        error_messages={"required": "Choose at least one measure."},
    )
    groups = forms.MultipleChoiceField(
        label="Of which pupils?",
        widget=forms.CheckboxSelectMultiple,
        choices=[(code, groups.name(code)) for code in rules.GROUPS],
        initial=["all"],
        help_text="Each is a row a measure: ask for few. All pupils and the disadvantaged are enough to tell the gap.",
        error_messages={"required": "Choose at least one group."},
    )

    field_order = ("name", "kind", "year", "phases", "measures", "groups")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        this = today.year + (today.month >= 9)
        self.fields["year"].choices = [
            (year, f"{year - 1} to {year}") for year in range(this + 1, this - 3, -1)
        ]
        self.initial.setdefault("year", this)

    def asks(self) -> list[Ask]:
        """Each measure with each group, measure by measure."""
        chosen = self.cleaned_data
        return [Ask(measure, group) for measure in chosen["measures"] for group in chosen["groups"]]


class LinesForm(forms.Form):
    """A school's return on a page: for each measure and group the pupils, and the number or score expected."""

    def __init__(self, *args, asks: Iterable[Ask], said: Mapping[Ask, Said], **kwargs):
        super().__init__(*args, **kwargs)
        self.asks = list(asks)
        for place, ask in enumerate(self.asks):
            self._add(place, ask, said.get(ask))

    def _add(self, place: int, ask: Ask, said: Said | None) -> None:
        words = ", ".join(in_words(ask))
        self.fields[f"cohort_{place}"] = forms.IntegerField(
            label=f"Pupils this year: {words}", required=False, min_value=0,
            initial=said.cohort if said else None, error_messages=_told("Write how many pupils, such as 28."),
        )  # fmt: skip
        made = forms.FloatField if ask.is_score else forms.IntegerField
        least = None if ask.is_score else 0
        what = "Score expected" if ask.is_score else "Expected to reach it"
        told = (
            "Write a score, such as 104.5."
            if ask.is_score
            else "Write how many pupils, not a percentage, such as 24."
        )
        self.fields[f"number_{place}"] = made(
            label=f"{what}: {words}", required=False, min_value=least,
            initial=(said.score if ask.is_score else said.number) if said else None, error_messages=_told(told),
        )  # fmt: skip

    def rows(self) -> list[tuple[Ask, forms.BoundField, forms.BoundField]]:
        """Each line with its two fields."""
        return [
            (ask, self[f"cohort_{place}"], self[f"number_{place}"]) for place, ask in enumerate(self.asks)
        ]

    def clean(self) -> dict:
        cleaned = super().clean()
        for place in range(len(self.asks)):
            alone = cleaned.get(f"number_{place}") is not None and cleaned.get(f"cohort_{place}") is None
            if alone and f"cohort_{place}" not in self.errors:
                self.add_error(
                    f"cohort_{place}", "Say how many pupils there are, beside the number expected."
                )
        return cleaned

    def said(self) -> dict[Ask, Said]:
        """What is filled in."""
        found = {}
        for place, ask in enumerate(self.asks):
            cohort, number = (self.cleaned_data.get(f"{name}_{place}") for name in ("cohort", "number"))
            if cohort is not None:
                found[ask] = Said(cohort, score=number) if ask.is_score else Said(cohort, number)
        return found

    def add_faults(self, faults: Iterable[Fault]) -> None:
        """Put each fault at its field."""
        for fault in faults:
            self.add_error(f"{fault.field}_{self.asks.index(fault.ask)}", fault.text)


def _told(words: str) -> dict[str, str]:
    return {"invalid": words, "min_value": words}


class UploadForm(forms.Form):
    """A filled-in template."""

    file = forms.FileField(
        label="The filled-in template",
        help_text="The Excel file that you downloaded here (.xlsx).",
        error_messages={
            "required": "Choose the file that you filled in.",
            "empty": "The file is empty. Choose another.",
        },
    )
