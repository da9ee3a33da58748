"""The schools most like a school, by the census and by what pupils had reached before, and how those schools do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from fingerpost.archive import store
from fingerpost.archive.queries import figures, gathering, places
from fingerpost.archive.queries.snapshots import Holdings
from fingerpost.archive.queries.stated import PUBLISHED
from fingerpost.evidence import current
from fingerpost.evidence.comparison import similar as rules
from fingerpost.evidence.indicators import Indicator
from fingerpost.register import queries as register

#: trait -> the indicators of the census that add up to it.
_CENSUS = {"size": ("roll",), "disadvantaged": ("fsm6",), "sen": ("sen_support", "sen_plan"), "eal": ("eal",)}
#: The figures by whose cohorts a school's pupils are known to have had low or high results before.
_PRIOR = {"primary": "ks2_rwm_expected", "secondary": "ks4_attainment8", "all-through": "ks4_attainment8"}
_TAUGHT = (
    pl.when((pl.col("phase") == "primary") & (pl.col("age_high") <= 8)).then(pl.lit("infant"))
    .when((pl.col("phase") == "primary") & (pl.col("age_low") >= 7)).then(pl.lit("junior"))
    .otherwise("phase")
)  # fmt: skip
_LOW, _HIGH, _MIDDLE = "low_prior", "high_prior", "middle_prior"
_KEPT: dict[str, Holdings] = {}


@dataclass(frozen=True, eq=False)
class Alike:
    """The set of a school: `schools` has place, name, authority, distance, a difference and a value a trait.

    `traits` are the school's own values; `pool` says among how many, of where and which year's census.
    """

    urn: int
    name: str
    traits: dict[str, float | None]
    schools: pl.DataFrame
    period: str
    pool: int
    prior_period: str = ""
    refused: str = ""


@dataclass(frozen=True, eq=False)
class _Pool:
    """place, phase and a column a trait for every school that is held; the census, and the results by phase."""

    schools: pl.DataFrame
    period: str
    prior_periods: dict[str, str]


def of_school(urn: int, holding: Holdings, as_at: date | None, *, count: int = rules.USUAL) -> Alike:
    """The schools most like one, among all that are held; none, with the reason, where too little is known."""
    held = _pool(holding, as_at)
    pool, names = held.schools, register.names([urn])
    mine = pool.filter(pl.col("place") == str(urn))
    traits = {t.code: mine[t.code][0] if mine.height else None for t in rules.TRAITS}
    about = {"urn": urn, "name": names.get(urn, str(urn)), "traits": traits, "period": held.period}
    try:
        found = rules.nearest(pool, str(urn), count=count)
    except rules.NoTraits as refusal:
        return Alike(**about, schools=pl.DataFrame(), pool=0, refused=str(refusal))
    values = pool.rename({t.code: f"is_{t.code}" for t in rules.TRAITS}).drop("phase")
    schools = found.join(values, on="place", how="left", maintain_order="left")
    phase = mine["phase"][0]
    in_phase = pool.filter(pl.col("phase") == phase).height
    prior = held.prior_periods.get(phase, "")
    return Alike(**about, schools=_named(schools), pool=in_phase, prior_period=prior)


def _named(schools: pl.DataFrame) -> pl.DataFrame:
    urns = [int(place) for place in schools["place"].to_list()]
    known = register.names(urns)
    homes = {str(urn): code for urn, code in register.authorities_of(urns).items()}
    areas = {code: place.name for code, place in places.authorities().items()}
    authority = pl.col("place").replace_strict(homes, default=None, return_dtype=pl.String)
    return schools.with_columns(
        name=pl.col("place").replace({str(urn): name for urn, name in known.items()}),
        authority=authority,
        authority_name=authority.replace(areas),
    )


def _pool(holding: Holdings, as_at: date | None) -> _Pool:
    _KEPT[holding.key] = holding
    return _traits(holding.key, as_at)


@lru_cache(maxsize=4)
def _traits(key: str, as_at: date | None) -> _Pool:
    holding = _KEPT[key]
    period = _latest(holding, "roll", as_at)
    phases = register.ages().select("phase", _TAUGHT.alias("taught"), place=pl.col("urn").cast(pl.String))
    known = {
        code: _latest(holding, code, as_at, group=_LOW, column="denominator") for code in set(_PRIOR.values())
    }
    census = _of_census(holding, period, as_at)
    prior = _prior(holding, phases, known, as_at)
    # Schools are like those that teach the same ages: an infant school is none like a junior school.
    found = phases.join(census, on="place").join(prior, on="place", how="left").with_columns(phase="taught")
    schools = found.select("place", "phase", *(pl.col(t.code) for t in rules.TRAITS)).sort("place")
    return _Pool(schools, period, {phase: known[code] for phase, code in _PRIOR.items()})


def _published(holding: Holdings, *wanted: pl.Expr) -> pl.LazyFrame:
    """Published facts of schools: with one authority's own the set would not be the same for whoever asks."""
    found = store.scan(store.SCHOOLS, holding.having("facts"), filters=wanted)
    return found.filter(pl.col("origin").is_in(list(PUBLISHED)))


