"""What is held of a school or a person is named by its room, so that nobody who asks is answered by half."""

import pytest
from django.apps import apps
from django.conf import settings
from tests.meta.source import assert_none

pytestmark = pytest.mark.skipif(not settings.configured, reason="the site has no settings yet")


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith("fingerpost.")]


def test_every_table_is_named_in_the_held_of_its_room_or_excepted_with_a_reason():
    from fingerpost.core import answering as held

    named = [each.table for each in held.declared()]
    known = {*named, *held.excepted()}
    assert len(named) == len(set(named))
    assert_none(
        f"{model._meta.label} is not named: say in {model.__module__.split('.')[1]}/held.py what it holds of a school "
        "or a person, what of it is about people who are not users, and what must not go out."
        for model in our_models()
        if model._meta.label not in known
    )


def test_what_is_excepted_holds_no_school_and_no_person():
    from fingerpost.core import answering as held

    assert_none(
        f"{table} holds a school or a person: name it in HELD."
        for table in held.excepted()
        for model in [apps.get_model(table)]
        if any(held.is_urn(field) or held.is_user(field) for field in model._meta.concrete_fields)
    )


def test_what_is_named_is_there():
    from fingerpost.core import answering as held

    tables = {model._meta.label: model for model in our_models()}
    offences = []
    for each in held.declared():
        assert each.table in tables, each.table
        fields = {field.name for field in tables[each.table]._meta.concrete_fields}
        offences += [f"{each.table} has no {name}" for name in each.personal if name not in fields]
        has_reason = each.exemption in held.EXEMPTIONS and each.because
        if (each.whole or each.restricted) and not has_reason:
            offences.append(f"{each.table} leaves something out and does not say under which section and why")
        if each.restricted:
            each.model.objects.filter(**{each.restricted[0]: each.restricted[1]}).query.sql_with_params()
        if each.urn_path:
            each.model.objects.filter(**{each.urn_path: 1}).query.sql_with_params()
    assert_none(offences)
