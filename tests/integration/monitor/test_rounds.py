"""A round of rating, from opening to the last second look, on schools loaded from the samples."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fingerpost.archive.actions import loading
from fingerpost.archive.queries import editions
from fingerpost.core.actions import people, terms
from fingerpost.core.calendar import Term
from fingerpost.core.models import AuditEvent
from fingerpost.core.rules import NotAllowed
from fingerpost.evidence.reading.load import Options
from fingerpost.monitor.actions import record_judgement, rounds
from fingerpost.monitor.models import Round, RoundSchool
from fingerpost.monitor.queries import rounds as queries
from fingerpost.monitor.rules import STAGES, Days, NotARound
from fingerpost.register.models import School
from fingerpost.strategy.edition import Enough

CUT_OFF = date(2026, 7, 17)
OPENED = datetime(2026, 9, 7, 9, tzinfo=UTC)
DAYS = Days(
    as_at=CUT_OFF, judged_since=date(2025, 9, 1), judgements_due_on=date(2026, 9, 18),
    comments_from_on=date(2026, 9, 21), comments_to_on=date(2026, 10, 2), moderation_on=date(2026, 10, 8),
)  # fmt: skip
COMMENTING = datetime(2026, 9, 22, 10, tzinfo=UTC)
MODERATING = datetime(2026, 10, 8, 10, tzinfo=UTC)
TOLD = datetime(2026, 10, 12, 10, tzinfo=UTC)
PANEL = ["Ada Chief", "Ben Senior"]
URN = 990001

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def rubric(monkeypatch, edition):
    """An edition in which one judgement is enough, found under its code."""
    scheme = edition.schemes[0]
    enough = Enough(families=("leadership",), more_families=0, share=0.5)
    made = replace(edition, schemes=(replace(scheme, enough=enough),))
    monkeypatch.setattr(editions, "edition", lambda code: made)
    return made


@pytest.fixture
def county(shire, rubric, monkeypatch, tmp_path, request):
    """Ten schools of which the primaries are rated."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    sample = request.config.rootpath / "tests" / "fixtures" / "gias_schools.csv"
    loading.load(paths=[sample], options=Options(as_at=date(2014, 1, 1)), by=people.operator(), at=OPENED)
    terms.set_terms(
        authority=shire, by=people.operator(), at=OPENED,
        terms=[Term(date(2026, 9, 2), date(2026, 12, 18), "Autumn", date(2026, 10, 26), date(2026, 10, 30)),
               Term(date(2027, 1, 5), date(2027, 3, 25), "Spring", date(2027, 2, 15), date(2027, 2, 19))],
    )  # fmt: skip
    return shire


@pytest.fixture
def chief(holding):
    return holding("head-of-service")


@pytest.fixture
def school_adviser(holding, county):
    return holding("adviser", urns=[URN])


@pytest.fixture
def head(holding):
    return holding("head", urns=[URN], sees_all=False)


@pytest.fixture
def judge(school_adviser, rubric):
    def make(urn=URN, level="amber", on=date(2026, 9, 10), by=school_adviser):
        return record_judgement(
            authority="001", urn=urn, edition=rubric, scheme="primary", strand="leadership", level=level,
            reason="Seen on two visits.", by=by, at=datetime(2026, 10, 9, 17, tzinfo=UTC), made_on=on,
        )  # fmt: skip

    return make


@pytest.fixture
def opened(county, chief, school_adviser):
    return rounds.open_round(
        authority="001",
        name="Summer 2026",
        edition="shire/2026",
        rhythm="annual",
        days=DAYS,
        by=chief,
        at=OPENED,
    )


@pytest.fixture
def at_stage(opened, chief):
    """Bring the round to a stage, each stage on its day."""

    def go(stage):
        days = {"commenting": COMMENTING, "moderating": MODERATING, "confirming": MODERATING, "telling": TOLD}
        held = Round.objects.get(pk=opened.pk)
        for to, at in days.items():
            if STAGES.index(to) <= STAGES.index(held.stage):
                continue
            if held.stage == stage:
                break
            if to == "telling":
                rounds.confirm(held=held, by=chief, at=at)
            held = rounds.move_on(held=held, to=to, by=chief, at=at)
        return held

    return go


