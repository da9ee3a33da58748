"""Tidy files, as Explore Education Statistics has them: a row a time, place and group; a column an indicator."""
