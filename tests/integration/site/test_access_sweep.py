"""One sweep over every address and every kind of post: outside one's scope 404, inside it without the permission 403.

Each address is filled with records that are there: of one's own school, of another school of the authority, of another
authority. To add a page whose address holds a new kind of argument, say in `access_records` what it names.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.template import loader
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from tests.integration.site.access_records import NEW_ARGUMENT, PLACELESS, World, is_record

from fingerpost.core import permissions
from fingerpost.core.roles import OFFERED

pytestmark = pytest.mark.django_db

BEHIND_THE_DOOR = 500
OWN, OTHER, ELSEWHERE, FOREIGN = (
    "own school",
    "another school",
    "another authority",
    "another authority's record",
)
#: Pages that ask for more than their permission, or of whose parts some are not for everybody who may open them.
MORE_IS_ASKED: dict[str, str] = {
    **dict.fromkeys(
        ("return_results", "return_results_export", "return_chart", "return_school", "return_template", "return_drop",
         "return_undo", "return_upload"), "What a school predicts is for its officers and for itself.",
    ),
    **dict.fromkeys(("flag", "flag_act"), "A school sees what it was told of, and others nothing."),
    "dispute": "A dispute is for officers and for its school.",
    "promise_act": "Seeing promises is one thing, keeping them another.",
    "inspection_predict_undo": "A prediction is taken back by whoever made it.",
    "visits_school": "A school sees the visits that it was told of.",
    "task_done": "A task is done by its owner, or by whoever substantiates what is heard.",
    "week_of": "Somebody else's week is for who leads advisers.",
}  # fmt: skip
#: Pages that are not there in a world of three schools without a file: what they show is not loaded, or not yet so far.
_NO_FILE, _NO_RATING, _NOT_SO_FAR = "no file is loaded", "no levels are computed", "the record is not so far"
HOLLOW: dict[str, str] = {
    **dict.fromkeys(
        ("snapshot", "withdraw", "upload_preview", "upload_accept", "pupils_preview", "pupils_accept", "pupils_file",
         "pupils_withdraw", "pupils_year", "pupils_correct", "pupils_delete", "pupils_discard", "upload_discard",
         "figure", "explore_figure", "explore_chart", "explore_export", "explore_similar_chart",
         "explore_similar_export", "missed_chart", "missed_export", "profile_export", "profile_trend", "school_chart",
         "tables_export", "dispute_raise", "brief_printed", "return_chart", "return_results", "return_results_export",
         "headlines_school", "explore_school"), _NO_FILE,
    ),
    **dict.fromkeys(
        ("judge", "judge_undo", "strategy_scheme", "strategy_examples", "my_school_why", "my_school_second_look",
         "my_school_scheme", "my_school_explained", "strategy_letter"), _NO_RATING,
    ),
    **dict.fromkeys(
        ("correct_take_back", "return_drop", "return_undo", "return_upload", "return_template", "return_school",
         "my_school_round", "my_school_comment", "my_school_comment_take_back"), _NOT_SO_FAR,
    ),
    **dict.fromkeys(
        ("note", "note_document", "note_act", "note_answer", "note_answer_undo", "visit", "visit_act", "watch_act",
         "inspection_act", "round_telling_act", "round_letter", "meeting_minutes", "inspection_known_export",
         "inspection_known_picture", "my_school_road_map", "my_school_letter", "my_school_letter_pdf",
         "consistency_picture"), _NOT_SO_FAR,
    ),
    "view_drop": "A view is its keeper's own.",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """A page: its name, the arguments of its address, and the permission that it asks for."""

    name: str
    arguments: tuple[str, ...]
    route: str
    permission: object

    @property
    def names_a_record(self) -> bool:
        """Whether the address names something that is a school's or an authority's."""
        return any(is_record(self.name, argument) for argument in self.arguments)


def addresses(resolver=None, before=""):
    """Every page under an authority."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route)
        elif isinstance(pattern, URLPattern) and "<authority:code>" in route:
            found = tuple(name for name in pattern.pattern.converters if name != "code")
            yield Address(pattern.name, found, route, getattr(pattern.callback, "permission", None))


#: A key of its own opens these, whoever comes: calendars ask for one that nobody can guess.
BY_KEY = {"secret"}
EVERY = sorted(addresses(), key=lambda address: address.name)
ADDRESSES = [address for address in EVERY if not BY_KEY & set(address.arguments)]


def test_every_page_of_an_authority_asks_for_a_permission():
    assert [address.name for address in ADDRESSES if address.permission is None] == []