def level_of(held, urn=URN):
    return held.schools.get(urn=urn).levels.get()


def tell(held):
    """As telling does, for schools that have been told."""
    at = TOLD
    held.schools.filter(frozen_at=None).update(released_at=at, released_by=people.operator())


def decide(level, chief, decided="amber", reason="", present=PANEL):
    return rounds.decide(
        level=level, decided=decided, reason=reason, present=present, by=chief, at=MODERATING
    )


def test_a_round_takes_up_every_school_that_the_edition_has_a_scheme_for(opened, chief, school_adviser):
    school = opened.schools.get(urn=URN)

    assert school.adviser == school_adviser
    assert level_of(opened).computed == "not_enough_evidence"
    assert queries.status(chief, opened) == {
        "round": "Summer 2026", "stage": "judging", "as_at": "2026-07-17", "schools": opened.schools.count(),
        "judgements": {"due": opened.schools.count(), "done": 0}, "moderated": 0, "confirmed": 0, "told": 0,
    }  # fmt: skip


def test_a_second_round_waits_until_the_first_is_closed(opened, chief):
    with pytest.raises(NotARound, match="Summer 2026 is still open"):
        rounds.open_round(
            authority="001", name="Autumn", edition="shire/2026", rhythm="termly",
            days=replace(DAYS, as_at=date(2026, 9, 1)), by=chief, at=OPENED,
        )  # fmt: skip


def test_an_adviser_opens_no_round(county, school_adviser):
    with pytest.raises(NotAllowed):
        rounds.open_round(
            authority="001", name="Mine", edition="shire/2026", rhythm="annual", days=DAYS, by=school_adviser,
            at=OPENED,
        )  # fmt: skip
    assert not Round.objects.exists()


def test_judgements_made_in_the_round_are_done_and_count_after_the_cut_off(judge, at_stage, opened, chief):
    judge()

    waiting = next(one for one in queries.owed(chief, opened) if one.urn == URN)
    level = level_of(at_stage("commenting"))

    assert (waiting.due, waiting.done) == (1, 1)
    assert level.computed == "amber"
    assert level.rating.run.judged_by == date(2026, 9, 22)


def test_levels_are_computed_again_only_when_something_has_changed(judge, at_stage, chief):
    held = at_stage("commenting")
    first = held.run_id

    rounds.compute_again(held=held, by=chief, at=COMMENTING)
    unchanged = Round.objects.get(pk=held.pk).run_id
    judge(on=date(2026, 9, 22))
    rounds.compute_again(held=held, by=chief, at=COMMENTING)

    assert unchanged == first
    assert Round.objects.get(pk=held.pk).run_id != first


def test_a_judgement_of_an_earlier_year_is_still_owed(judge, opened, chief):
    judge(on=date(2025, 8, 31))

    assert next(one for one in queries.owed(chief, opened) if one.urn == URN).done == 0


def test_a_head_comments_while_the_window_is_open_and_not_after(at_stage, head):
    held = at_stage("commenting")

    rounds.comment(
        school=held.schools.get(urn=URN), words="The figure for writing is wrong.", by=head, at=COMMENTING
    )

    with pytest.raises(NotARound, match="window"):
        rounds.comment(
            school=held.schools.get(urn=URN), words="Late", by=head, at=COMMENTING + timedelta(days=20)
        )


def test_a_head_comments_on_no_other_school(at_stage, head):
    held = at_stage("commenting")
    other = held.schools.exclude(urn=URN).first()

    with pytest.raises(NotAllowed):
        rounds.comment(school=other, words="Ours is better.", by=head, at=COMMENTING)


def test_a_comment_is_taken_back_on_the_day_and_answered_by_an_adviser(at_stage, head, school_adviser):
    school = at_stage("commenting").schools.get(urn=URN)
    first = rounds.comment(school=school, words="Sent too soon.", by=head, at=COMMENTING)
    second = rounds.comment(school=school, words="We disagree.", by=head, at=COMMENTING)

    rounds.take_back_comment(comment=first, by=head, at=COMMENTING)
    rounds.answer_comment(comment=second, words="We looked again.", by=school_adviser, at=MODERATING)

    kept = queries.comments_of_school(head, "001", URN)
    assert {(row.words, row.answer, row.undone_at is None) for row in kept} == {
        ("Sent too soon.", "", False), ("We disagree.", "We looked again.", True),
    }  # fmt: skip


