"""The year's rhythm: what an edition may say, and the days of the rounds ahead."""

from datetime import date

import pytest

from fingerpost.core.calendar import SchoolCalendar, Term
from fingerpost.strategy import rhythm as rhythms
from fingerpost.strategy.keys import Keys
from fingerpost.strategy.lined import read as read_yaml
from fingerpost.strategy.problems import Found
from fingerpost.strategy.rhythm import Rhythm

TERMS = SchoolCalendar((
    Term(date(2026, 9, 2), date(2026, 12, 18), "Michaelmas", date(2026, 10, 26), date(2026, 10, 30)),
    Term(date(2027, 1, 4), date(2027, 3, 25), "Lent", date(2027, 2, 15), date(2027, 2, 19)),
    Term(date(2027, 4, 12), date(2027, 7, 21), "Trinity", date(2027, 5, 31), date(2027, 6, 4)),
))  # fmt: skip
WHOLE = """
rhythm:
  rounds:
    - {id: annual, name: Annual, at_the_end_of: [summer], page: 3}
    - {id: termly, name: Termly, at_the_end_of: [autumn, spring], ours: Because.}
  direction: {every: half-term, page: 4}
  days: {judgements: 8, comments: 12, moderation: 3, telling: 4, second_look: 15, ours: Because.}
  tell:
    - {of: maintained, turns: [[head], [chair], [clerk]], page: 5}
    - {of: academy, turns: [[head, trust-chief-executive]], ours: Because.}
"""


@pytest.fixture
def read(tmp_path):
    def reading(text):
        found = Found()
        path = tmp_path / "strategy.yaml"
        path.write_text(text)
        return rhythms.read(Keys(read_yaml(path, "strategy.yaml"), found, "strategy.yaml")), found.problems

    return reading


def test_a_round_is_over_before_the_term_is():
    rounds = rhythms.proposed(Rhythm(), TERMS, date(2026, 9, 3))

    assert [each.name for each in rounds] == ["Autumn 2026", "Spring 2027", "Summer 2027"]
    assert [each.kind.id for each in rounds] == ["termly", "termly", "annual"]
    autumn = rounds[0]
    assert (autumn.moderation_on, autumn.ends_on) == (date(2026, 12, 11), date(2026, 12, 18))
    assert (autumn.comments_from_on, autumn.comments_to_on) == (date(2026, 11, 25), date(2026, 12, 8))
    assert (autumn.as_at, autumn.judgements_due_on) == (date(2026, 11, 10), date(2026, 11, 24))
    assert autumn.judged_since == date(2026, 9, 2)


def test_the_days_leave_out_holidays_and_bank_holidays():
    summer = rhythms.proposed(Rhythm(judgements=35), TERMS, date(2027, 5, 1))[0]

    assert TERMS.school_days_between(summer.as_at, summer.judgements_due_on) == 35
    assert all(TERMS.is_school_day(day) for day in (summer.as_at, summer.moderation_on))


def test_a_term_that_is_over_is_not_proposed_and_without_terms_nothing_is():
    assert [r.name for r in rhythms.proposed(Rhythm(), TERMS, date(2027, 4, 1))] == ["Summer 2027"]
    assert rhythms.proposed(Rhythm(), SchoolCalendar(), date(2027, 4, 1)) == []


def test_a_term_before_which_nothing_is_set_may_be_too_short():
    assert rhythms.proposed(Rhythm(judgements=70), TERMS, date(2026, 9, 3))[0].name == "Spring 2027"


def test_what_an_edition_says_is_read(read):
    found, problems = read(WHOLE)

    assert not problems
    assert (found.judgements, found.second_look, found.direction_every) == (8, 15, "half-term")
    assert found.turns(is_academy=False) == (("head",), ("chair",), ("clerk",))
    assert found.round_of("annual").terms == ("summer",)


def test_an_edition_that_says_nothing_has_the_default(read):
    assert read("name: x") == (Rhythm(), [])


@pytest.mark.parametrize(
    ("said", "instead", "told"),
    [
        ("at_the_end_of: [summer]", "at_the_end_of: [winter]", "at the end of no term"),
        ("at_the_end_of: [summer]", "at_the_end_of: [spring]", "one round at most"),
        ("page: 3", "note: x", "knows no `note`"),
        ("every: half-term, page: 4", "every: year, page: 4", "in each half-term at least"),
        ("direction: {every: half-term, page: 4}", "", "how often the direction"),
        ("judgements: 8", "judgements: many", "not a whole number"),
        ("judgements: 8", "judgements: 100", "takes 100 school days"),
        ("[[head], [chair], [clerk]]", "[[chair], [head]]", "head is told in the first turn"),
        ("[[head], [chair], [clerk]]", "[[head, chair]]", "Nobody is told together with the head"),
        ("[[head], [chair], [clerk]]", "[[head], [clerk], [chair]]", "before anybody else"),
        ("[[head], [chair], [clerk]]", "[[head], [clerk, chair]]", "before anybody else"),
        ("[[head], [chair], [clerk]]", "[[head], [mayor]]", "names somebody that nobody enters"),
        ("of: academy", "of: maintained", "once for maintained schools and once for academies"),
        (", page: 5}", "}", "neither its page nor why it is ours"),
    ],
)
def test_a_rhythm_with_a_fault_is_refused_with_a_sentence(read, said, instead, told):
    assert said in WHOLE

    _, problems = read(WHOLE.replace(said, instead, 1))

    assert any(told in str(problem) for problem in problems), problems
