"""Fields that the forms of every room ask for in the same way."""

from django import forms


class Day(forms.DateInput):
    """A day, as the browser asks for one; without help from the browser, 2026-09-01."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