def test_every_argument_of_an_address_names_a_record_that_the_sweep_can_make():
    unknown = {
        f"{address.name}: {argument}"
        for address in ADDRESSES
        for argument in address.arguments
        if not is_record(address.name, argument) and argument not in PLACELESS
    }

    assert not unknown, NEW_ARGUMENT.format(", ".join(sorted(unknown)))


@pytest.fixture
def bare(monkeypatch):
    """Answers without their pages: who may open what does not hang on how it looks."""
    monkeypatch.setattr(loader, "render_to_string", lambda *_, **__: "")


@pytest.fixture
def world(bare):
    return World()


class Through(Exception):
    """A page's permission was asked for and given."""


@pytest.fixture
def door(monkeypatch):
    """A door that can be told to stay at the threshold: what lies behind is opened once for each audience."""
    asked = permissions.check_permission
    stays = {"at": False}

    def check(*arguments, **named):
        asked(*arguments, **named)
        if stays["at"]:
            raise Through

    monkeypatch.setattr(permissions, "check_permission", check)
    return stays


OPENED: set[tuple[str, object]] = set()


@pytest.mark.parametrize("kind", OFFERED)
def test_a_post_opens_what_it_permits_within_its_scope_and_nothing_else(world, door, kind):
    user, role, wrong = world.holder(kind), OFFERED[kind], []
    for address in ADDRESSES:
        for target, path in world.paths(address):
            door["at"] = target == OWN and (address.name, role.audience) in OPENED
            wrong += [
                f"{method} {path}: {status}, of {target}; should be {said}"
                for method, status in _asked(user, path, deep=address.names_a_record and target != ELSEWHERE)
                if (said := _amiss(status, address, role, target))
            ]
        if address.permission in role.permissions:
            OPENED.add((address.name, role.audience))

    assert not wrong, "\n" + "\n".join(wrong)


def _asked(user, path, *, deep=False):
    """The answers to reading and to sending nothing; whatever they do is undone.

    Both knock at one door: where it stays shut to reading, sending is not tried.
    """
    match = resolve(path)
    for method in ("get", "post"):
        point = transaction.savepoint()
        status = _answer(user, path, match, method)
        transaction.savepoint_rollback(point)
        yield method.upper(), status
        if status in (403, 404) and not deep:
            return


def _answer(user, path, match, method):
    """The page called as the site calls it, past what it does for every page."""
    request = getattr(RequestFactory(), method)(path)
    request.user, request.session, request.resolver_match = user, SessionStore(), match
    request._messages, request._dont_enforce_csrf_checks = CookieStorage(request), True
    try:
        return match.func(request, *match.args, **match.kwargs).status_code
    except Through:
        return 200
    except Http404:
        return 404
    except PermissionDenied:
        return 403
    except Exception:
        # Behind its door a page may stumble over records that hold no more than they must: other tests see to that.
        return BEHIND_THE_DOOR


def _amiss(status, address, role, target):
    """What the answer should have been; nothing when it is right."""
    if status == 405:
        return ""
    may = address.permission in role.permissions
    if target == ELSEWHERE:
        return "" if status == 404 else "404"
    if target == OTHER and "urn" in address.arguments:
        return "" if status == 404 else "404"
    if not may:
        return "" if status in (403, 404) and (status == 403 or address.names_a_record) else "403"
    if target in (OTHER, FOREIGN):
        return "" if status == 404 else "404"
    if status in (403, 404) and address.name in MORE_IS_ASKED:
        return ""
    if status == 404 and address.name in HOLLOW:
        return ""
    return "" if status in (200, 302, 400, BEHIND_THE_DOOR) else "a page"


def test_who_holds_no_post_finds_nothing(world):
    found = {
        path: status
        for address in ADDRESSES
        for _, path in world.paths(address)
        for _, status in _asked(world.nobody, path)
        if status not in (404, 405)
    }

    assert not found


def test_a_wrong_key_opens_nothing(world):
    for address in EVERY:
        if BY_KEY & set(address.arguments):
            path = reverse(address.name, kwargs={"code": "001", "secret": "x" * 43})
            assert Client().get(path).status_code in (404, 410), address.name


def test_who_is_signed_out_is_sent_to_sign_in(world):
    client = Client()

    for address in ADDRESSES:
        for _, path in world.paths(address):
            assert client.get(path).status_code == client.post(path).status_code == 302, path


def test_every_exception_is_of_a_page_that_is_there():
    assert {*MORE_IS_ASKED, *HOLLOW} <= {address.name for address in ADDRESSES}
