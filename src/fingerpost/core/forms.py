"""What the people pages ask for; the actions do the rest."""

from django import forms

from fingerpost.core.calendar import Term
from fingerpost.core.fields import Day
from fingerpost.core.names import likely_names


class PersonForm(forms.Form):
    """A person to add."""

    name = forms.CharField(label="Full name", max_length=150)
    email = forms.EmailField(label="E-mail address", help_text="They sign in with this.")


class TermsForm(forms.Form):
    """The three terms of a school year, each with its half-term holiday."""

    NAMES = ("Autumn", "Spring", "Summer")
    DAYS = {
        "from_on": "First day",
        "half_from": "Half-term holiday, first day",
        "half_to": "Half-term holiday, last day",
        "to_on": "Last day",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.NAMES:
            for key, label in self.DAYS.items():
                self.fields[f"{name.lower()}_{key}"] = forms.DateField(
                    label=label, widget=Day(), required=not key.startswith("half")
                )

    def parts(self) -> list[tuple[str, list]]:
        """Each term's name with its fields, as the page shows them."""
        return [(name, [self[f"{name.lower()}_{key}"] for key in self.DAYS]) for name in self.NAMES]

    def terms(self) -> list[Term]:
        """The terms as they were filled in."""
        said = self.cleaned_data
        return [
            Term(name=name, **{key: said[f"{name.lower()}_{key}"] for key in self.DAYS})
            for name in self.NAMES
        ]

    @classmethod
    def initial_of(cls, terms: list[Term]) -> dict:
        """What the form holds for terms that are set already."""
        return {
            f"{term.name.lower()}_{key}": getattr(term, key)
            for term in terms
            for key in cls.DAYS
            if term.name in cls.NAMES
        }


class EndPostForm(forms.Form):
    """The last day of a post."""

    on = forms.DateField(label="Last day in the post", widget=Day())


class NoChild(forms.Form):
    """A form whose words may not name a child: whoever writes what looks like a name is asked to think again."""

    is_no_child = forms.BooleanField(
        label="What I wrote names no child", required=False, widget=forms.CheckboxInput()
    )

    def __init__(self, *args, place: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.place = place
        if not self.data.get("is_no_child") and not self._suspicious():
            self.fields["is_no_child"].widget = forms.HiddenInput()

    def _suspicious(self) -> list[str]:
        return likely_names(self.data.get("words", ""), self.place) if self.is_bound else []

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        phrases = self._suspicious()
        if phrases and not cleaned.get("is_no_child"):
            said = ", ".join(f"“{phrase}”" for phrase in phrases[:3])
            self.add_error(
                "words", f"{said} may name a child. Take it out, or confirm below that it names no child."
            )
        cleaned.pop("is_no_child", None)
        return cleaned
