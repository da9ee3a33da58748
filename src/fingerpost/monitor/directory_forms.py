"""What the pages of the directory ask for."""

from django import forms

from fingerpost.monitor.forms import Day
from fingerpost.register.actions.in_post import Entry
from fingerpost.register.rules import APPOINTING, KINDS_IN_POST

AT_SCHOOL = [(code, kind.name) for code, kind in KINDS_IN_POST.items() if kind.about == "school"]


class EntryForm(forms.Form):
    """Somebody in post."""

    kind = forms.ChoiceField(
        label="Post", choices=[(code, kind.name) for code, kind in KINDS_IN_POST.items()]
    )
    urn = forms.IntegerField(label="School (URN)", required=False, help_text="For a post at a school.")
    about = forms.CharField(
        label="Ward, diocese or trust",
        required=False,
        max_length=120,
        help_text="For a post that is at no one school.",
    )
    name = forms.CharField(label="Full name", max_length=120)
    email = forms.EmailField(label="E-mail address", required=False)
    telephone = forms.CharField(label="Telephone", required=False, max_length=40)
    appointed_by = forms.ChoiceField(
        label="Appointed by", required=False, choices=[("", "Not said"), *((name, name) for name in APPOINTING)],
        help_text="For governors.",
    )  # fmt: skip
    from_on = forms.DateField(label="From", widget=Day())
    term_ends_on = forms.DateField(label="Term of office ends", required=False, widget=Day())

    def entry(self) -> Entry:
        """What was filled in."""
        return Entry(**self.cleaned_data)


class LeaveForm(forms.Form):
    """Somebody's last day in post."""

    to_on = forms.DateField(label="Last day in post", widget=Day())


class VacancyForm(forms.Form):
    """A post that nobody holds."""

    kind = forms.ChoiceField(label="Post", choices=AT_SCHOOL)
    urn = forms.IntegerField(label="School (URN)")
    appointed_by = forms.ChoiceField(
        label="To be appointed by",
        required=False,
        choices=[("", "Not said"), *((name, name) for name in APPOINTING)],
    )
    since_on = forms.DateField(label="Vacant since", widget=Day())


class SheetForm(forms.Form):
    """A spreadsheet of people."""

    sheet = forms.FileField(label="CSV or Excel file")
