"""From lists to schools: the day of a list decides, never the day of loading it."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.register import lives
from fingerpost.register.lives import Stated

HILL, MILL, DALE, WOOD = 990001, 990002, 990003, 990004
YEAR = {year: date(year, 1, 1) for year in range(2010, 2030)}
LINK = {"urn": pl.Int64, "link_urn": pl.Int64, "kind": pl.String, "linked_on": pl.Date}
COLUMNS = {
    "authority": pl.String,
    "status": pl.String,
    "opened_on": pl.Date,
    "closed_on": pl.Date,
    "roll": pl.Int64,
}
NO_LINKS = pl.DataFrame(schema=LINK)


def stated(as_at, *rows, snapshot="", is_register=True, is_table=False):
    """A list of a day; each row says what it has to say of a school."""
    names = dict.fromkeys(name for row in rows for name in row)
    types = {name: COLUMNS.get(name, pl.Int64 if name == "urn" else pl.String) for name in names}
    frame = pl.DataFrame([dict.fromkeys(names) | row for row in rows], schema=types, orient="row")
    return Stated(as_at, snapshot or f"{as_at}", frame, is_register, is_table)


def linked(*rows):
    return pl.DataFrame([(*row, None)[:4] for row in rows], schema=LINK, orient="row")


def folded(*lists, links=NO_LINKS, authorities=None):
    return lives.fold(list(lists), links, authorities or {})


def schools(*lists, **options):
    return {row["urn"]: row for row in folded(*lists, **options).schools.iter_rows(named=True)}


def spells(*lists, authorities=None):
    return folded(*lists, authorities=authorities).spells.sort("urn", "to_on", nulls_last=True).rows()


def test_no_list_makes_no_school():
    register = folded()

    assert register.schools.height == register.spells.height == register.links.height == 0


def test_the_later_day_wins_field_by_field():
    found = schools(
        stated(YEAR[2015], {"urn": HILL, "name": "Hill Academy"}),
        stated(YEAR[2014], {"urn": HILL, "name": "Hill School", "town": "Ely"}),
    )

    assert found[HILL]["name"] == "Hill Academy"
    assert found[HILL]["town"] == "Ely"
    assert found[HILL]["stated_on"] == YEAR[2015]


def test_a_blank_erases_nothing():
    found = schools(
        stated(YEAR[2014], {"urn": HILL, "name": "Hill School", "roll": 210}),
        stated(YEAR[2015], {"urn": HILL, "name": None, "roll": None}),
    )

    assert (found[HILL]["name"], found[HILL]["roll"]) == ("Hill School", 210)


def test_of_one_day_the_register_says_more_than_another_list():
    found = schools(
        stated(YEAR[2014], {"urn": HILL, "name": "Hill School"}, snapshot="a"),
        stated(YEAR[2014], {"urn": HILL, "name": "Hill"}, snapshot="b", is_register=False),
    )

    assert found[HILL]["name"] == "Hill School"
    assert found[HILL]["in_register"]


def test_a_school_that_no_register_holds_is_marked():
    found = schools(stated(YEAR[2014], {"urn": HILL, "name": "Hill School"}, is_register=False))

    assert not found[HILL]["in_register"]


def test_absence_from_a_later_list_closes_nothing():
    found = schools(
        stated(YEAR[2014], {"urn": HILL, "status": "Open"}, {"urn": MILL, "status": "Open"}),
        stated(YEAR[2015], {"urn": MILL, "status": "Open"}),
    )

    assert found[HILL]["closed_on"] is None


def test_a_list_closes_what_it_states_closed():
    found = schools(stated(YEAR[2015], {"urn": HILL, "status": "Closed", "closed_on": date(2014, 8, 31)}))

    assert (found[HILL]["closed_on"], found[HILL]["closed_how"]) == (date(2014, 8, 31), "stated")


def test_a_school_stated_closed_without_a_day_was_closed_before_the_day_of_the_list():
    found = schools(stated(YEAR[2015], {"urn": HILL, "status": "Closed"}))

    assert found[HILL]["closed_on"] == date(2014, 12, 31)
    assert found[HILL]["closed_how"] == "by the day of the list"


def test_a_later_statement_reopens():
    found = schools(
        stated(YEAR[2014], {"urn": HILL, "status": "Closed", "closed_on": date(2013, 8, 31)}),
        stated(YEAR[2015], {"urn": HILL, "status": "Open", "closed_on": None}),
    )

    assert found[HILL]["closed_on"] is None


def test_a_later_list_that_says_nothing_of_closing_leaves_a_school_closed():
    found = schools(
        stated(YEAR[2014], {"urn": HILL, "status": "Closed", "closed_on": date(2013, 8, 31)}),
        stated(YEAR[2015], {"urn": HILL, "name": "Hill School"}, is_register=False),
    )

    assert found[HILL]["closed_on"] == date(2013, 8, 31)


def test_a_school_that_is_only_proposed_is_none_yet():
    proposed = {"urn": HILL, "status": "Proposed to open", "opened_on": None}
    planned = {"urn": MILL, "status": "Proposed to open", "opened_on": date(2016, 9, 1)}

    found = schools(stated(YEAR[2015], proposed, planned))

    assert HILL not in found
    assert found[MILL]["opened_on"] == date(2016, 9, 1)


@pytest.mark.parametrize("status", ["Created in error", "Pending approval", "Quarantine"])
def test_an_entry_that_is_no_school_makes_none(status):
    assert schools(stated(YEAR[2015], {"urn": HILL, "status": status, "opened_on": date(2014, 9, 1)})) == {}


CONVERTED = linked((HILL, MILL, "Successor", date(2014, 9, 1)))


def test_a_successor_closes_its_predecessor_the_day_before_it_opens():
    found = schools(
        stated(YEAR[2014], {"urn": HILL, "status": "Open"}),
        stated(YEAR[2015], {"urn": MILL, "type": "Academy converter", "opened_on": date(2014, 9, 1)}),
        links=CONVERTED,
    )

    assert found[HILL]["closed_on"] == date(2014, 8, 31)
    assert found[HILL]["closed_how"] == "its successor opened"


def test_a_later_list_that_shows_the_predecessor_open_refutes_its_closing():
    found = schools(
        stated(YEAR[2015], {"urn": HILL, "status": "Open"}),
        stated(YEAR[2015], {"urn": MILL, "opened_on": date(2014, 9, 1)}, snapshot="other"),
        links=CONVERTED,
    )

    assert found[HILL]["closed_on"] is None


def test_a_table_of_results_does_not_show_a_school_open():
    found = schools(
        stated(YEAR[2014], {"urn": HILL, "name": "Hill School"}),
        stated(date(2015, 8, 31), {"urn": HILL, "name": "Hill"}, is_table=True),
        stated(YEAR[2015], {"urn": MILL, "opened_on": date(2014, 9, 1)}),
        links=CONVERTED,
    )

    assert found[HILL]["closed_on"] == date(2014, 8, 31)
    assert found[HILL]["name"] == "Hill School"


def test_a_school_that_tables_alone_name_began_in_the_first_year_that_they_tell():
    found = schools(
        stated(date(2013, 8, 31), {"urn": HILL, "name": "Hill"}, is_table=True),
        stated(date(2014, 8, 31), {"urn": HILL, "name": "Hill"}, is_table=True, snapshot="later"),
    )

    assert found[HILL]["opened_on"] == date(2012, 9, 1)
    assert found[HILL]["from_tables_only"]


def test_a_stated_closing_stands_whatever_the_link_says():
    closed = {"urn": HILL, "status": "Closed", "closed_on": date(2014, 7, 31)}

    found = schools(
        stated(YEAR[2014], closed),
        stated(YEAR[2015], {"urn": MILL, "opened_on": date(2014, 9, 1)}),
        links=CONVERTED,
    )

    assert found[HILL]["closed_on"] == date(2014, 7, 31)


def test_merged_schools_close_when_they_are_linked_whenever_the_school_they_went_to_began():
    found = schools(
        stated(YEAR[2014], {"urn": HILL, "status": "Open"}),
        stated(YEAR[2014], {"urn": MILL, "opened_on": date(1990, 9, 1)}, snapshot="other"),
        links=linked((MILL, HILL, "Predecessor - merged", date(2014, 9, 1))),
    )

    assert found[HILL]["closed_on"] == date(2014, 8, 31)


def test_a_school_that_took_another_in_did_not_begin_then():
    found = schools(
        stated(YEAR[2015], {"urn": MILL, "type": "Academy converter"}),
        links=linked((MILL, HILL, "Predecessor - merged", date(2014, 9, 1))),
    )

    assert found[MILL]["opened_on"] is None


def test_a_school_that_was_split_goes_on():
    found = schools(
        stated(YEAR[2014], {"urn": HILL, "status": "Open"}),
        stated(YEAR[2015], {"urn": MILL, "opened_on": date(2014, 9, 1)}),
        links=linked((HILL, MILL, "Successor - Split School", date(2014, 9, 1))),
    )

    assert found[HILL]["closed_on"] is None


def test_an_academy_that_states_no_opening_began_when_it_took_over():
    found = schools(stated(YEAR[2016], {"urn": MILL, "type": "Academy converter"}), links=CONVERTED)

    assert found[MILL]["opened_on"] == date(2014, 9, 1)


MANNERS = [
    ((HILL, MILL, "Successor"), (MILL, HILL, "took over")),
    ((MILL, HILL, "Predecessor"), (MILL, HILL, "took over")),
    ((MILL, HILL, "Predecessor - merged"), (MILL, HILL, "merged")),
    ((HILL, MILL, "Successor - amalgamated"), (MILL, HILL, "amalgamated")),
    ((MILL, HILL, "Result of Amalgamation"), (MILL, HILL, "amalgamated")),
    ((HILL, MILL, "Successor - Split School"), (MILL, HILL, "split")),
]


@pytest.mark.parametrize(("link", "expected"), MANNERS)
def test_a_link_says_who_followed_whom_and_how(link, expected):
    assert lives.both_ways(linked(link)).select("urn", "before", "manner").rows() == [expected]


@pytest.mark.parametrize(
    "kind", ["Sixth Form Centre Link", "Expansion", "Merged - change in age range", "Other"]
)
def test_other_links_say_nothing_of_following(kind):
    assert lives.both_ways(linked((HILL, MILL, kind))).is_empty()


def test_a_link_stated_from_both_ends_is_one_with_its_earliest_day():
    both = linked((HILL, MILL, "Successor", YEAR[2015]), (MILL, HILL, "Predecessor", YEAR[2014]))

    assert lives.both_ways(both).rows() == [(MILL, HILL, "took over", YEAR[2014])]


def test_a_pair_linked_both_ways_round_decides_nothing():
    amalgamated = linked((HILL, MILL, "Result of Amalgamation"), (MILL, HILL, "Result of Amalgamation"))

    assert lives.both_ways(amalgamated).is_empty()


def test_a_link_that_says_who_followed_outweighs_one_that_does_not():
    links = linked((HILL, MILL, "Result of Amalgamation"), (HILL, MILL, "Successor - amalgamated"))

    assert lives.both_ways(links).select("urn", "before").rows() == [(MILL, HILL)]


def test_a_school_does_not_follow_itself():
    assert lives.both_ways(linked((HILL, HILL, "Successor"))).is_empty()


def steps(*rows):
    schema = {"urn": pl.Int64, "ancestor": pl.Int64, "manner": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def ancestors(*rows):
    return lives.ancestry(steps(*rows)).sort("urn", "generation").rows()


def test_a_life_goes_back_through_every_predecessor():
    assert ancestors((DALE, MILL, "took over"), (MILL, HILL, "took over")) == [
        (MILL, HILL, "took over", 1),
        (DALE, MILL, "took over", 1),
        (DALE, HILL, "took over", 2),
    ]


def test_one_merger_in_the_line_makes_all_before_it_merged():
    found = ancestors((DALE, MILL, "took over"), (MILL, HILL, "merged"))

    assert (DALE, HILL, "merged", 2) in found


def test_a_loop_in_the_links_ends():
    found = ancestors((HILL, MILL, "took over"), (MILL, DALE, "took over"), (DALE, HILL, "took over"))

    assert {(urn, ancestor) for urn, ancestor, *_ in found} == {
        (urn, ancestor) for urn in (HILL, MILL, DALE) for ancestor in (HILL, MILL, DALE) if urn != ancestor
    }


SPLIT = {"928": None, "940": date(2021, 4, 1)}


def test_a_county_that_splits_hands_its_schools_over_on_the_first_day_of_the_new_authority():
    found = spells(
        stated(YEAR[2015], {"urn": HILL, "authority": "928"}),
        stated(YEAR[2018], {"urn": HILL, "authority": "928"}),
        stated(YEAR[2022], {"urn": HILL, "authority": "940"}),
        authorities=SPLIT,
    )

    assert found == [(HILL, "928", None, date(2021, 4, 1)), (HILL, "940", date(2021, 4, 1), None)]


def test_a_school_first_listed_in_a_new_authority_was_not_in_it_before_it_began():
    found = spells(stated(YEAR[2022], {"urn": HILL, "authority": "940"}), authorities=SPLIT)

    assert found == [(HILL, "940", date(2021, 4, 1), None)]


def test_a_school_that_moves_between_old_authorities_moves_on_the_day_of_the_list_that_says_so():
    found = spells(
        stated(YEAR[2014], {"urn": HILL, "authority": "873"}),
        stated(YEAR[2015], {"urn": HILL, "authority": "874"}),
        authorities={"873": None, "874": date(2009, 4, 1)},
    )

    assert found == [(HILL, "873", None, YEAR[2015]), (HILL, "874", YEAR[2015], None)]


def test_two_lists_of_one_day_make_no_move():
    found = spells(
        stated(YEAR[2014], {"urn": HILL, "authority": "873"}, snapshot="a"),
        stated(YEAR[2014], {"urn": HILL, "authority": "874"}, snapshot="b", is_register=False),
    )

    assert found == [(HILL, "873", None, None)]


def test_a_list_that_places_no_school_ends_no_spell():
    found = spells(
        stated(YEAR[2014], {"urn": HILL, "authority": "873"}),
        stated(YEAR[2015], {"urn": HILL, "authority": None}),
    )

    assert found == [(HILL, "873", None, None)]


rows_of_lists = st.fixed_dictionaries(
    {
        "urn": st.sampled_from([HILL, MILL, DALE, WOOD]),
        "name": st.sampled_from([None, "Hill", "Mill", "Dale"]),
        "authority": st.sampled_from([None, "873", "928", "940"]),
        "type": st.sampled_from([None, "Community school", "Academy converter"]),
        "status": st.sampled_from([None, "Open", "Closed", "Proposed to open"]),
        "opened_on": st.sampled_from([None, date(2013, 9, 1), date(2014, 9, 1)]),
        "closed_on": st.sampled_from([None, date(2014, 8, 31)]),
        "roll": st.sampled_from([None, 90, 210]),
    }
)


@st.composite
def some_lists(draw):
    days = draw(st.lists(st.sampled_from(sorted(YEAR.values())), max_size=5))
    return [
        stated(
            day,
            *draw(st.lists(rows_of_lists, min_size=1, max_size=5)),
            snapshot=f"snapshot {number}",
            is_register=draw(st.booleans()),
            is_table=draw(st.booleans()),
        )
        for number, day in enumerate(days)
    ]


def as_a_whole(lists, links):
    register = lives.fold(lists, links, SPLIT)
    return (
        register.schools.sort("urn").rows(),
        register.spells.sort("urn", "from_on").rows(),
        register.links.rows(),
    )


@pytest.mark.slow
@settings(max_examples=40)
@given(data=st.data(), lists=some_lists())
def test_the_order_in_which_lists_come_does_not_matter(data, lists):
    links = linked(
        (HILL, MILL, "Successor", date(2014, 9, 1)), (DALE, WOOD, "Predecessor - merged", YEAR[2015])
    )
    shuffled = data.draw(st.permutations(lists))

    assert as_a_whole(shuffled, links.reverse()) == as_a_whole(lists, links)


@pytest.mark.slow
@settings(max_examples=40)
@given(lists=some_lists())
def test_a_list_given_twice_says_no_more_than_once(lists):
    once = as_a_whole(lists, CONVERTED)

    assert as_a_whole(lists + lists, pl.concat([CONVERTED, CONVERTED])) == once
