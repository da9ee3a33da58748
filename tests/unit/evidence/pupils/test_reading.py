"""A file of pupils is read whole, or refused with a sentence; no pupil is in what comes out."""

import io
import zipfile
from datetime import date

import polars as pl
import pytest
import xlsxwriter
from tests.unit.evidence.pupils.making import csv, number, read, sieved

from fingerpost.evidence.pupils import columns, mapping, opening, schema, stages, upn
from fingerpost.evidence.pupils.reading import RefusedPupils

KS2 = "UPN,URN,Sex,KS2 Reading Scaled Score,Writing TA,KS2 Maths Scaled Score"


def ks2(n, *, urn=100001, sex="F", reading="105", writing="EXS", maths="105", upn_=None):
    return f"{number(n) if upn_ is None else upn_},{urn},{sex},{reading},{writing},{maths}"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("B801200005001", upn.State.PERMANENT),
        (" b801200005001 ", upn.State.PERMANENT),
        ("A801200005001", upn.State.WRONG_LETTER),
        (upn.with_letter("80120000400A"), upn.State.TEMPORARY),
        ("D873533348183846D", upn.State.MALFORMED),
        ("", upn.State.MISSING),
        (None, upn.State.MISSING),
    ],
)
def test_a_upn_is_checked_by_form_and_letter(text, state):
    assert upn.state(text) is state


def test_a_pseudonym_needs_the_key_and_is_another_in_another_authority():
    here, again = upn.Pseudonyms(b"k" * 32, "801"), upn.Pseudonyms(b"k" * 32, "801")

    assert here.of_upn(number(1)) == again.of_upn(f" {number(1).lower()}")
    assert here.of_upn(number(1)) != upn.Pseudonyms(b"k" * 32, "802").of_upn(number(1))
    assert here.of_upn(number(1)) != upn.Pseudonyms(b"j" * 32, "801").of_upn(number(1))


def test_names_addresses_and_birthdays_do_not_pass_the_sieve():
    heading = "UPN,Surname,Pupil,DOB,Home Postcode,URN,Reading Score,Remarks"
    rows = [
        f"{number(n)},Okonkwo{n},Aurelia {n},{n:02}/03/2014,BS1 {n}AB,100001,{90 + n},fond of cats {n}"
        for n in range(1, 9)
    ]

    found = sieved(csv(heading, *rows))

    assert found.kept == ["URN", "Reading Score"]
    assert found.identity == {"UPN": "upn", "DOB": "birthday"}
    assert set(found.left_out) == {"Surname", "Pupil", "Home Postcode", "Remarks"}
    text = str(found.frame.rows())
    assert not any(word in text for word in ("Okonkwo", "Aurelia", "BS1", "cats", "2014", number(1)))
    assert found.frame["birth_month"].to_list() == [3] * 8


def test_a_name_in_the_wrong_column_is_blotted_out():
    rows = [ks2(n) for n in range(1, 30)] + [ks2(30, sex="Aurelia"), ks2(31, reading="Okonkwo")]

    found = sieved(csv(KS2, *rows))

    assert "Aurelia" not in str(found.frame.rows())
    assert "Okonkwo" not in str(found.frame.rows())
    assert found.blotted == {"Sex": 1, "KS2 Reading Scaled Score": 1}


def test_a_column_of_upns_is_found_by_its_cells():
    found = sieved(csv("Reference,URN,Reading Score", *(f"{number(n)},100001,100" for n in range(1, 5))))

    assert found.identity == {"Reference": "upn"}


def test_marks_become_measures_of_those_who_count():
    rows = [
        ks2(1, reading="100", writing="GDS", maths="110"),
        ks2(2, reading="99"),
        ks2(3, reading="A"),
        ks2(4, reading="M"),
        ks2(5, reading=""),
        ks2(6, writing="PKF"),
    ]

    frame = read(csv(KS2, *rows)).frame

    assert frame["reading_expected"].to_list() == [True, False, False, None, None, True]
    assert frame["reading_score"].to_list() == [100, 99, None, None, None, 105]
    assert frame["rwm_expected"].to_list() == [True, False, False, None, None, False]
    assert frame["maths_high"].to_list() == [True, False, False, False, False, False]
    assert frame.columns == list(schema.columns("ks2"))


