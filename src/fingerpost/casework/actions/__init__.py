"""Writes of casework, by topic."""
