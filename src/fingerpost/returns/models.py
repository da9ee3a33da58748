"""Rounds of collecting, and what each school sent."""
