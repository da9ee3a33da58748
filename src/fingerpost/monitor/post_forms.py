"""What the pages of posts ask for."""

from __future__ import annotations

import re
from datetime import timedelta

from django import forms

from fingerpost.core.fields import Day
from fingerpost.core.roles import OFFERED
from fingerpost.register import queries as register

#: Ours: a post for a time is given for a year at most, and given again where it goes on.
LONGEST = timedelta(days=366)
ALL, NAMED, AREA, WARD, TRUST = "all", "named", "area", "ward", "trust"
REACHES = (
    (ALL, "All schools of the authority"),
    (AREA, "The schools of an area, cluster or locality, as they change"),
    (WARD, "The schools of a ward, as they change"),
    (TRUST, "The schools of a trust here, as they change"),
    (NAMED, "Only the schools below"),
)


class PostForm(forms.Form):
    """A post to give, and which schools it reaches."""

    kind = forms.ChoiceField(
        label="Post", choices=[(role.code, role.name) for role in OFFERED.values()], widget=forms.RadioSelect
    )
    from_on = forms.DateField(label="From", widget=Day())
    to_on = forms.DateField(
        label="Last day", required=False, widget=Day(),
        help_text="An associate and a peer reviewer need one, within a year. Access ends with it, by itself.",
    )  # fmt: skip
    reach = forms.ChoiceField(label="Reaches", choices=REACHES, widget=forms.RadioSelect, initial=ALL)
    area = forms.ChoiceField(label="Which area, cluster or locality", required=False)
    ward = forms.ChoiceField(label="Which ward", required=False)
    trust = forms.ChoiceField(label="Which trust", required=False)
    urns = forms.CharField(
        label="Schools that go with the post", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="URNs, with spaces or commas between: an adviser's own schools, a head's school, the limit of a post "
                  "that reaches only these.",
    )  # fmt: skip

    def __init__(self, *args, authority: str, **kwargs):
        super().__init__(*args, **kwargs)
        areas = {str(area.pk): f"{area.name} ({area.kind})" for area in register.local_areas(authority)}
        self.named = {
            AREA: areas,
            WARD: register.ward_names(authority),
            TRUST: register.trust_names(authority),
        }
        for key, names in self.named.items():
            ordered = sorted(names.items(), key=lambda pair: pair[1])
            self.fields[key].choices = [("", "Choose one"), *ordered]

    def clean_urns(self) -> list[int]:
        words = [word for word in re.split(r"[\s,;]+", self.cleaned_data["urns"]) if word]
        wrong = [word for word in words if not re.fullmatch(r"\d{5,7}", word)]
        if wrong:
            raise forms.ValidationError(f"A URN is five to seven digits: {', '.join(wrong)} cannot be one.")
        return sorted({int(word) for word in words})

    def clean(self) -> dict:
        said = super().clean()
        self._check_days(said)
        reach = said.get("reach")
        if reach in self.named and not said.get(reach):
            self.add_error(reach, f"Choose the {reach} that the post follows.")
        if reach == NAMED and not said.get("urns") and "urns" not in self.errors:
            self.add_error("urns", "Name at least one school, or let the post reach all schools.")
        return said

    def _check_days(self, said: dict) -> None:
        ends, begins, role = said.get("to_on"), said.get("from_on"), OFFERED.get(said.get("kind", ""))
        if ends and begins and ends < begins:
            self.add_error("to_on", "A post cannot end before it begins.")
        elif role and role.is_time_limited and begins and not (ends and ends <= begins + LONGEST):
            self.add_error(
                "to_on", f"Say the last day of the {role.name.lower()}: within a year of the first."
            )

    def as_given(self) -> dict:
        """What was filled in, as the action takes it; the schools of what is followed are found by the caller."""
        said = self.cleaned_data
        follows = said["reach"] if said["reach"] in self.named else ""
        about = said[follows] if follows else ""
        return {
            "kind": said["kind"], "from_on": said["from_on"], "to_on": said["to_on"], "urns": said["urns"],
            "sees_all": said["reach"] == ALL, "follows": follows, "about": about,
            "about_name": self.named[follows][about] if follows else "",
        }  # fmt: skip


class SubjectForm(forms.Form):
    """Whose records are asked for."""

    email = forms.EmailField(
        label="The person's e-mail address", help_text="As they sign in with, or as the directory has it."
    )


class HandOverForm(forms.Form):
    """To whom which schools go, and whether the post ends."""

    to_post = forms.TypedChoiceField(
        label="To whom?", coerce=int, help_text="Whoever works with schools and has schools of their own."
    )
    urns = forms.TypedMultipleChoiceField(
        label="Which schools?", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one school."},
    )  # fmt: skip
    ends_on = forms.DateField(
        label="Last day of the post", required=False, widget=Day(),
        help_text="Leave empty if the post goes on. The schools move today, whatever the last day is.",
    )  # fmt: skip

    def __init__(self, *args, posts=(), schools=(), **kwargs):
        super().__init__(*args, **kwargs)
        named = [(post.pk, f"{post.user}, {OFFERED[post.kind].name.lower()}") for post in posts]
        self.fields["to_post"].choices = [("", "Choose one"), *named]
        self.fields["urns"].choices = schools