def test_a_measure_that_the_file_has_is_taken_as_it_is():
    heading = "UPN,URN,Reading Score,Reading Expected"

    frame = read(csv(heading, f"{number(1)},100001,120,N")).frame

    assert frame["reading_expected"].to_list() == [False]


@pytest.mark.parametrize(
    ("stage", "heading", "cells", "expected"),
    [
        ("phonics", "UPN,URN,Phonics Mark", "32", {"met_year1": True, "mark": 32, "met_year2": None}),
        ("phonics", "UPN,URN,Phonics Mark", "31", {"met_year1": False}),
        ("phonics", "UPN,URN,Phonics Mark", "D", {"met_year1": False, "mark": None}),
        ("phonics", "UPN,URN,Phonics Mark", "L", {"met_year1": None}),
        ("phonics", "UPN,URN,Year group,Phonics Mark", "2,30", {"met_year1": None, "met_year2": False, "mark": None}),
        ("phonics", "UPN,URN,Year group,Phonics Mark,Y1 outcome", "2,,Wa", {"met_year2": True}),
        ("mtc", "UPN,URN,MTC mark", "25", {"full_marks": True, "score": 25}),
        ("mtc", "UPN,URN,MTC mark", "A", {"full_marks": None, "score": None}),
        ("ks1", "UPN,URN,Reading TA,Writing TA,Maths TA", "GDS,EXS,WTS", {"reading_high": True, "rwm_expected": False}),
        ("ks4", "UPN,URN,Attainment 8,English,Maths", "45.25,5,4",
         {"attainment8": 4525, "english_maths_4": True, "english_maths_5": False}),
        ("ks4", "UPN,URN,English,Maths", "C,A*", {"english_maths_c": True, "english_maths_4": None}),
        ("absence", "UPN,URN,Sessions possible,Sessions authorised,Sessions unauthorised", "300,20,10",
         {"sessions_missed": 30, "persistent": True, "severe": False, "sessions_attended": 270}),
    ],
)  # fmt: skip
def test_each_stage_is_counted_by_its_own_rule(stage, heading, cells, expected):
    row = read(csv(heading, f"{number(1)},100001,{cells}"), stage).frame.row(0, named=True)

    assert {name: row[name] for name in expected} == expected


def test_a_good_level_of_development_needs_the_twelve_goals():
    codes = [f"E{n:02}" for n in range(1, 18)]
    heading = "UPN,URN," + ",".join(codes)
    rows = [
        f"{number(1)},100001," + ",".join("2" * 12 + "1" * 5),
        f"{number(2)},100001," + ",".join("1" + "2" * 16),
        f"{number(3)},100001," + ",".join("A" * 17),
    ]

    frame = read(csv(heading, *rows), "eyfs").frame

    assert frame["gld"].to_list() == [True, False, None]
    assert frame["all_goals"].to_list() == [False, False, None]
    assert frame["goals_met"].to_list() == [12, 16, None]


