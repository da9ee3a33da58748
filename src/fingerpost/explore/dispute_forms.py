"""What the pages of disputes ask for."""

from __future__ import annotations

from django import forms

from fingerpost.explore import rules

NO_NAMES = "Write no names, numbers or birthdays of pupils: say how many, and never who."


class DisputeForm(forms.Form):
    """A figure marked wrong."""

    evidence = forms.CharField(
        label="What is wrong, and how do you know?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"Such as which return, list or check says otherwise. {NO_NAMES}",
        error_messages={"required": "Say what is wrong with it, and how you know."},
    )
    should_be = forms.CharField(
        label="What should it be?", max_length=60, required=False, help_text="If you know, such as 62%."
    )


class AnswerForm(forms.Form):
    """The answer to a dispute."""

    answer = forms.ChoiceField(
        label="What is the answer?",
        widget=forms.RadioSelect,
        choices=[(state.value, words) for state, words in rules.ANSWERS.items()],
        error_messages={"required": "Choose an answer."},
    )
    reasons = forms.CharField(
        label="Why?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Whoever raised it reads this. {NO_NAMES}",
        error_messages={"required": "Say why: the school reads the reasons."},
    )

    def __init__(self, *args, state: str, **kwargs):
        super().__init__(*args, **kwargs)
        can_be = rules.NEXT.get(rules.State(state), set())
        choices = self.fields["answer"].choices
        self.fields["answer"].choices = [(value, words) for value, words in choices if value in can_be]
