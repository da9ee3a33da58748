"""Figures as sentences: what they are, what changed, against whom, and how sure that is."""