def test_the_meeting_sees_the_hard_ones_first(judge, at_stage, head, chief):
    judge()
    held = at_stage("commenting")
    rounds.comment(school=held.schools.get(urn=URN), words="We disagree.", by=head, at=COMMENTING)

    items = queries.moderation(chief, at_stage("moderating"))

    thin = [item for item in items if item.hard == ["thin"]]
    assert items[0].urn == URN
    assert items[0].hard[0] == "argued"
    assert len(thin) == len(items) - 1


def test_a_level_departs_one_from_the_computed_with_a_reason_and_shows_both(judge, at_stage, chief):
    judge()
    level = level_of(at_stage("moderating"))

    with pytest.raises(NotARound, match="Say why"):
        decide(level, chief, "green")
    decided = decide(level, chief, "green", "The new head has turned it round.")

    assert (decided.computed, decided.decided, decided.is_override) == ("amber", "green", True)


def test_nobody_decides_alone(judge, at_stage, chief):
    judge()

    with pytest.raises(NotARound, match="Say who was there"):
        decide(level_of(at_stage("moderating")), chief, present=[" "])


def test_two_levels_are_moved_by_the_head_of_service_alone(judge, at_stage, chief, holding):
    judge(level="red")
    level = level_of(at_stage("moderating"))

    with pytest.raises(NotARound, match="two only by the head of service"):
        decide(level, holding("area-senior-adviser"), "green", "Visited.")
    assert decide(level, chief, "green", "Visited.").decided == "green"


def test_a_decision_on_nothing_is_refused(at_stage, chief):
    with pytest.raises(NotARound, match="Record the judgements"):
        decide(level_of(at_stage("moderating")), chief, "green", "A good school.")


def test_a_decision_falls_when_what_it_was_computed_from_changes(judge, at_stage, chief):
    judge()
    held = at_stage("moderating")
    decide(level_of(held), chief, "green", "Visited.")
    judge(level="red", on=date(2026, 10, 8))

    again = rounds.compute_again(held=held, by=chief, at=MODERATING + timedelta(hours=8))

    level = level_of(held)
    assert [row.school.urn for row in again] == [URN]
    assert (level.computed, level.decided) == ("red", "")


def test_plain_levels_are_accepted_together(at_stage, chief):
    held = at_stage("moderating")
    levels = [item.level.pk for item in queries.moderation(chief, held)]

    count = rounds.accept_computed(held=held, levels=levels, present=PANEL, by=chief, at=MODERATING)

    assert count == len(levels)
    assert queries.progress(chief, held).decided == held.schools.count()


def test_an_adviser_confirms_nothing(at_stage, school_adviser):
    held = at_stage("confirming")

    with pytest.raises(NotAllowed):
        rounds.confirm(held=held, by=school_adviser, at=MODERATING)
    assert not held.schools.exclude(levels__confirmed="").exists()


def test_schools_are_told_only_when_all_levels_are_confirmed(at_stage, chief):
    held = at_stage("confirming")

    with pytest.raises(NotARound, match="not confirmed yet"):
        rounds.move_on(held=held, to="telling", by=chief, at=TOLD)


def test_no_level_reaches_a_head_before_it_is_told(judge, at_stage, chief, head):
    judge()
    held = at_stage("telling")

    before = queries.confirmed(head, "001", urns=[URN])
    tell(held)
    after = queries.confirmed(head, "001", urns=[URN])

    assert before == []
    assert [(row.urn, row.level) for row in after] == [(URN, "amber")]
    assert {row.urn for row in queries.confirmed(head, "001")} == {URN}
    assert len(queries.confirmed(chief, "001")) == held.schools.count()


def test_a_round_closes_when_everybody_has_been_told(at_stage, chief):
    held = at_stage("telling")

    with pytest.raises(NotARound, match="not been told yet"):
        rounds.move_on(held=held, to="closed", by=chief, at=TOLD)
    tell(held)
    rounds.move_on(held=held, to="closed", by=chief, at=TOLD)

    assert Round.objects.get(pk=held.pk).closed_by == chief


