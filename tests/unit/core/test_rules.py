"""Who may do what, decided without a database."""

from dataclasses import dataclass

import pytest

from fingerpost.core.roles import OFFERED, ROLES
from fingerpost.core.rules import (
    HeldPost,
    NotAllowed,
    Permission,
    can_manage_people,
    check_permission,
    has_permission,
    is_within_scope,
    schools_within,
)


@dataclass
class Somebody:
    posts: list
    is_active: bool = True

    def posts_held(self):
        return self.posts


def holding(kind, authority="873", urns=None):
    return Somebody([HeldPost(kind, ROLES[kind].permissions, authority, urns)])


HEAD = holding("head", urns=frozenset({110_001}))
ADVISER = holding("adviser")

CASES = [
    (None, Permission.SCHOOLS_SEE, "873", None, False),
    (Somebody([]), Permission.SCHOOLS_SEE, "873", None, False),
    (ADVISER, Permission.JUDGEMENT_RECORD, "873", 110_001, True),
    (ADVISER, Permission.JUDGEMENT_RECORD, "895", 110_001, False),
    (ADVISER, Permission.DATA_WITHDRAW, "873", None, False),
    (HEAD, Permission.SCHOOLS_SEE, "873", 110_001, True),
    (HEAD, Permission.SCHOOLS_SEE, "873", 110_002, False),
    (HEAD, Permission.INDICATIVE_SEE, "873", 110_001, False),
    (holding("operator", authority=None), Permission.JUDGEMENT_RECORD, "895", 110_001, True),
    (holding("system-administrator", authority=None), Permission.JUDGEMENT_RECORD, "895", 1, False),
]


@pytest.mark.parametrize(("user", "permission", "authority", "urn", "expected"), CASES)
def test_a_post_grants_what_it_lists_within_its_scope(user, permission, authority, urn, expected):
    assert has_permission(user, permission, authority=authority, urn=urn) is expected


def test_someone_who_has_left_may_do_nothing():
    left = Somebody(ADVISER.posts, is_active=False)

    assert not has_permission(left, Permission.SCHOOLS_SEE, authority="873")


def test_a_refusal_says_what_was_refused():
    with pytest.raises(NotAllowed, match="withdraw a file"):
        check_permission(ADVISER, Permission.DATA_WITHDRAW, authority="873")


def test_a_school_is_asked_about_with_its_authority():
    with pytest.raises(ValueError, match="together with its authority"):
        has_permission(ADVISER, Permission.SCHOOLS_SEE, urn=110_001)


def test_another_school_is_outside_a_heads_scope():
    assert is_within_scope(HEAD, authority="873", urn=110_001)
    assert not is_within_scope(HEAD, authority="873", urn=110_002)


def test_schools_within_are_all_or_those_named():
    assert schools_within(ADVISER, Permission.SCHOOLS_SEE, authority="873") is None
    assert schools_within(HEAD, Permission.SCHOOLS_SEE, authority="873") == {110_001}
    assert schools_within(HEAD, Permission.SCHOOLS_SEE, authority="895") == frozenset()


@pytest.mark.parametrize(
    ("user", "authority", "expected"),
    [
        (holding("head-of-service"), "873", True),
        (holding("head-of-service"), None, False),
        (holding("operator", authority=None), None, True),
        (ADVISER, "873", False),
    ],
)
def test_people_are_managed_only_where_a_post_reaches(user, authority, expected):
    assert can_manage_people(user, authority) is expected


@pytest.mark.parametrize("kind", ["head", "chair", "clerk", "trust-chief-executive", "elected-member"])
def test_no_level_reaches_a_school_or_a_member_before_it_is_confirmed(kind):
    assert Permission.INDICATIVE_SEE not in ROLES[kind].permissions


def test_nobody_is_given_the_operators_post_by_hand():
    assert "operator" not in OFFERED


def test_every_post_says_what_it_is_for():
    assert all(role.name and role.description.endswith(".") for role in ROLES.values())
