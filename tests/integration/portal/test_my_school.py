"""A school's own pages: what it was told, what it may say, and nothing of a level in the making."""

from datetime import date

import pytest
from tests.integration.portal.made import HILL, TOLD_AT, VALE, strand

from fingerpost.casework.actions import promises
from fingerpost.monitor.models import Note, RoundComment, SecondLook, Visit, VisitSchool

pytestmark = pytest.mark.django_db

IN_WINDOW, AFTER = date(2026, 9, 10), date(2026, 9, 16)


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))


@pytest.fixture
def head(holding):
    return holding("head", [HILL])


def test_a_head_lands_on_their_own_school(client, rounds, head):
    rounds()
    client.force_login(head)

    assert client.get("/", follow=True).redirect_chain[-1][0] == f"/001/my-school/{HILL}/"
    assert client.get(f"/001/my-school/{VALE}/").status_code == 404


def test_a_chief_executive_chooses_among_the_schools_of_the_trust(page_of, rounds, holding, on):
    on(AFTER)
    rounds(stage="telling", levels={HILL: ("amber", "amber"), VALE: ("red", "red")}, told_at=TOLD_AT)
    said = page_of(holding("trust-chief-executive", [HILL, VALE]), "/001/my-school/")

    assert "Hill Primary School" in said
    assert "Vale of Larks" in said
    assert said.count("told 10 September 2026") == 2


def test_an_officer_is_told_that_the_page_is_the_schools(page_of, schools, holding):
    assert "does not let you" in page_of(holding("adviser"), f"/001/my-school/{HILL}/", 403)


def test_a_school_that_was_told_nothing_reads_how_and_when_it_will_be(page_of, schools, head):
    said = page_of(head, f"/001/my-school/{HILL}/")

    assert "has not been told a level yet" in said
    assert "Nothing is asked of you at the moment" in said
    assert "None yet" in said


def test_a_level_is_shown_with_the_computed_one_and_the_reason_for_ever(page_of, rounds, head, on):
    on(AFTER)
    rounds(
        stage="telling",
        levels={HILL: ("red", "amber")},
        told_at=TOLD_AT,
        reason="Two new leaders are in post.",
    )
    said = page_of(head, f"/001/my-school/{HILL}/")

    assert "The rules alone gave <strong>red</strong>" in said
    assert "Two new leaders are in post." in said
    assert "Improving" in said
    assert "Targeted support" in said


def test_why_tells_each_strand_with_its_sentence_figure_source_and_what_would_change_it(
    page_of, rounds, head, on
):
    on(AFTER)
    held = rounds(stage="telling", levels={HILL: ("amber", "amber")}, told_at=TOLD_AT)
    level = held.schools.get().levels.get()
    said = page_of(head, f"/001/my-school/{HILL}/why/{level.pk}/")

    assert "Attainment is uneven." in said
    assert "2 more pupils" in said
    assert "ks2.csv, row 2" in said
    assert "known 14 Jul 26" in said
    assert "Judged by Ada Adviser, 12 June 2026." in said
    assert "Seen: progress in every class." in said
    assert "indicator=ks2_rwm_expected" in said


def test_in_the_window_a_school_reads_its_strands_and_no_level(page_of, rounds, head, on):
    on(IN_WINDOW)
    rounds(levels={HILL: ("amber", "")})
    said = page_of(head, f"/001/my-school/{HILL}/round/")

    assert "Attainment is uneven." in said
    assert "Seen: progress in every class." in said
    for word in ("Amber", "amber", "fp-mark", "Green", "Red", "Targeted"):
        assert word not in said


@pytest.mark.parametrize("stage", ["judging", "commenting", "moderating", "confirming", "telling"])
def test_no_page_of_a_school_shows_a_level_that_it_was_not_told(page_of, rounds, head, on, stage):
    on(IN_WINDOW)
    held = rounds(stage=stage, levels={HILL: ("amber", "amber" if stage == "telling" else "")})
    level = held.schools.get().levels.get()

    said = page_of(head, f"/001/my-school/{HILL}/") + page_of(head, f"/001/my-school/{HILL}/round/")
    page_of(head, f"/001/my-school/{HILL}/why/{level.pk}/", 404)
    page_of(head, f"/001/my-school/{HILL}/second-look/{level.pk}/", 404)
    assert "mber<" not in said
    assert "Targeted" not in said


