"""What an address asks of the figures, and what of it is left out."""

import pytest
from django.http import QueryDict

from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.explore import look as looking
from fingerpost.explore.forms import AskForm
from fingerpost.explore.queries.offered import Measure, Offer, combined, in_order

RWM = Measure(
    CATALOGUE.by_code["ks2_rwm_expected"],
    ("all", "boys", "girls", "disadvantaged", "fsm+sen_any"),
    ("2026", "2025", "2024"),
)
ABSENCE = Measure(CATALOGUE.by_code["absence_overall"], ("all",), ("2025",))
OFFER = Offer("key", {"ks2_rwm_expected": RWM, "absence_overall": ABSENCE})


def look_of(query):
    return looking.of_answers(OFFER, AskForm(QueryDict(query)).answers() | {"school": None})


def test_without_choices_the_main_measure_of_the_latest_year_is_shown_by_the_reports_groups():
    look = look_of("")

    assert (look.measure, look.year, look.places) == (RWM, "2026", ("authority", "england"))
    assert look.groups == ("all", "boys", "girls", "disadvantaged")


def test_nothing_is_asked_where_nothing_is_held():
    assert looking.of_answers(Offer("key", {}), {}) is None


def test_an_address_made_from_a_look_makes_the_same_look():
    asked = "place=schools&group=boys&year=2025&span=3&find=hill&sort=-value&past=worse&line=20"
    look = look_of(asked)

    again = look_of(look.query())

    assert again == look
    assert (look.year, look.span, look.sort, look.is_descending, look.line) == (
        "2025",
        "3",
        "value",
        True,
        20.0,
    )


def test_what_is_usual_is_not_written_into_the_address():
    assert look_of("year=2026&span=2").query() == look_of("").query()
    assert "year" not in look_of("").query()


@pytest.mark.parametrize(
    ("query", "groups"),
    [
        ("and=sen_any&and=fsm&and=", ("fsm+sen_any",)),
        ("group=boys&and=fsm&and=sen_any", ("boys", "fsm+sen_any")),
        ("and=fsm", ("all", "boys", "girls", "disadvantaged")),
        ("and=fsm&and=fsm", ("all", "boys", "girls", "disadvantaged")),
        ("and=a&and=b&and=c&and=d", ("a+b+c",)),
    ],
)
def test_several_characteristics_make_one_group(query, groups):
    assert look_of(query).groups == groups


@pytest.mark.parametrize(
    ("span", "years"),
    [("1", ("2026",)), ("2", ("2025", "2026")), ("all", ("2024", "2025", "2026")), ("9", ("2025", "2026"))],
)
def test_the_years_shown_end_with_the_year_asked_for(span, years):
    assert look_of(f"span={span}").years == years


def test_what_is_not_known_is_left_out_and_a_wrong_number_is_told():
    form = AskForm(QueryDict("measure=nothing&place=moon&year=1066&sort=shoes&past=worse&line=many"))
    look = looking.of_answers(OFFER, form.answers() | {"school": None})

    assert (look.measure, look.places, look.year, look.sort, look.line) == (
        RWM,
        looking.USUAL,
        "2026",
        "",
        None,
    )
    assert form.errors["line"] == ["Write the line as a number, such as 20 or 7.5, or leave it empty."]


def test_measures_are_found_by_every_word_of_their_name_or_phase():
    assert OFFER.matching("key stage 2 writing") == [RWM]
    assert OFFER.matching("absence") == [ABSENCE]
    assert OFFER.matching("absence writing") == []


def test_groups_stand_in_the_order_in_which_they_are_declared_and_combinations_last():
    assert in_order(["fsm+sen_any", "zebra", "girls", "all", "boys"]) == [
        "all",
        "boys",
        "girls",
        "zebra",
        "fsm+sen_any",
    ]


def test_everybody_is_no_characteristic_to_combine():
    assert combined(("all", "fsm")) == ""
