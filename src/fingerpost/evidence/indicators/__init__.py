"""Fingerpost's indicators: one module a theme, one entry an indicator."""

from __future__ import annotations

from dataclasses import replace

from fingerpost.evidence.indicators import (
    attendance,
    context,
    early_years,
    equals,
    inspection,
    on_entry,
    post16,
    primary,
    secondary,
    special_needs,
    trusts,
    vulnerable,
    workforce,
)
from fingerpost.evidence.indicators.model import Break, Catalogue, Indicator, Source

CATALOGUE = Catalogue()
_THEMES = (
    early_years,
    on_entry,
    primary,
    secondary,
    post16,
    attendance,
    special_needs,
    context,
    workforce,
    inspection,
    trusts,
    vulnerable,
)
for _theme in _THEMES:
    CATALOGUE.add(replace(indicator, lait=equals.of(indicator.code)) for indicator in _theme.INDICATORS)

__all__ = ["CATALOGUE", "Break", "Catalogue", "Indicator", "Source"]
