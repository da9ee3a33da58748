"""Pupil results: one row for a pupil, a stage and a year, pseudonymous from the first byte."""
