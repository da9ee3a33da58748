"""Every address asks for a permission: a visitor is sent to sign in, and who holds no post sees nothing."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from fingerpost.core.actions import people
from fingerpost.core.models import Authority

pytestmark = pytest.mark.django_db

# Pages for everybody: signing in and out, and a forgotten password. The front door shows only what one's posts reach.
OPEN = {
    "account_login", "sign_in_by_link", "account_logout", "account_signup", "account_inactive",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    # A calendar asks for its feed by a secret address, and cannot sign in.
    "calendar_feed",
}  # fmt: skip
ONES_OWN = {
    "home",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_email",
}

PLACE = re.compile(r"<(?:[a-z]+:)?(?P<name>\w+)>")
SAMPLES = {
    "message_id": "1", "comment_id": "1", "level_id": "1", "look_id": "1", "letter": "told",
    "code": "001", "urn": "990001", "user_id": "1", "post_id": "1", "secret": "x", "uidb36": "1", "key": "x",
    "form": "csv", "view_id": "1", "area_id": "1", "indicator": "ks2_rwm_expected", "scheme": "primary",
    "strand": "leadership", "judgement_id": "1", "field": "name", "token": "x" * 32, "identity": "x", "edition": "x",
    "round_id": "1", "dispute_id": "1", "part": "county", "person_id": "1", "vacancy_id": "1", "kind": "groups",
    "contact_id": "1", "flag_id": "1", "task_id": "1", "deed": "close",
    "hand_over_id": "1",
}  # fmt: skip


def sample(name):
    """A value for a place: every record is the first of its kind."""
    return "1" if name.endswith("_id") else SAMPLES[name]


def addresses(resolver=None, before=""):
    """Every named address, with a sample in each place."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, before + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            path = before + str(pattern.pattern)
            yield pattern.name, "/" + PLACE.sub(lambda place: sample(place["name"]), path)


ADDRESSES = sorted(addresses())
GUARDED = [(name, path) for name, path in ADDRESSES if name not in OPEN | ONES_OWN]


def test_every_address_has_a_name():
    assert all(name for name, _ in ADDRESSES)
    assert len(GUARDED) > 20


@pytest.mark.parametrize(("name", "path"), [pair for pair in ADDRESSES if pair[0] not in OPEN])
def test_a_visitor_is_sent_to_sign_in(client, name, path):
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 302, name
        assert answer.url.startswith("/sign-in/")


@pytest.mark.parametrize(("name", "path"), GUARDED)
def test_who_holds_no_post_sees_nothing(client, name, path):
    Authority.objects.create(code="001", name="Shire")
    user = people.add_user(
        email="nobody@shire.example", name="No Body", by=people.operator(), at="2026-01-01T00:00Z"
    )
    client.force_login(user)

    for answer in (client.get(path), client.post(path)):
        assert answer.status_code in (403, 404, 405), (name, answer.status_code)


@pytest.mark.parametrize(("name", "path"), GUARDED)
def test_another_authoritys_officer_finds_nothing(client, name, path):
    Authority.objects.create(code="001", name="Shire")
    other = Authority.objects.create(code="002", name="Other Shire")
    user = people.add_user(
        email="chief@other.example", name="Chief", by=people.operator(), at="2026-01-01T00:00Z"
    )
    people.give_post(
        user=user, kind="head-of-service", authority=other, by=people.operator(), at="2026-01-01T00:00Z",
        from_on="2020-01-01",
    )  # fmt: skip
    client.force_login(user)

    for answer in (client.get(path), client.post(path)):
        assert answer.status_code in (404, 405), (name, answer.status_code)
