"""The records that the sweep of addresses asks for: one of each kind for each place.

`RECORDS` says of an argument (or of a page's argument, "page:argument") which table it names. A record is filled with
whatever its table demands; what it must say beside goes into the third place. Its school and its authority are those of
the place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import reverse

from fingerpost.core import answering
from fingerpost.core.actions import people
from fingerpost.core.models import Authority, User
from fingerpost.core.roles import OFFERED
from fingerpost.register.models import AuthoritySpell, School

NOW = datetime(2026, 9, 7, 9, tzinfo=UTC)
SINCE, TODAY, LAST = date(2020, 1, 1), date(2026, 9, 7), date(2099, 12, 31)
NEW_ARGUMENT = (
    "The sweep does not know what these name: {}. Say it in tests/integration/site/access_records.py: "
    "the table of the record in RECORDS, or a value in PLACELESS if it names nobody's record."
)
#: Arguments that name nothing of anybody's, with a value each.
PLACELESS: dict[str, str] = {
    "form": "csv", "indicator": "ks2_rwm_expected", "scheme": "schools", "strand": "leadership", "field": "name",
    "token": "x" * 32, "identity": "x", "edition": "x", "part": "county", "kind": "groups", "deed": "close",
    "letter": "told",
}  # fmt: skip
#: A page's own value where the common one would lead nowhere.
PAGE_VALUES: dict[str, str] = {"promise_act:deed": "keep"}
#: Argument, of any page, of those whose names begin alike ("return:round_id") or of one: the table, and what a record
#: must say beside what its table demands.
RECORDS: dict[str, tuple[str, dict[str, Any]]] = {
    "urn": ("", {}),
    "user_id": ("core.User", {}),
    "week:person_id": ("core.User", {}),
    "post_id": ("core.Post", {}),
    "message_id": ("core.Message", {}),
    "hand_over_id": ("core.HandOver", {"moved": {"urns": [], "came": [], "last day before": None}}),
    "area_id": ("register.LocalArea", {"kind": "area"}),
    "person_id": ("register.InPost", {"kind": "head", "about": ""}),
    "vacancy_id": ("register.Vacancy", {"kind": "chair"}),
    "contact_id": ("monitor.Contact", {"kind": "call"}),
    "flag_id": ("monitor.Flag", {"kind": "complaint", "severity": "concern", "told_at": NOW, "told_by": "somebody"}),
    "task_id": ("monitor.Task", {}),
    "judgement_id": ("monitor.Judgement", {}),
    "dispute_id": ("explore.Dispute", {"state": "open"}),
    "view_id": ("monitor.SavedView", {"is_shared": False}),
    "return:round_id": ("returns.Round", {}),
    "round_id": ("monitor.Round", {}),
    "promise_id": ("casework.Promise", {}),
    "comment_id": ("monitor.RoundComment", {}),
    "level_id": ("monitor.RoundLevel", {}),
    "look_id": ("monitor.SecondLook", {}),
    "inspection_id": ("monitor.LiveInspection", {}),
    "prediction_id": ("monitor.OutcomePrediction", {}),
    "meeting_id": ("monitor.Meeting", {}),
    "item_id": ("monitor.MeetingItem", {}),
    "watch_id": ("monitor.Watch", {}),
    "visit_id": ("monitor.Visit", {}),
}  # fmt: skip
#: Records that pages need beside those that their addresses name, one for each place.
BESIDE = ("monitor.RoundLevel", "monitor.VisitSchool", "monitor.Note")
#: What a field of any table must say to be believed.
FIELDS: dict[str, Any] = {
    "edition": "example/2026", "scheme": "primary", "indicator": "ks2_rwm_expected", "group": "all", "period": "2025",
    "place_name": "Hill Primary School", "phases": ["primary"],
    "levels": [{"id": level, "name": level.capitalize(), "meaning": ""} for level in ("green", "amber", "red")],
}  # fmt: skip


RECORD_SAYS = {table: said for table, said in RECORDS.values() if table}


def named_by(page: str, argument: str) -> tuple[str, dict[str, Any]] | None:
    """What an argument names, for its page first."""
    alike = RECORDS.get(f"{page.split('_')[0]}:{argument}", RECORDS.get(argument))
    return RECORDS.get(f"{page}:{argument}", alike)


def is_record(page: str, argument: str) -> bool:
    """Whether an argument names something of a school or an authority."""
    return named_by(page, argument) is not None


@dataclass(frozen=True)
class Place:
    """A school, its authority, and what the sweep calls it."""

    name: str
    authority: Authority
    school: School


class World:
    """Two authorities: one with one's own school and another school, one with a school elsewhere."""

    def __init__(self) -> None:
        self.operator = people.operator()
        self.made: dict[tuple[str, str], Any] = {}
        self.numbers = count(1)
        shire = Authority.objects.create(code="001", name="Shire")
        mere = Authority.objects.create(code="002", name="Mere")
        self.own = self._place("own school", shire, 990001, "Hill Primary School")
        self.other = self._place("another school", shire, 990002, "Mill Primary School")
        self.elsewhere = self._place("another authority", mere, 990003, "Far Primary School")
        self.nobody = self._person("nobody")
        for place in (self.own, self.other, self.elsewhere):
            for table in BESIDE:
                self._made(apps.get_model(table), place)

    def _place(self, name: str, authority: Authority, urn: int, school: str) -> Place:
        row = School.objects.create(
            urn=urn, name=school, authority=authority, phase="primary", type="Community school", in_register=True,
            opened_on=date(1990, 9, 1), age_low=4, age_high=11,
        )  # fmt: skip
        AuthoritySpell.objects.create(urn=urn, authority=authority)
        return Place(name, authority, row)

    def _person(self, name: str) -> User:
        return people.add_user(
            email=f"{name}{next(self.numbers)}@shire.example", name=f"Ada {name}", by=self.operator, at=NOW
        )

    def holder(self, kind: str, place: Place | None = None) -> User:
        """Somebody who holds a post of a kind that reaches one school alone."""
        place = place or self.own
        user = self._person(kind)
        last = LAST if OFFERED[kind].is_time_limited else None
        people.give_post(
            user=user, kind=kind, authority=place.authority, urns=[place.school.urn], sees_all=False,
            from_on=SINCE, to_on=last, by=self.operator, at=NOW,
        )  # fmt: skip
        return User.objects.get(pk=user.pk)

    def paths(self, address: Any) -> Iterator[tuple[str, str]]:
        """The address filled for each place: what it is of, and the path."""
        yield self.own.name, self._path(address, self.own, self.own)
        if address.names_a_record:
            if self._is_of_a_school(address):
                yield self.other.name, self._path(address, self.own, self.other)
            yield "another authority's record", self._path(address, self.own, self.elsewhere)
        yield self.elsewhere.name, self._path(address, self.elsewhere, self.elsewhere)

    def _is_of_a_school(self, address: Any) -> bool:
        named = [named_by(address.name, argument) for argument in address.arguments]
        return "urn" in address.arguments or any(
            table and table not in ("core.User", "core.Post") and _is_of_a_school(apps.get_model(table))
            for table, _ in filter(None, named)
        )

    def _path(self, address: Any, inside: Place, of: Place) -> str:
        values = {name: self._value(address.name, name, of) for name in address.arguments}
        return reverse(address.name, kwargs={"code": inside.authority.code} | values)

    def _value(self, page: str, argument: str, place: Place) -> Any:
        if argument == "urn":
            return place.school.urn
        named = named_by(page, argument)
        if named is None:
            return PAGE_VALUES.get(f"{page}:{argument}", PLACELESS[argument])
        table, said = named
        if table in ("core.User", "core.Post"):
            return self._of_a_holder(table, place)
        return self._made(apps.get_model(table), place, said).pk

    def _of_a_holder(self, table: str, place: Place) -> int:
        key = (table, place.name)
        if key not in self.made:
            self.made[key] = self.holder("adviser", place)
        holder = self.made[key]
        return holder.pk if table == "core.User" else holder.posts.get().pk

    def _made(self, model: type[models.Model], place: Place, said: dict | None = None) -> Any:
        """The record of a table for a place: of its school, or of its authority where it is no school's."""
        key = (model._meta.label, place.name if _is_of_a_school(model) else place.authority.code)
        if key not in self.made:
            self.made[key] = self.fill(model, place, **(said or RECORD_SAYS.get(model._meta.label, {})))
        return self.made[key]

    def fill(self, model: type[models.Model], place: Place, **said: Any) -> models.Model:
        """A record of a table, each field that must be filled filled by its kind."""
        said = {key: self.operator if value == "somebody" else value for key, value in said.items()}
        for field in model._meta.concrete_fields:
            if field.name not in said and field.attname not in said and self._is_needed(field):
                said[field.name] = self._filled(field, place)
        return model._default_manager.create(**said)

    def _is_needed(self, field: models.Field) -> bool:
        if field.name in ("urn", *FIELDS):
            return True
        is_given = field.has_default() or field.null or field.primary_key
        return not is_given and not (field.blank and field.empty_strings_allowed)

    def _filled(self, field: models.Field, place: Place) -> Any:
        if field.name == "urn":
            return place.school.urn
        if field.name in FIELDS:
            return FIELDS[field.name]
        if isinstance(field, models.ForeignKey):
            return self._related(field, place)
        if field.choices:
            return field.choices[0][0]
        if isinstance(field, models.DateTimeField):
            return NOW
        if isinstance(field, models.DateField):
            return TODAY
        if isinstance(field, models.CharField | models.TextField):
            return f"Words {next(self.numbers)}"[: field.max_length]
        return 1

    def _related(self, field: models.ForeignKey, place: Place) -> Any:
        if field.related_model is Authority:
            return place.authority
        if field.related_model is User:
            return self.operator
        if field.related_model._meta.label == "core.Post":
            return self.holder("adviser", place).posts.get()
        return self._made(field.related_model, place)


def _is_of_a_school(model: type[models.Model]) -> bool:
    """Whether a record of a table is some school's, as its room says."""
    return any(held.table == model._meta.label and held.urn_path for held in answering.declared())
