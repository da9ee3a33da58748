"""Transfer files in XML: read by a parser that cannot be made to fill the memory or to reach elsewhere."""

from pathlib import Path

import pytest
from tests.unit.evidence.pupils.making import PSEUDONYMS, REGISTER, csv, number

from fingerpost.evidence.pupils import mapping, opening, reading, sieve, transfer
from fingerpost.evidence.pupils.reading import RefusedPupils

HEADER = (
    "<Header><DateTime>2025-07-20T10:00:00</DateTime><SourceSchool><LEA>801</LEA><Estab>2001</Estab>"
    "<AcademicYear>2025</AcademicYear></SourceSchool></Header>"
)
LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
<CTfile><CTFpupilData><Pupil><UPN>&lol2;</UPN></Pupil></CTFpupilData></CTfile>"""


def assessed(subject, method, component, qualifier, result):
    return (
        f"<StageAssessment><Locale>ENG</Locale><Year>2025</Year><Subject>{subject}</Subject><Method>{method}</Method>"
        f"<Component>{component}</Component><ResultStatus>R</ResultStatus><ResultQualifier>{qualifier}</ResultQualifier>"
        f"<Result>{result}</Result></StageAssessment>"
    )


def ctf(*pupils: str) -> bytes:
    return f"<CTfile>{HEADER}<CTFpupilData>{''.join(pupils)}</CTFpupilData></CTfile>".encode()


def pupil(n: int, *results: str) -> str:
    return (
        f"<Pupil><UPN>{number(n)}</UPN><Surname>Okonkwo</Surname><Forename>Aurelia</Forename><DOB>2014-02-28</DOB><Sex>F</Sex>"
        f"<Address><Street>High Street</Street></Address>"
        f"<StageAssessments><KeyStage><Stage>KS2</Stage>{''.join(results)}</KeyStage></StageAssessments></Pupil>"
    )


def read(content: bytes, stage: str):
    opened = opening.opened(Path("x.xml"), content, stage)
    found = sieve.sieve(opened.table, stage, PSEUDONYMS)
    asked = reading.Asked(stage, 2025, "801", REGISTER)
    return opened, reading.read(found, mapping.suggest(found), asked)


def test_a_tables_check_is_read_from_a_transfer_file():
    content = ctf(
        pupil(1, assessed("MAT", "TT", "MTC", "MT", "25")), pupil(2, assessed("MAT", "TT", "MTC", "MT", "A"))
    )

    opened, found = read(content, "mtc")

    assert opened.year == 2025
    assert found.frame.select("urn", "full_marks", "score", "birth_month").rows() == [
        (100001, True, 25, 2),
        (100001, None, None, 2),
    ]
    assert "Okonkwo" not in str(opened.table.frame.rows())


def test_key_stage_two_is_read_from_a_transfer_file():
    results = (
        assessed("REA", "TS", "REA", "SS", "104"),
        assessed("MAT", "TS", "MAT", "SS", "99"),
        assessed("ENG", "TA", "WRI", "NC", "GDS"),
    )

    _, found = read(ctf(pupil(1, *results)), "ks2")

    row = found.frame.row(0, named=True)
    assert (row["reading_score"], row["maths_expected"], row["writing_high"], row["rwm_expected"]) == (
        104,
        False,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (LAUGHS, "document type or entities"),
        (b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><CTfile/>', "document type or entities"),
        (b"<header></header><ATFpupilData></ATFpupilData>", "two roots"),
        (ctf(pupil(1))[:-40], "not well-formed"),
        (b"<CTfile><Nothing/></CTfile>", "no element called Pupil"),
        (b"<a>" * 60 + b"</a>" * 60, "deeper"),
    ],
)
def test_xml_that_is_no_transfer_file_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(RefusedPupils, match=sentence):
        transfer.table(content)


def test_a_transfer_file_that_is_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr(transfer, "LARGEST", 10)

    with pytest.raises(RefusedPupils, match="larger than"):
        transfer.table(ctf(pupil(1)))


def test_results_by_subject_are_read_beside_their_pupils():
    pupils = csv("student_id,school_id,sex", "0,SCH00,M", "1,SCH00,F")
    results = csv(
        "student_id,school_id,year_group,date,subject,score",
        "0,SCH00,Y11,2025-02-01,English,4", "0,SCH00,Y11,2025-05-01,English,6", "0,SCH00,Y11,2025-05-01,Mathematics,5",
        "1,SCH00,Y11,2025-05-01,English,9E", "1,SCH00,Y11,2025-05-01,Mathematics,U", "1,SCH00,Y10,2025-05-01,English,9",
    )  # fmt: skip

    opened = opening.opened(Path("students.csv"), pupils, "ks4", companion=results)
    found = sieve.sieve(opened.table, "ks4", PSEUDONYMS)
    layout = mapping.PupilLayout("ks4", mapping.suggest(found).columns, {"urn": {"SCH00": "100001"}})
    read_ = reading.read(found, layout, reading.Asked("ks4", 2025, "801", REGISTER, by_supplier=True))

    assert read_.frame["english_maths_5"].to_list() == [True, None]
    assert "no Attainment 8 is made" in opened.notes[1]
    assert read_.frame["attainment8"].null_count() == 2
    with pytest.raises(RefusedPupils, match="together with the file"):
        opening.opened(Path("results.csv"), results, "ks4")