def test_a_level_stays_told_and_what_is_in_the_making_stays_out_when_a_round_is_reopened(
    page_of, rounds, head, on
):
    on(AFTER)
    held = rounds(stage="moderating", levels={HILL: ("red", "amber")}, told_at=TOLD_AT)
    held.reopened_reason, held.reopened_at, held.reopened_by = "A file was withdrawn.", TOLD_AT, head
    held.save()
    said = page_of(head, f"/001/my-school/{HILL}/")

    assert "Amber" in said
    assert "A file was withdrawn." in said
    assert "fp-mark--worst" not in said
    assert "The rules" not in said
    page_of(head, f"/001/my-school/{HILL}/why/{held.schools.get().levels.get().pk}/", 404)


def test_the_indicative_level_stays_with_officers_where_evidence_was_not_enough(page_of, rounds, head, on):
    on(AFTER)
    few = [strand("Attainment", "results", "amber"), strand("Progress", "results", None),
           strand("Governance", "leading", None)]  # fmt: skip
    held = rounds(stage="telling", levels={HILL: ("not_enough_evidence",) * 2}, told_at=TOLD_AT, strands=few)
    level = held.schools.get().levels.get()
    why, walk = (
        page_of(head, f"/001/my-school/{HILL}/why/{level.pk}/"),
        page_of(head, f"/001/my-school/{HILL}/how-it-works/"),
    )

    assert "Not enough evidence" in why
    assert "ndicative" not in why + walk
    assert "judgement of this is recorded yet." in why
    assert "so the rules gave <strong>no level</strong>" in walk


def test_a_restricted_floor_is_not_named(page_of, rounds, head, on):
    on(AFTER)
    held = rounds(stage="telling", levels={HILL: ("red", "red")}, told_at=TOLD_AT, floor="unsafe")
    said = page_of(head, f"/001/my-school/{HILL}/why/{held.schools.get().levels.get().pk}/")

    assert "Pupils unsafe" not in said
    assert "Pupils are not safe" not in said
    assert "told to you in person" in said


def test_a_school_comments_in_the_window_and_takes_it_back_the_same_day(client, page_of, rounds, head, on):
    on(IN_WINDOW)
    rounds()
    path = f"/001/my-school/{HILL}/round/"
    client.force_login(head)

    assert "Write" in client.post(f"{path}comment/", {"words": " "}).content.decode()
    client.post(f"{path}comment/", {"strand": "progress", "words": "Two pupils came in May."})
    comment = RoundComment.objects.get()
    assert (comment.strand, comment.said_by) == ("progress", head)
    assert "Two pupils came in May." in page_of(head, path)

    client.post(f"{path}comments/{comment.pk}/take-back/")
    assert "Two pupils came in May." not in page_of(head, path)


def test_a_comment_that_may_name_a_child_is_asked_about(client, rounds, head, on):
    on(IN_WINDOW)
    rounds()
    client.force_login(head)

    said = client.post(f"/001/my-school/{HILL}/round/comment/", {"words": "Ask about Jayden Smithers."})

    assert "may name a child" in said.content.decode()
    assert not RoundComment.objects.exists()


def test_after_the_window_nothing_can_be_said(client, page_of, rounds, head, on):
    on(date(2026, 9, 21))
    rounds()

    assert "The window for comments is closed" in page_of(head, f"/001/my-school/{HILL}/round/")
    client.post(f"/001/my-school/{HILL}/round/comment/", {"words": "Late."})
    assert not RoundComment.objects.exists()


