"""A moment says who: every `_at` stands beside its `_by`, and the database keeps the two together."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CheckConstraint, Q
from tests.meta.source import assert_none

# app.Model.field: why this moment has nobody
NOBODY: dict[str, str] = {
    "core.SignInLink.expires_at": "Nobody acts: it is when the link stops working.",
    "core.SignInLink.used_at": "The link's own user is the only one who can.",
    "core.Message.sending_at": "Nobody acts: the product sends in the background what somebody queued.",
    "core.Message.sent_at": "Nobody acts: the product sends in the background what somebody queued.",
    "core.HomeState.made_ready_at": "The product sets itself up.",
    "register.Change.found_at": "Nobody acts: two lists differ, and the audit says who loaded the later one.",
    "archive.Refusal.refused_at": "The product refuses; `asked_by` is whoever brought the file.",
}

pytestmark = pytest.mark.skipif(not settings.configured, reason="the site has no settings yet")


def our_models():
    return (
        [model for model in apps.get_models() if model.__module__.startswith("fingerpost.")]
        if apps.ready
        else []
    )


def moments():
    for model in our_models():
        for field in model._meta.local_fields:
            if field.name.endswith("_at") and field.get_internal_type() == "DateTimeField":
                yield model, field


def named_in(condition):
    """The names of the fields that a condition speaks of."""
    for part in condition.children:
        if isinstance(part, Q):
            yield from named_in(part)
        else:
            yield part[0].split("__")[0]


def kept_together(model, first, second):
    checks = (check for check in model._meta.constraints if isinstance(check, CheckConstraint))
    return any({first, second} <= set(named_in(check.condition)) for check in checks)


def test_every_moment_says_who():
    offences = []
    for model, field in moments():
        names = {other.name for other in model._meta.get_fields()}
        who = field.name.removesuffix("_at") + "_by"
        if who not in names and f"{model._meta.label}.{field.name}" not in NOBODY:
            offences.append(f"{model._meta.label}.{field.name} has no {who}.")
    assert_none(offences)


def test_the_database_keeps_who_and_when_together():
    offences = []
    for model, field in moments():
        who = field.name.removesuffix("_at") + "_by"
        pair = [other for other in model._meta.local_fields if other.name == who]
        if pair and (field.null or pair[0].null) and not kept_together(model, field.name, who):
            offences.append(f"{model._meta.label}: a constraint should keep {field.name} and {who} together.")
    assert_none(offences)


def test_every_exception_is_still_needed():
    known = {f"{model._meta.label}.{field.name}" for model, field in moments()}
    assert not our_models() or set(NOBODY) <= known
