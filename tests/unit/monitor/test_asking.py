"""Questions worth asking: each says what it is drawn from, and none crowds the others out."""

from fingerpost.monitor.rules import asking

LEVELS, NAMES = ["green", "amber", "red"], {"green": "Green", "amber": "Amber", "red": "Red"}


def strand(name, state="decided", level="red", **more):
    return {
        "name": name,
        "state": state,
        "level": level,
        "sentence": "It is so.",
        "missing": "",
        "by": "data",
    } | more


def test_the_worst_strands_are_asked_of_first_and_the_best_not_at_all():
    found = asking.of_strands(
        [strand("Writing", level="amber"), strand("Reading"), strand("Maths", level="green")], LEVELS, NAMES
    )

    assert [one.words.split(":")[0] for one in found] == ["Reading", "Writing"]
    assert found[0].because == "The strand is red. It is so."


def test_an_open_strand_is_asked_what_would_settle_it():
    (found,) = asking.of_strands(
        [strand("Governance", "open", None, missing="No judgement yet.")], LEVELS, NAMES
    )

    assert "settle it" in found.words
    assert found.because == "The strand is open. No judgement yet."


def test_what_rests_on_flags_is_not_told_from_the_strand():
    assert asking.of_strands([strand("Safety", by="flags")], LEVELS, NAMES) == []


def test_the_furthest_fall_comes_first_and_says_both_figures():
    falls = [
        asking.Fall("Maths", "2025-26", "60%", "64%", 4),
        asking.Fall("Reading", "2025-26", "50%", "70%", 20),
    ]

    found = asking.of_falls(falls)

    assert [one.words.split(":")[0] for one in found] == ["Reading", "Maths"]
    assert found[0].because == "It went from 70% to 50% in 2025-26."


def test_promises_and_flags_say_whose_and_from_whom():
    (promise,) = asking.of_promises([("We", "Find a moderator.", "overdue by 3 days")])
    (flag,) = asking.of_flags([("Complaint", "Complaints team", False)])

    assert promise.because == "We promised it; overdue by 3 days."
    assert flag.because.endswith("the school has not been told.")


def test_a_page_holds_a_few_of_each_kind():
    below = asking.of_strands([strand(f"Strand {n}") for n in range(9)], LEVELS, NAMES)
    falls = asking.of_falls([asking.Fall("Maths", "2025-26", "1%", "2%", 1)])

    found = asking.chosen(below, falls, asking.of_fragile(()))

    assert len(found) == asking.MOST
    assert [one.kind for one in found[:6]] == ["below"] * 4 + ["fall", "fragile"]
