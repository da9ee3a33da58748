"""Figures as people ask for them: any measure, place and group; who missed it; report tables; headlines; the brief."""
