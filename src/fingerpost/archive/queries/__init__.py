"""Reads of the archive, by topic. Published data is for every signed-in person; own data for its authority alone."""
