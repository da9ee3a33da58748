"""Reads of casework, by topic."""
