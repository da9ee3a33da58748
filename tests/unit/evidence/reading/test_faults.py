"""What a careless file holds is named: one sentence, with the row, the column and what to do."""

import pytest

from fingerpost.evidence.reading.load import Refused, read

HEADING = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,"
    "new_la_code,la_name,school_type,pupils,visits,visits_percent"
)
YEAR = "201718,Academic year"
ENGLAND = "E92000001,England"
EAST = "E12000006,East of England"
ROWS = (
    f"{YEAR},National,{ENGLAND},,,,,,Total,100,40,40.0",
    f"{YEAR},National,{ENGLAND},,,,,,State-funded primary,60,30,50.0",
    f"{YEAR},Regional,{ENGLAND},{EAST},,,,Total,50,20,40.0",
    f"{YEAR},Local authority,{ENGLAND},{EAST},873,E10000003,County A,Total,20,8,40.0",
    f"{YEAR},Local authority,{ENGLAND},E12000002,North West,895,E06000049,County B,Total,30,12,40.0",
)
TABLE = "\n".join((HEADING, *ROWS)) + "\n"
INSTITUTION = f"{YEAR},Institution,{ENGLAND},,,,,,Total,1,1,100"
META_COLUMNS = (
    "col_name",
    "col_type",
    "label",
    "indicator_grouping",
    "indicator_unit",
    "indicator_dp",
    "filter_hint",
    "filter_grouping_column",
)
META = "\n".join(
    (
        ",".join(META_COLUMNS),
        "school_type,Filter,School type,,,,,",
        "pupils,Indicator,Pupils,Visits,,0,,",
        "visits,Indicator,Visits,Visits,,0,,",
        "visits_percent,Indicator,Share of visits,Visits,%,1,,",
    )
) + "\n"  # fmt: skip


def load(tmp_path, table=TABLE, meta=META):
    return read(tmp_path / "visits.csv", content=table.encode(), companion=meta.encode() if meta else None)


def said(reading):
    return " ".join(message.text for message in reading.messages)


def with_row(row):
    return TABLE + row + "\n"


def change(old, new):
    return TABLE.replace(old, new)


def test_a_sound_file_raises_no_alarm(tmp_path):
    assert load(tmp_path).messages == []


@pytest.mark.parametrize(
    ("old", "new", "words", "row", "column"),
    [
        ("201718", "2017188", "time_period 2017188 is not an academic year", 2, "time_period"),
        ("201718", "201719", "time_period 201719 is not an academic year", 2, "time_period"),
        ("201718", "2018", "six digits such as 201718", 2, "time_period"),
        ("Academic year", "Fortnight", "the time_identifier 'Fortnight'", 2, "time_period"),
        ("National", "Nation", "the geographic_level 'Nation'", 2, "geographic_level"),
        ("time_period", "year", "lacks time_period", None, None),
        ("geographic_level", "level", "lacks geographic_level", None, None),
    ],
)
def test_a_file_whose_time_or_place_could_be_misread_is_refused(tmp_path, old, new, words, row, column):
    with pytest.raises(Refused) as refused:
        load(tmp_path, TABLE.replace(old, new))

    message = refused.value.message
    assert words in message.text
    assert (message.row, message.column) == (row, column)


def test_a_refused_file_still_says_what_else_is_odd_in_it(tmp_path):
    table = with_row(ROWS[-1]).replace("201718", "2018").replace("visits,", "all visits,")

    with pytest.raises(Refused) as refused:
        load(tmp_path, table, None)

    also = " ".join(message.text for message in refused.value.also)
    assert "duplicates of another" in also
    assert "'all visits' has spaces" in also


@pytest.mark.parametrize(
    ("table", "words", "row", "column"),
    [
        (with_row(ROWS[-1]), "duplicates of another, cell for cell: 1", 7, None),
        (with_row(ROWS[-1].replace("12,40.0", "13,43.3")), "contradict each other are set aside", 6, None),
        (change("50,20,40.0", "50,20,"), "Blank figures: 1 (in visits_percent)", 4, "visits_percent"),
        (change("50,20,40.0", "50,20,:"), "Figures given as ':', no symbol", 4, "visits_percent"),
        (change("50,20,40.0", "50,20,n/a"), "Column visits_percent holds 'n/a'", 4, "visits_percent"),
        (change(f"{EAST},,,,", ",,,,,"), "no known code in region_code", 4, "region_code"),
        (change("England,,,,,,Total", "England,Total,Total,,,,Total"), "Total in region_code", 2, "region_code"),
        (change(f"{ENGLAND},E12000002", "x,England,E12000002"), "country code and name", 6, "country_code"),
        (change("E12000002,North", "E12000006,North"), "E12000006 has more than one name", 4, "region_code"),
        (change("873,E10000003", "873,E06000049"), "two codes that are of different authorities", 5, "old_la_code"),
        (change(",region_code,", ",region,"), "region_name without region_code", None, "region_name"),
        (change("E12000002,North West", "E12000002,"), "row has a blank region_name", 6, "region_name"),
        (change("Total", "All"), "writes 'All' where the standard has Total", None, "school_type"),
        (change("visits,", "visits here,"), "The column name 'visits here' has spaces", None, "visits here"),
        (
            with_row(ROWS[0].replace("Academic year", "Autumn term")),
            "time_identifier mixes Academic year, Autumn term",
            7,
            "time_identifier",
        ),
        (with_row(INSTITUTION), "1 institution row has no column institution_id", 7, None),
        (change("pupils,visits,", "pupils_boys,pupils_girls,"), "look like one measure (pupils)", None, "pupils_boys"),
        (change("visits,visits_percent", "visits,visits"), "Column named twice: visits", 1, None),
    ],
)  # fmt: skip
def test_what_is_odd_in_the_data_is_named(tmp_path, table, words, row, column):
    reading = load(tmp_path, table, None)

    found = [message for message in reading.messages if words in message.text]
    assert found, said(reading)
    if row:
        assert found[0].row == row
    if column:
        assert found[0].column == column


