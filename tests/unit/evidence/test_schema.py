"""Whatever a layout makes goes through one gate."""

import polars as pl
import pytest

from fingerpost.evidence import schema


def test_columns_that_a_layout_left_out_are_blank():
    frame = schema.conform("links", pl.DataFrame({"link_urn": [2], "urn": [1]}))

    assert frame.schema == schema.LINKS
    assert frame.row(0, named=True) == {"urn": 1, "link_urn": 2, "kind": None, "linked_on": None, "row": None}


def test_a_column_that_the_table_does_not_have_is_our_mistake_and_loud():
    with pytest.raises(ValueError, match="table links has no column"):
        schema.conform("links", pl.DataFrame({"urn": [1], "colour": ["red"]}))


@pytest.mark.parametrize("table", schema.TABLES)
def test_every_table_says_from_which_row_of_the_file_each_of_its_rows_came(table):
    assert schema.TABLES[table]["row"] == pl.UInt32