def test_what_is_wrong_with_a_row_sets_it_aside_with_the_reason():
    rows = [
        ks2(1),
        ks2(2, upn_=""),
        ks2(3, upn_="X" + number(3)[1:]),
        ks2(4, reading="300"),
        ks2(5, urn=200001),
        ks2(6, urn=999999),
        ks2(7, urn=""),
        ks2(8), ks2(8),
        ks2(9), ks2(9, reading="80"),
        *(ks2(n) for n in range(20, 40)),
    ]  # fmt: skip

    found = read(csv(KS2, *rows))

    why = {aside.reason: aside.rows for aside in found.asides}
    assert why["there is no UPN"] == (3,)
    assert why["the UPN's first letter is not the one that its figures ask for"] == (4,)
    assert why["the mark is outside its scale"] == (5,)
    assert why["the school is another authority's"] == (6,)
    assert why["the school is not in the register"] == (7,)
    assert why["no school is named"] == (8,)
    assert why["the pupil stands in the file before, with the same results"] == (10,)
    assert why["two or more rows of the pupil contradict each other"] == (11, 12)
    assert found.kept + sum(aside.count for aside in found.asides) == found.rows == len(rows)


def test_no_sentence_repeats_a_cell():
    rows = [
        *(ks2(n) for n in range(1, 20)),
        ks2(20, upn_="Okonkwo"),
        ks2(21, reading="Aurelia"),
        ks2(22, urn="Smith"),
    ]

    found = read(csv(KS2, *rows))

    said = str([a.as_document() for a in found.asides]) + str(found.messages)
    assert not any(word in said for word in ("Okonkwo", "Aurelia", "Smith", *map(number, range(1, 23))))


def test_a_pupil_of_two_schools_counts_once_at_the_main_one():
    heading = KS2 + ",Enrolment status"
    rows = [ks2(1) + ",M", ks2(1, urn=100002) + ",S"]

    found = read(csv(heading, *rows))

    assert found.frame["urn"].to_list() == [100001]


def test_a_pupil_without_a_upn_can_be_known_by_the_schools_number():
    heading = "UPN,Admission number,URN,Reading Score"
    rows = [f",17,{urn},100" for urn in (100001, 100002)]

    found = read(csv(heading, *rows), by_supplier=True)

    assert found.frame["pupil"].n_unique() == 2
    assert found.counts["by_supplier"] == 2
    with pytest.raises(RefusedPupils, match="there is no UPN"):
        read(csv(heading, *rows))


