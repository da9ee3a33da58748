"""What the school's own pages ask for."""

from django import forms

from fingerpost.core.forms import NoChild

WHOLE = ("", "The school as a whole")


class CommentForm(NoChild):
    """A comment on how the school is categorised, on one strand or on the whole."""

    strand = forms.ChoiceField(label="About", required=False)
    words = forms.CharField(
        label="What is wrong or missing",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Write as you would to your adviser. The moderation meeting reads it, and it is answered.",
    )
    field_order = ("strand", "words", "is_no_child")

    def __init__(self, *args, strands, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["strand"].choices = [WHOLE, *strands]


class SecondLookForm(NoChild):
    """What should be looked at again."""

    words = forms.CharField(
        label="What should be looked at again, and why",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Name the strand or the figure, and what you know that the authority did not.",
    )
    field_order = ("words", "is_no_child")