def _latest(
    holding: Holdings, indicator: str, as_at: date | None, *, group: str = "all", column: str = "value"
) -> str:
    """The last year of which something is stated of schools."""
    wanted = [pl.col("indicator") == indicator, pl.col("group") == group, pl.col(column) > 0]
    wanted += [pl.col("known_on") <= as_at] if as_at else []
    return _published(holding, *wanted).select(pl.col("period").max()).collect().item() or ""


def _of_census(holding: Holdings, period: str, as_at: date | None) -> pl.DataFrame:
    codes = [code for parts in _CENSUS.values() for code in parts]
    wanted = [pl.col("indicator").is_in(codes), pl.col("group") == "all", pl.col("period") == period]
    facts = _published(holding, *wanted).collect()
    now = current.current(places.resolved(facts), as_at).select("place", "indicator", "value")
    wide = now.pivot("indicator", index="place", values="value", aggregate_function="first")
    lacking = [pl.lit(None, dtype=pl.Float64).alias(code) for code in codes if code not in wide.columns]
    wide = wide.with_columns(lacking)
    # A sum of which a part is not known is not known.
    return wide.select(
        "place",
        *(pl.sum_horizontal(*parts, ignore_nulls=False).alias(trait) for trait, parts in _CENSUS.items()),
    )


def _prior(
    holding: Holdings, phases: pl.DataFrame, known: dict[str, str], as_at: date | None
) -> pl.DataFrame:
    """The share of low less that of high prior attainment, in the latest results that tell the cohorts."""
    parts = [_prior_of(holding, code, period, as_at) for code, period in sorted(known.items())]
    asked = phases.with_columns(indicator=pl.col("phase").replace_strict(_PRIOR, default=None))
    return pl.concat(parts).join(asked, on=["place", "indicator"]).select("place", "prior")


def _prior_of(holding: Holdings, indicator: str, period: str, as_at: date | None) -> pl.DataFrame:
    wanted = [
        pl.col("indicator") == indicator,
        pl.col("period") == period,
        pl.col("group").is_in([_LOW, _MIDDLE, _HIGH]),
    ]
    facts = _published(holding, *wanted).collect()
    now = current.current(places.resolved(facts), as_at)
    cohort = pl.col("denominator").fill_null(0)
    shares = now.group_by("place").agg(
        _all=cohort.sum(),
        _low=cohort.filter(pl.col("group") == _LOW).sum(),
        _high=cohort.filter(pl.col("group") == _HIGH).sum(),
    )
    known = shares.filter(pl.col("_all") > 0)
    return known.select(
        "place", indicator=pl.lit(indicator), prior=100 * (pl.col("_low") - pl.col("_high")) / pl.col("_all")
    )


def results(
    alike: Alike, indicator: Indicator, holding: Holdings, wished: pl.Expr, as_at: date | None
) -> pl.DataFrame:
    """The current figures of a school's set, and its own."""
    others = alike.schools["place"].to_list() if alike.schools.height else []
    _KEPT[holding.key] = holding
    return _results(holding.key, tuple(sorted([*others, str(alike.urn)])), indicator.code, as_at).filter(
        wished
    )


@lru_cache(maxsize=64)
def _results(key: str, urns: tuple[str, ...], code: str, as_at: date | None) -> pl.DataFrame:
    estabs = register.estabs().filter(pl.col("urn").is_in([int(urn) for urn in urns]))["laestab"].to_list()
    here = pl.col("place").is_in([*urns, *estabs])
    found = figures.facts([(code, None)], _KEPT[key], here, part=store.SCHOOLS)
    now = current.current(places.resolved(found), as_at)
    return now.filter(pl.col("place").is_in(urns))


def together(
    alike: Alike, indicator: Indicator, holding: Holdings, wished: pl.Expr, as_at: date | None
) -> pl.DataFrame:
    """All pupils of the set as one place, `similar` under the school's URN."""
    found = results(alike, indicator, holding, wished, as_at).filter(pl.col("place") != str(alike.urn))
    sums = gathering.summed(found.with_columns(area=pl.lit(str(alike.urn))), indicator, "similar")
    return sums.with_columns(
        place_name=pl.lit(f"{alike.schools.height} schools most like {alike.name}"),
        note=pl.col("note").str.replace("the authority's", "the similar", literal=True),
    )
