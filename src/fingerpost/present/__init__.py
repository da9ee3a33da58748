"""Dates, numbers, tables, charts and documents. Knows no school, no fact and no table of the database."""
