"""Three different things are called a gap. Each has its name here, and all come from unrounded figures.

A gap is the pupils' own figure less the other one: below 0 they are behind. Which way is good depends on the measure.
"""

from __future__ import annotations

import polars as pl

#: column -> what it is called wherever it is shown.
NAMES = {
    "gap_within": "Gap within the place: these pupils less the others of the same place",
    "gap_to_national_other": "Gap to England's other pupils: these pupils less England's others (the official one)",
    "gap_to_national": "Gap to the same pupils in England",
    "gap_to_all": "Difference from all pupils of the same place",
}

#: A group -> the pupils it is held against.
OTHERS = {
    "disadvantaged": "not_disadvantaged",
    "fsm": "not_fsm",
    "fsm6": "not_fsm6",
    "sen_support": "sen_none",
    "sen_plan": "sen_none",
    "sen_any": "sen_none",
    "eal": "english",
    "boys": "girls",
    "girls": "boys",
}


def needed(groups: list[str]) -> list[str]:
    """The groups whose figures the gaps of these groups rest on, beside their own."""
    return ["all", *(OTHERS[group] for group in groups if group in OTHERS)]


def with_gaps(frame: pl.DataFrame, england: dict[tuple[str, str], float]) -> pl.DataFrame:
    """Add `england` and the gaps; `england` is (group, period) -> value. Rows are places by group and period."""
    national = pl.DataFrame(
        [(group, period, value) for (group, period), value in england.items()],
        schema={"group": pl.String, "period": pl.String, "england": pl.Float64},
        orient="row",
    )
    here = ["place_kind", "place", "period"]
    values = frame.select(*here, "group", "value")
    lay = frame.with_columns(
        _other=pl.col("group").replace_strict(OTHERS, default=None, return_dtype=pl.String)
    )
    lay = lay.join(national, on=["group", "period"], how="left", maintain_order="left")
    lay = lay.join(
        national.rename({"group": "_other", "england": "_england_other"}), on=["_other", "period"], how="left",
        maintain_order="left",
    )  # fmt: skip
    lay = lay.join(
        values.rename({"group": "_other", "value": "_value_other"}), on=[*here, "_other"], how="left",
        maintain_order="left",
    )  # fmt: skip
    everybody = values.filter(pl.col("group") == "all").select(*here, _all="value")
    lay = lay.join(everybody, on=here, how="left", maintain_order="left")
    is_england = pl.col("place_kind") == "england"
    return lay.with_columns(
        gap_within=pl.col("value") - pl.col("_value_other"),
        gap_to_national_other=pl.when(~is_england).then(pl.col("value") - pl.col("_england_other")),
        gap_to_national=pl.when(~is_england).then(pl.col("value") - pl.col("england")),
        gap_to_all=pl.when(pl.col("group") != "all").then(pl.col("value") - pl.col("_all")),
    ).drop("_other", "_england_other", "_value_other", "_all")