def test_a_symbol_that_is_not_listed_stops_its_column_and_no_other(tmp_path):
    reading = load(tmp_path, TABLE.replace("50,20,40.0", "50,20,??"))

    assert set(reading.tables["facts"]["indicator"]) == {"tidy:pupils", "tidy:visits"}


def test_the_same_row_twice_is_used_once(tmp_path):
    assert load(tmp_path, with_row(ROWS[-1])).tables["facts"].height == load(tmp_path).tables["facts"].height


def test_rows_that_contradict_each_other_give_no_figure(tmp_path):
    reading = load(tmp_path, with_row(ROWS[-1].replace("12,40.0", "13,43.3")))

    assert "895" not in reading.tables["facts"]["place"].to_list()
    assert reading.set_aside == {"rows that contradict another row with the same labels": 2}


def test_a_file_of_which_nothing_can_be_used_is_refused(tmp_path):
    same = TABLE.replace("State-funded primary", "Total").replace("\n201718,Academic year,Regional", "\nx")
    only = "\n".join(same.split("\n")[:3]) + "\n"

    with pytest.raises(Refused, match="Nothing in the file could be used: 2 rows that contradict"):
        load(tmp_path, only)


@pytest.mark.parametrize(
    ("meta", "words"),
    [
        (META + "pupils,Indicator,Pupils again,,,,,\n", "the column pupils more than once"),
        (META.replace("Indicator,Visits,", "Indicator,Pupils,"), "the label Pupils more than once"),
        (META.replace("Filter,School", "Filterer,School"), "school_type a 'Filterer', which is neither"),
        (META.replace("pupils,Indicator", "pupils,indicator"), "col_type of pupils as 'indicator'"),
        (META.replace("Visits,%,1", "Visits,%,-2"), "indicator_dp -2, which is no number of decimal places"),
        (META.replace("Indicator,Share of visits", "Indicator,"), "visits_percent no label"),
        (META.replace("Visits,%", "Vi-sits,%"), "writes one indicator_grouping in several ways"),
        (META.replace("%,1,,", "%,1,,school_type"), "the indicator visits_percent a filter_grouping_column"),
        (META + "colours,Filter,Colour,,,,,\n", "describes colours, which the data does not have"),
        (META + "time_period,Filter,Time,,,,,\n", "lists time_period, columns of time or place, as filters"),
        (META.replace("visits,Indicator,Visits,Visits,,0,,\n", ""), "The data has visits, which the metadata"),
        (META.replace(",indicator_dp", "").replace(",0,,", ",,"), "lacks the column indicator_dp"),
        (META.replace("School type,,,,,", "School type,,,,,phase"), "by phase, which the data does not have"),
        ("<html>not found</html>", "The metadata beside this file is not used. This is a web page"),
        ("a,b\n1,2\n", "no column col_name and is not used"),
    ],
)  # fmt: skip
def test_what_is_odd_in_the_metadata_is_named_and_the_data_still_loads(tmp_path, meta, words):
    reading = load(tmp_path, meta=meta)

    assert words in said(reading)
    assert reading.kept == 5


def test_labels_that_have_slipped_against_the_columns_are_not_used(tmp_path):
    table = (
        TABLE.replace("100,40,", "1000,4000,").replace("60,30,", "6000,3000,").replace("50,20,", "5000,2000,")
    )
    table = table.replace("20,8,", "2000,800,").replace("30,12,", "3000,1200,")
    meta = META.replace("Pupils,Visits,,0", "Share of boys,Visits,%,1")

    reading = load(tmp_path, table, meta)

    assert "calls pupils a percentage" in said(reading)
    names = dict(reading.tables["measures"].select("code", "name").iter_rows())
    assert names["tidy:pupils"] == "pupils"


def test_a_workbook_of_a_kind_never_seen_names_the_nearest_layouts_and_what_they_lack(tmp_path):
    with pytest.raises(Refused) as refused:
        read(tmp_path / "mystery.csv", content=b"URN,SCHNAME,TPUP,ATT8SCR\n990001,A School,100,44.1\n")

    assert "No layout fits. The nearest: Key stage 4 performance tables" in refused.value.message.text
    assert "lacks RECTYPE, P8MEA" in refused.value.message.text


def test_a_quotation_mark_that_is_never_closed_is_named_with_its_row(tmp_path):
    with pytest.raises(Refused, match="Row 3 opens a quotation mark that is never closed"):
        read(tmp_path / "visits.csv", content=b'a,b\n1,"x"\n2,"y\n3,z\n')


def test_a_heading_with_commas_in_quotation_marks_is_one_column(tmp_path):
    table = (
        'LA Number,Establishment Number,URN,Total Number of Teachers (Headcount),"Support Staff, All (Headcount)",'
        "Total Number of Teachers (Full-Time Equivalent)\n"
        '001,2001,990001,20,"1,016",14.3\n'
    )

    reading = read(tmp_path / "2016-2017" / "england_swf.csv", content=table.encode())

    assert reading.tables["facts"]["value"].to_list() == [14.3]


def test_a_title_above_the_header_does_not_narrow_the_table(tmp_path):
    table = f"Visits to libraries\n{TABLE}"

    assert load(tmp_path, table).kept == 5