@pytest.mark.parametrize(
    ("content", "stage", "sentence"),
    [
        (csv(KS2), "ks2", "heading and no rows"),
        (csv("UPN,URN,Sex", f"{number(1)},100001,F"), "ks2", "No column holds a result"),
        (csv("Colour,Taste", "red,sweet"), "ks2", "No row of headings"),
        (csv(KS2 + ",Year group", *(ks2(n) + ",11" for n in range(1, 5))), "ks2", "Choose the stage"),
        (csv(KS2, *(ks2(n, urn=200001) for n in range(1, 5))), "ks2", "another authority's"),
        (b"", "ks2", "empty"),
        (b"PK\x03\x04 not a workbook", "ks2", "cannot be opened"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(content, stage, sentence):
    with pytest.raises(RefusedPupils, match=sentence):
        read(content, stage)


def test_a_truncated_file_is_refused():
    whole = csv(KS2, *(ks2(n) for n in range(1, 30)))

    with pytest.raises(RefusedPupils, match=r"cut off in row 30"):
        read(whole[:-25])


def test_a_column_mapped_as_what_it_is_not_is_refused():
    found = sieved(csv(KS2, *(ks2(n) for n in range(1, 9))))
    layout = mapping.PupilLayout("ks2", mapping.suggest(found).columns | {"Sex": "gps_mark"})

    with pytest.raises(
        RefusedPupils, match="Column Sex is not Grammar, punctuation and spelling: scaled score"
    ):
        read(csv(KS2, *(ks2(n) for n in range(1, 9))), layout=layout)


def test_words_of_ones_own_are_explained_in_the_mapping():
    heading = "UPN,URN,SEN provision,Reading Score"
    content = csv(heading, *(f"{number(n)},100001,{'Watch' if n % 2 else 'N'},100" for n in range(1, 9)))

    unknown = mapping.unknown_words(sieved(content), mapping.suggest(sieved(content)))
    told = read(content, words={"sen": {"Watch": "support"}})

    assert unknown == {"sen": {"Watch": 4}}
    assert set(told.frame["sen"]) == {"support", "none"}
    assert not [m for m in told.messages if "not understood" in m]


def test_a_mapping_survives_being_written_down():
    layout = mapping.suggest(sieved(csv(KS2, ks2(1))))

    again = mapping.from_document(layout.as_document(), "ks2")

    assert {k: v for k, v in layout.columns.items() if v} == dict(again.columns)
    with pytest.raises(mapping.BadMapping, match="who a pupil is cannot be mapped"):
        mapping.from_document({"columns": {"Name": "upn"}}, "ks2")
    with pytest.raises(mapping.BadMapping, match="are both"):
        mapping.from_document({"columns": {"a": "sex", "b": "sex"}}, "ks2")


@pytest.mark.parametrize(
    ("column", "stage", "target"),
    [
        ("KS2_READSCORE", "ks2", "reading_mark"),
        ("KS2_WRITTAOUTCOME", "ks2", "writing_ta"),
        ("FSM6CLA1A", "ks2", "disadvantaged"),
        ("EVERFSM_6_SPR24", "ks2", "fsm6"),
        ("KS2 RWM EXS", "ks2", "rwm_expected"),
        ("DfE Number", "ks2", "laestab"),
        ("NCyearActual", "ks2", "year_group"),
        ("SENprovision", "ks4", "sen"),
        ("KS4_ATT8", "ks4", "attainment8"),
    ],
)
def test_known_names_of_columns_are_suggested(column, stage, target):
    assert columns.candidates(column, stage)[0] == target


def test_every_measure_of_every_stage_can_be_mapped_or_made():
    for stage in schema.Stage:
        assert set(schema.results(stage)) <= set(stages.may_hold(stage))


def test_characteristics_are_put_in_the_words_of_the_table():
    heading = "UPN,URN,Reading Score,Gender,Language,Ethnicity,send,ehcp,FSM6,LAC,Birth month"
    rows = [
        f"{number(1)},100001,100,Female,POL,WBRI,T,F,N,Y,January",
        f"{number(2)},100001,100,M,ENG,WCOR,F,F,N,N,12",
        f"{number(3)},100001,100,M,OTH,,T,T,,,",
    ]

    frame = read(csv(heading, *rows)).frame

    told = (
        "sex",
        "language_group",
        "first_language",
        "ethnicity",
        "ethnicity_major",
        "sen",
        "disadvantaged",
        "birth_month",
    )
    assert frame.select(told).rows() == [
        ("F", "central and eastern european", "other", "WBRI", "white", "support", True, 1),
        ("M", "english", "english", None, "white", "none", False, 12),
        ("M", None, "other", None, None, "plan", None, None),
    ]  # fmt: skip
    assert frame["pupil"].dtype == pl.String


def test_a_workbook_reads_as_a_table_does():
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for column, name in enumerate(("UPN", "URN", "DOB", "FSM", "Year group", "KS2 Reading Scaled Score")):
            sheet.write(1, column, name)
        for n in range(1, 5):
            sheet.write_row(1 + n, 0, (number(n), 100001))
            sheet.write_datetime(1 + n, 2, date(2014, 5, n), day)
            sheet.write_row(1 + n, 3, (1, 6, 99 + n))
        sheet.write(0, 0, "Results of the year")

    frame = read(held.getvalue()).frame

    assert frame["birth_month"].to_list() == [5] * 4
    assert frame["reading_score"].to_list() == [100, 101, 102, 103]
    assert frame["fsm"].to_list() == [True] * 4
    assert frame["row"].to_list() == [3, 4, 5, 6]


def test_a_workbook_that_unpacks_to_too_much_is_refused_unopened(monkeypatch):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 200_000)
    monkeypatch.setattr(opening, "UNPACKED", 100_000)

    with pytest.raises(RefusedPupils, match="unpacks to more"):
        read(held.getvalue())
