"""Every page that a head's post opens, in all rooms: nothing restricted or in the making, no other school's name."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from tests.integration.portal.made import HILL, NOW, TOLD_AT

from fingerpost.archive.actions import loading
from fingerpost.archive.models import Rating
from fingerpost.casework.models import Promise
from fingerpost.core.actions import people
from fingerpost.core.models import Authority
from fingerpost.core.roles import ROLES
from fingerpost.evidence.reading.load import Options
from fingerpost.explore.models import Dispute
from fingerpost.monitor.actions import levels
from fingerpost.monitor.models import (
    Contact,
    Flag,
    InspectionFeedback,
    Judgement,
    LiveInspection,
    Note,
    OutcomePrediction,
    RestrictedNote,
    Round,
    RoundComment,
    RoundLevel,
    RoundSchool,
    SecondLook,
    Surfacing,
    Task,
    Visit,
    VisitSchool,
)
from fingerpost.register.models import School

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SECRET = "Quillwort"
OTHERS = range(990002, 990011)
NAME = "Samphire"
TODAY = datetime(2026, 9, 16, 11, tzinfo=UTC)
PLACE = re.compile(r"<(?:[a-z]+:)?(?P<name>\w+)>")
READ = ("text/html", "text/csv", "application/json", "image/svg+xml", "text/calendar")


@pytest.fixture
def world(shire, monkeypatch, tmp_path, request):
    """Ten schools loaded from files and rated: one was told its level, and much is planted that is not for it."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    Authority.objects.filter(pk=shire.pk).update(name="Wrenshire")
    samples = request.config.rootpath / "tests" / "fixtures"
    for name, options in [
        ("gias_schools.csv", Options(as_at=date(2014, 1, 1))),
        ("ofsted_monthly.csv", Options(as_at=date(2014, 5, 31))),
        ("ks2_extract.csv", Options(period="2017")),
    ]:
        loading.load(paths=[samples / name], options=options, by=people.operator(), at=NOW)
    for urn in OTHERS:
        School.objects.filter(pk=urn).update(name=f"{NAME} School {urn}")
    told = _round(shire, date(2026, 7, 1), "closed")
    _tell(told)
    making = _round(shire, date(2026, 8, 31), "commenting")
    _hide(making)
    return Authority.objects.get(pk=shire.pk)


def _round(authority, as_at, stage):
    operator = people.operator()
    run = levels.compute(authority=authority.code, edition="example/2026", as_at=as_at, by=operator, at=NOW)
    held = Round.objects.create(
        authority=authority, name=f"Round of {as_at:%B}", edition="example/2026", rhythm="annual", as_at=as_at,
        judged_since=date(2026, 1, 1), judgements_due_on=as_at, comments_from_on=date(2026, 9, 7),
        comments_to_on=date(2026, 9, 18), moderation_on=date(2026, 9, 22), stage=stage, run=run, opened_by=operator,
        opened_at=NOW, **({"closed_by": operator, "closed_at": NOW} if stage == "closed" else {}),
    )  # fmt: skip
    for row in run.ratings.exclude(level="no_scheme"):
        place, _ = RoundSchool.objects.get_or_create(round=held, urn=row.urn, defaults={"name": row.name})
        RoundLevel.objects.create(school=place, scheme=row.scheme, rating=row, computed=row.level)
    return held


def _tell(held):
    operator = people.operator()
    mine = {"decided_by": operator, "decided_at": NOW, "confirmed_by": operator, "confirmed_at": NOW}
    RoundLevel.objects.filter(school__round=held).update(
        decided="amber", confirmed="amber", reason="Agreed.", **mine
    )
    RoundLevel.objects.filter(school__round=held).exclude(school__urn=HILL).update(reason=SECRET)
    RoundSchool.objects.filter(round=held).update(released_at=TOLD_AT, released_by=operator)


def _hide(making):
    """What was computed and not told is named so that it is found wherever it is shown."""
    run = making.run
    run.levels = [level | {"name": f"{SECRET} {level['name']}", "meaning": SECRET} for level in run.levels]
    run.save()
    Rating.objects.filter(run=run).update(because=[SECRET], direction=SECRET)
    RoundLevel.objects.filter(school__round=making).update(reason=SECRET, direction_because=[SECRET])


