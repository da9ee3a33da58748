"""Files a careless person would upload: each is refused, loaded, or named, as expected.csv says."""

import csv
from pathlib import Path

import pytest

from fingerpost.evidence.reading.load import Refused, read

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "broken"

#: What has to be said of each file that is odd: the words by which a person finds it.
WORDS = {
    "adding_z_locationCode": "'z' in region_code",
    "blanks_indicators": "Blank figures: 11 (in enrolments_pa_10_exact_percent)",
    "col_name_duplicate": "the column school_type more than once",
    "col_type": "'Measure', which is neither Filter nor Indicator",
    "country_combinations": "country code and name that do not go together",
    "data_to_meta_crosscheck": "The data has colours, which the metadata does not describe",
    "duplicate_label": "the label Number of persistent absentees more than once",
    "eda_combinations": "'!!!asdsad', '12345567' in english_devolved_area_code",
    "fails_allchecks": "duplicates of another, cell for cell: 1",
    "fails_file validation": "time_period 2018, 2017, 2016, 2015 and 1 more is not an academic year",
    "fails_prescreening2": "'num schools' has spaces",
    "filter_group": "the indicator sess_unauthorised_percent a filter_grouping_column",
    "filter_group_level": "Column school_type has 4 different values",
    "filter_level": "The filter school_type has one value only",
    "geography_level_completed": "1 regional row has a blank region_code",
    "indicator_dp_negative": "the indicator_dp -2",
    "indicator_group_stripped": "'Absence  fields', 'Absence - fields', 'Absence fields'",
    "indicators_smushed": "pupil_count_asian, pupil_count_black",
    "la_col_present": "new_la_code without la_name",
    "label": "enrolments_pa_10_exact no label",
    "lep_combinations": "E37000043 has more than one name",
    "meta_mandatory_cols": "The metadata lacks the column indicator_dp",
    "missing_region_name": "region_code without region_name",
    "na_geography": "'x' in trust_id",
    "no_data_symbols": "holds '..'",
    "not_sch_but_one_filter": "a column school_name and no row at the level School",
    "notavailable_symbols": "':'",
    "ob_unit_meta": "lists time_period, time_identifier, geographic_level",
    "observational_total": "Total in region_code",
    "other_geography_duplicates": "Welsh Harp has more than one code",
    "passes_everything_ancillary": "The level Institution",
    "prov_level_only_dupes": "duplicates of another, cell for cell: 92",
    "region_col_present": "region_name without region_code",
    "region_for_la": "4 local authority rows have a blank region_code",
    "regional_blanks": "1 regional row has no known code in region_code",
    "sch_level_missing_col": "without the column school_laestab",
    "sch_prov": "mixes the levels school and provider",
    "time_identifier_mix": "time_identifier mixes Academic year, Summer term",
    "total": "writes 'All' where the standard has Total",
}


def expectations():
    if not FOLDER.is_dir():
        return []
    with (FOLDER / "expected.csv").open(encoding="utf-8") as table:
        return [(row["file"], row["outcome"]) for row in csv.DictReader(table)]


def outcome(name):
    """Whether the file loads, and everything that is said of it."""
    path = FOLDER / name
    beside = path.with_name(path.stem + ".meta.csv")
    companion = beside.read_bytes() if beside.is_file() else None
    try:
        reading = read(path, companion=companion)
    except Refused as refused:
        return "refused", [refused.message, *refused.also]
    return "loaded", reading.messages


@pytest.mark.parametrize(("name", "expected"), expectations())
def test_a_broken_file_is_refused_loaded_or_named(shared_data, name, expected):
    became, messages = outcome(name)
    said = " ".join(message.text for message in messages)

    if expected == "refuse":
        assert became == "refused"
    if expected == "load":
        assert became == "loaded"
    if expected == "name":
        assert WORDS[Path(name).stem] in said


def test_every_sentence_tells_a_person_something(shared_data):
    for name, _ in expectations():
        for message in outcome(name)[1]:
            assert message.text[0].isupper() or message.text[0].isdigit(), message.text
            assert message.text.endswith("."), message.text
