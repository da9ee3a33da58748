"""Writes of the archive, by topic: loading files, withdrawing them, keeping rating runs."""
