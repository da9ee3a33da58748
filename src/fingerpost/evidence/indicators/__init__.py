"""Fingerpost's indicators: one module a theme, one entry an indicator."""

from __future__ import annotations

from fingerpost.evidence.indicators import (
    attendance,
    context,
    early_years,
    inspection,
    post16,
    primary,
    secondary,
    trusts,
    workforce,
)
from fingerpost.evidence.indicators.model import Break, Catalogue, Indicator, Source

CATALOGUE = Catalogue()
for _theme in (early_years, primary, secondary, post16, attendance, context, workforce, inspection, trusts):
    CATALOGUE.add(_theme.INDICATORS)

__all__ = ["CATALOGUE", "Break", "Catalogue", "Indicator", "Source"]