@pytest.fixture
def planted(world, holding):
    """Records of every kind that are not for the school."""
    who = holding("adviser")
    here = {"authority": world, "urn": HILL}
    flag = {
        "kind": "complaint",
        "severity": "serious",
        "review_on": date(2026, 12, 1),
        "raised_by": who,
        "raised_at": NOW,
    }
    Flag.objects.create(**here, **flag, words=SECRET, source=SECRET)
    Flag.objects.create(**here, **flag, words=SECRET, source=SECRET, is_restricted=True)
    told = Flag.objects.create(
        **here, **flag, words="The line was busy.", source="Front desk", told_by=who, told_at=NOW
    )
    Surfacing.objects.create(flag=told, source=SECRET, words=SECRET, heard_by=who, heard_at=NOW)
    Contact.objects.create(
        **here, kind="call", made_on=date(2026, 9, 1), words=SECRET, recorded_by=who, recorded_at=NOW
    )
    Task.objects.create(
        **here, words=SECRET, because=SECRET, due_on=date(2026, 12, 1), raised_by=who, raised_at=NOW
    )
    Judgement.objects.create(
        **here,
        edition="example/2026",
        scheme="schools",
        strand="governance",
        level="red",
        reason=SECRET,
        made_on=date(2026, 9, 15),
        made_by=who,
        recorded_by=who,
        recorded_at=NOW,
    )
    OutcomePrediction.objects.create(
        **here,
        framework="report-card",
        grades={"overall": SECRET},
        confidence=60,
        reason=SECRET,
        made_on=date(2026, 9, 1),
        made_by=who,
        recorded_by=who,
        recorded_at=NOW,
    )
    inspection = LiveInspection.objects.create(
        **here,
        kind="full",
        starts_on=date(2026, 9, 15),
        ends_on=date(2026, 9, 16),
        notified_at=NOW,
        notified_by=who,
        notified_on=date(2026, 9, 14),
    )
    InspectionFeedback.objects.create(inspection=inspection, words=SECRET, heard_by=who, heard_at=NOW)
    _visits(world, who)
    _said_by_others(world, who)
    return world


def _visits(world, who):
    said = {
        "authority": world,
        "edition": "example/2026",
        "kind": "kit",
        "kind_name": "Keeping in Touch",
        "adviser": who,
        "planned_on": date(2026, 9, 14),
        "planned_by": who,
        "planned_at": NOW,
        "about": SECRET,
    }
    made = Visit.objects.create(**said, made_on=date(2026, 9, 14), made_by=who, made_at=NOW)
    missed = Visit.objects.create(**said, missed_by=who, missed_at=NOW, missed_reason=SECRET)
    appraisal = Visit.objects.create(**said | {"kind_name": SECRET}, is_appraisal=True, is_evidence=False)
    for visit in (made, missed, appraisal):
        VisitSchool.objects.create(visit=visit, urn=HILL, name="School 0")
    content = {"sections": {"seen": SECRET}, "statements": [], "actions": []}
    Note.objects.create(visit=made, author=who, begun_by=who, begun_at=NOW, version=1, content=content)
    RestrictedNote.objects.create(visit=made, number=1, words=SECRET, written_by=who, written_at=NOW)


def _said_by_others(world, who):
    other = {"authority": world, "urn": OTHERS[0]}
    place = RoundSchool.objects.filter(urn=OTHERS[0]).first()
    RoundComment.objects.create(school=place, words=SECRET, said_by=who, said_at=NOW)
    Promise.objects.create(
        **other,
        side="school",
        words=SECRET,
        owner_name=SECRET,
        agreed_on=date(2026, 9, 1),
        due_on=date(2026, 10, 1),
        made_by=who,
        made_at=NOW,
    )
    Dispute.objects.create(
        **other,
        place_name=NAME,
        indicator="ks2_rwm_expected",
        group="all",
        period="2017",
        shown="1",
        evidence=SECRET,
        state="open",
        raised_by=who,
        raised_at=NOW,
    )
    mine = RoundLevel.objects.filter(school__urn=HILL, school__round__stage="closed").first()
    SecondLook.objects.create(
        level=mine,
        words="Look again.",
        asked_by=who,
        asked_at=NOW,
        found="green",
        found_reason=SECRET,
        found_by=who,
        found_at=NOW,
    )


def addresses(resolver=None, before=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, before + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield "/" + before + str(pattern.pattern)


VALUES = {
    "code": ["001"], "urn": [str(HILL), str(OTHERS[0])], "form": ["csv"], "indicator": ["ks2_rwm_expected"],
    "scheme": ["schools", "eyfs"], "kind": ["groups"], "part": ["county"],
}  # fmt: skip


def filled(address):
    """The address with every value that its places may have; of records, the first few."""
    found = PLACE.search(address)
    if not found:
        yield address
        return
    name = found["name"]
    for value in VALUES.get(name, ["1", "2", "3"] if name.endswith("_id") else ["x"]):
        yield from filled(address.replace(found[0], value, 1))


@pytest.mark.parametrize("kind", ["chair", "clerk", "trust-chief-executive"])
def test_nobody_of_a_school_may_do_more_than_its_head(kind):
    assert ROLES[kind].permissions <= ROLES["head"].permissions


def test_no_page_that_a_head_opens_shows_what_is_not_for_the_school(client, planted, holding, on):
    on(TODAY.date())
    client.force_login(holding("head", [HILL]))
    client.raise_request_exception = False
    opened, leaks = [], []
    for address in sorted({path for pattern in addresses() for path in filled(pattern)}):
        answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].split(";")[0] in READ:
            said = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
            opened.append(address)
            leaks += [f"{address} shows {word}" for word in _found(said)]

    assert len(opened) > 20
    assert not leaks, "\n".join(leaks)


def _found(said):
    words = {SECRET: SECRET, NAME: NAME}
    yield from (word for word, text in words.items() if text in said)
    yield from sorted(set(re.findall(r"School [1-9]\b", said)))