def test_a_second_look_is_asked_within_ten_school_days_and_once(client, page_of, rounds, head, on):
    on(AFTER)
    held = rounds(stage="telling", levels={HILL: ("amber", "amber")}, told_at=TOLD_AT)
    level = held.schools.get().levels.get()
    path = f"/001/my-school/{HILL}/second-look/{level.pk}/"
    assert "until 24 September 2026" in page_of(head, f"/001/my-school/{HILL}/")
    assert "24 September 2026" in page_of(head, path)

    client.post(path, {"words": "The attendance figure is another school's."})

    assert SecondLook.objects.get().asked_by == head
    said = page_of(head, f"/001/my-school/{HILL}/")
    assert "It is being taken by somebody who had no part" in said
    assert "Last day to ask" not in said


def test_what_a_second_look_found_is_shown_once_it_is_told(page_of, rounds, head, holding, on):
    on(AFTER)
    held = rounds(stage="telling", levels={HILL: ("amber", "amber")}, told_at=TOLD_AT)
    level = held.schools.get().levels.get()
    look = SecondLook.objects.create(
        level=level, words="Look again.", asked_by=head, asked_at=TOLD_AT, found="green", found_by=holding("adviser"),
        found_at=TOLD_AT, found_reason="The books show more.",
    )  # fmt: skip
    assert "The books show more." not in page_of(head, f"/001/my-school/{HILL}/")

    level.confirmed = look.found
    level.save()

    assert "The books show more." in page_of(head, f"/001/my-school/{HILL}/")


def test_a_second_look_that_comes_late_is_refused_with_the_day(client, rounds, head, on):
    on(date(2026, 9, 25))
    held = rounds(stage="telling", levels={HILL: ("amber", "amber")}, told_at=TOLD_AT)
    client.force_login(head)
    path = f"/001/my-school/{HILL}/second-look/{held.schools.get().levels.get().pk}/"

    assert (
        "could be asked for until 24 September 2026"
        in client.post(path, {"words": "Please."}).content.decode()
    )
    assert not SecondLook.objects.exists()


def test_the_scheme_is_explained_with_the_schools_own_numbers(page_of, rounds, head, on):
    on(AFTER)
    rounds(stage="telling", levels={HILL: ("amber", "amber")}, told_at=TOLD_AT)
    said = page_of(head, f"/001/my-school/{HILL}/how-it-works/")

    assert "Your school, step by step" in said
    assert "Attainment: amber; Progress: amber" in said
    assert "the votes come to <strong>amber</strong>" in said
    assert "They agreed with the rules." in said


def test_the_scheme_is_explained_with_an_invented_school_where_none_was_told(
    page_of, schools, edition, head, monkeypatch
):
    said = page_of(head, f"/001/my-school/{HILL}/how-it-works/")

    assert "here is a school that is not real" in said
    assert "The votes of an invented school" in said


def test_a_clerk_reads_days_and_the_scheme_and_no_level(page_of, rounds, holding, on):
    on(AFTER)
    held = rounds(stage="telling", levels={HILL: ("amber", "amber")}, told_at=TOLD_AT)
    clerk = holding("clerk", [HILL])
    said = page_of(clerk, f"/001/my-school/{HILL}/")

    assert "Levels are told to the head and the chair." in said
    assert "mber<" not in said
    page_of(clerk, f"/001/my-school/{HILL}/why/{held.schools.get().levels.get().pk}/", 403)
    assert "not real" in page_of(clerk, f"/001/my-school/{HILL}/how-it-works/")


def test_the_navigation_of_a_head_begins_with_the_school(page_of, rounds, head):
    rounds()
    said = page_of(head, f"/001/my-school/{HILL}/").split("Authority and sections")[1].split("</section>")[0]

    assert said.index("My school") < said.index("How it works") < said.index("Figures")
    assert "People" not in said
    assert "Ofsted profile" not in said