def test_a_round_is_reopened_with_a_reason_that_stays_on_record(at_stage, chief):
    held = at_stage("telling")

    with pytest.raises(NotARound, match="Say why"):
        rounds.reopen(held=held, to="moderating", reason=" ", by=chief, at=TOLD)
    rounds.reopen(held=held, to="moderating", reason="A file was wrong.", by=chief, at=TOLD)

    assert Round.objects.get(pk=held.pk).stage == "moderating"
    assert AuditEvent.objects.filter(verb="round reopened", detail__reason="A file was wrong.").exists()


def test_stages_are_not_left_out(opened, chief):
    with pytest.raises(NotARound, match="stage after it"):
        rounds.move_on(held=opened, to="telling", by=chief, at=TOLD)


def test_a_school_that_closes_in_mid_round_is_frozen_and_not_asked_for(judge, at_stage, opened, chief):
    School.objects.filter(pk=URN).update(closed_on=date(2026, 9, 15))

    held = at_stage("telling")
    frozen = held.schools.get(urn=URN)

    assert frozen.frozen_reason.startswith("It closed while the round was open")
    assert level_of(held).confirmed == ""
    assert URN not in {one.urn for one in queries.owed(chief, held)}
    assert URN not in {item.urn for item in queries.moderation(chief, held)}


def test_a_school_that_closes_before_it_is_told_does_not_keep_the_round_open(judge, at_stage, chief):
    held = at_stage("telling")
    held.schools.exclude(urn=URN).update(released_at=TOLD, released_by=people.operator())
    School.objects.filter(pk=URN).update(closed_on=date(2026, 10, 10))

    rounds.move_on(held=held, to="closed", by=chief, at=TOLD)

    assert held.schools.get(urn=URN).frozen_at == TOLD
    assert held.schools.filter(frozen_at=None, released_at=TOLD).count() == held.schools.count() - 1


def test_a_second_look_is_asked_for_within_ten_school_days_of_being_told(judge, at_stage, head):
    judge()
    held = at_stage("telling")
    level = level_of(held)
    tell(held)

    # Ten school days from 12 October: the half-term holiday does not count.
    last_day = datetime(2026, 11, 2, 15, tzinfo=UTC)
    with pytest.raises(NotARound, match="until 2 November 2026"):
        rounds.ask_second_look(
            level=level, words="Please look again.", by=head, at=last_day + timedelta(days=1)
        )
    assert rounds.ask_second_look(level=level, words="Please look again.", by=head, at=last_day).pk


def test_a_second_look_waits_until_the_school_was_told(judge, at_stage, head):
    judge()

    with pytest.raises(NotARound, match="once the school has been told"):
        rounds.ask_second_look(level=level_of(at_stage("telling")), words="Why?", by=head, at=TOLD)


def test_a_second_look_is_taken_by_somebody_who_had_no_part_in_the_first(
    judge, at_stage, head, school_adviser, holding, chief
):
    judge()
    held = at_stage("telling")
    tell(held)
    look = rounds.ask_second_look(level=level_of(held), words="Please look again.", by=head, at=TOLD)
    other = holding("area-senior-adviser")

    with pytest.raises(NotARound, match="no part in the first"):
        rounds.find_second_look(look=look, found="amber", reason="As before.", by=school_adviser, at=TOLD)
    rounds.find_second_look(look=look, found="green", reason="The books show it.", by=other, at=TOLD)
    rounds.confirm(held=held, by=chief, at=TOLD)

    level = level_of(held)
    assert (level.computed, level.confirmed) == ("amber", "green")
    assert level.reason == "Second look: The books show it."
    assert held.schools.get(urn=URN).released_at is None, "another level is told anew"


def test_the_pages_of_a_round_ask_as_many_questions_whatever_the_number_of_schools(opened, chief):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as few:
            queries.progress(chief, opened)
            queries.moderation(chief, opened)
            queries.schools(chief, opened)
            queries.confirmed(chief, "001")
        return len(few)

    asked()  # What the strands of a run are is asked once and remembered.
    many = asked()
    RoundSchool.objects.filter(pk__in=list(opened.schools.values_list("pk", flat=True)[2:])).delete()

    assert asked() == many
