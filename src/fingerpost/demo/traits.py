"""What makes one school differ from the next: who comes to it, how well it is led, how its pupils do."""

from __future__ import annotations

from random import Random

from fingerpost.demo.county import District
from fingerpost.demo.days import YEARS
from fingerpost.demo.lives import Life


def deprivation(draw: Random, district: District, setting: str) -> float:
    """The share of pupils who are disadvantaged: low and even in villages, wide apart in towns."""
    if setting == "village":
        return _between(draw.gauss(0.75 * district.deprivation, 0.05), 0.02, 0.4)
    return _between(draw.gauss(district.deprivation + 0.01, 0.13), 0.03, 0.68)


def language(draw: Random, district: District, setting: str) -> float:
    """The share of pupils whose first language is not English."""
    usual = district.eal * (0.3 if setting == "village" else 1.0)
    return _between(draw.expovariate(1 / max(usual, 0.01)), 0.0, 0.75)


def give(life: Life, draw: Random, *, spread: float = 0.2) -> None:
    """Leadership, and the strength and absence that go with it, year by year."""
    life.led = draw.gauss(0, 1)
    usual = 0.11 * life.led + draw.gauss(0, spread * 0.75)
    drift = draw.gauss(0.015 * life.led, 0.03)
    life.strength = {year: usual + drift * (year - 2024) + draw.gauss(0, 0.07) for year in YEARS}
    life.rising = draw.gauss(0, 0.25)
    life.absence = draw.gauss(-0.015 * life.led, 0.07)


def _between(value: float, low: float, high: float) -> float:
    return min(high, max(low, value))