def test_a_page_asks_the_database_as_often_for_a_long_history_as_for_a_short_one(
    client, rounds, head, on, django_assert_max_num_queries
):
    on(AFTER)
    for year in (2023, 2024, 2025):
        rounds(as_at=date(year, 8, 31), stage="closed", levels={HILL: ("amber", "amber")}, told_at=TOLD_AT)
    rounds(stage="telling", levels={HILL: ("amber", "green")}, told_at=TOLD_AT)
    client.force_login(head)
    client.get(f"/001/my-school/{HILL}/")

    with django_assert_max_num_queries(40):
        client.get(f"/001/my-school/{HILL}/")


def test_the_road_map_starts_from_the_level_told(page_of, rounds, head, on):
    on(AFTER)
    held = rounds(stage="telling", levels={HILL: ("amber", "amber")}, told_at=TOLD_AT)
    said = page_of(head, f"/001/my-school/{HILL}/road-map/{held.schools.get().levels.get().pk}/")

    assert "The way to green" in said
    assert "Progress: from amber to green" in said
    assert "Progress is strong." in said


def test_the_road_map_names_no_floor_that_is_kept_in_confidence(page_of, rounds, head, on):
    on(AFTER)
    held = rounds(stage="telling", levels={HILL: ("red", "red")}, told_at=TOLD_AT, floor="unsafe")
    said = page_of(head, f"/001/my-school/{HILL}/road-map/{held.schools.get().levels.get().pk}/")

    assert "told to you in person" in said
    assert "unsafe" not in said.lower()


def test_there_is_no_road_map_of_a_level_that_was_not_told(page_of, rounds, head, on):
    on(AFTER)
    held = rounds(stage="confirming", levels={HILL: ("amber", "amber")})
    page_of(head, f"/001/my-school/{HILL}/road-map/{held.schools.get().levels.get().pk}/", 404)


def test_what_the_authority_promised_stands_beside_what_the_school_promised(
    page_of, schools, head, holding, on
):
    at, adviser = on(AFTER), holding("adviser")
    for side, words in (
        ("authority", "Bring a maths leader from another school."),
        ("school", "Open the books."),
    ):
        promises.promise(
            authority="001", urn=HILL, side=side, words=words, owner_name="Ada", due_on=date(2026, 10, 1), by=adviser,
            at=at,
        )  # fmt: skip
    said = page_of(head, f"/001/my-school/{HILL}/")

    ours, theirs = said.split("What the authority promised you")[1].split("What your school promised")
    assert "Bring a maths leader" in ours
    assert "Open the books." in theirs
    assert "due in 15 days" in ours


def test_a_note_that_was_sent_is_asked_about_and_a_draft_is_not_seen(page_of, schools, head, holding, on):
    at, adviser = on(AFTER), holding("adviser")
    visit = _visit(adviser, at)
    note = Note.objects.create(visit=visit, author=adviser, begun_by=adviser, begun_at=at, version=1)
    assert "Its note has not been sent yet" in page_of(head, f"/001/my-school/{HILL}/")

    note.state, note.sent_at, note.sent_by = "sent", at, adviser
    note.save()

    said = page_of(head, f"/001/my-school/{HILL}/")
    assert "Say whether the note of the visit is accurate: Keeping in Touch of 14 September 2026" in said
    assert "waits for your answer until 30 September 2026" in said


def test_the_performance_management_of_a_head_is_in_no_list(page_of, schools, head, holding, on):
    visit = _visit(
        holding("adviser"), on(AFTER), is_appraisal=True, is_evidence=False, kind_name="Head's appraisal"
    )

    assert visit.pk
    assert "appraisal" not in page_of(head, f"/001/my-school/{HILL}/")


def _visit(adviser, at, **more):
    said = {
        "authority_id": "001", "edition": "shire/2026", "kind": "kit", "kind_name": "Keeping in Touch",
        "adviser": adviser,
        "planned_on": date(2026, 9, 14), "made_on": date(2026, 9, 14), "made_by": adviser, "made_at": at,
        "planned_by": adviser, "planned_at": at,
    } | more  # fmt: skip
    visit = Visit.objects.create(**said)
    VisitSchool.objects.create(visit=visit, urn=HILL, name="Hill Primary School")
    return visit
