"""An inspection from the call to its report: what follows what, and what is to be done at each point (ours)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from fingerpost.monitor.rules.judging import HERE

NOTIFIED, ON_SITE, FEEDBACK, PUBLISHED = "notified", "on_site", "feedback", "published"
#: In order; the word on the page.
STATES = {
    NOTIFIED: "Notified", ON_SITE: "Inspectors on site", FEEDBACK: "Feedback heard", PUBLISHED: "Report published",
}  # fmt: skip
KINDS = {"full": "Full inspection", "monitoring": "Monitoring inspection", "urgent": "Urgent inspection"}


class NotNow(ValueError):
    """What was to be recorded of an inspection does not follow from where it stands; the words say what to do."""


@dataclass(frozen=True)
class Step:
    """One thing to do; `because` says why. Those that happen by themselves are ticked by nobody."""

    code: str
    state: str
    words: str
    because: str = ""


STEPS = (
    Step("pack", NOTIFIED, "Read the briefing pack", "two minutes before you ring anybody"),
    Step("head", NOTIFIED, "Ring the head", "which days, who leads, what they ask of us, what worries them"),
    Step("meets", NOTIFIED, "Settle who meets the inspector, and tell the school", "name and telephone number"),
    Step("director", NOTIFIED, "Tell the director and the head of service", "that it is on, and nothing more"),
    Step("notes", NOTIFIED, "Look through the last notes of visit", "the inspector may ask what we said and when"),
    Step("met", ON_SITE, "Meet the inspector, if asked", "what support the school has had, and what came of it"),
    Step("evening", ON_SITE, "Ring the head in the evening", "how they are, before how it goes"),
    Step("attend", FEEDBACK, "Hear the feedback, if invited", "it is under embargo until the report is published"),
    Step("embargo", FEEDBACK, "Remind whoever heard it of the embargo", "nobody else may know: not members, not us"),
    Step("care", FEEDBACK, "Ask the head what they need now", "a hard week is hard whatever comes of it"),
    Step("read", PUBLISHED, "Read the report", "against what we knew and what was predicted"),
    Step("level", PUBLISHED, "Compute levels again, and decide the school's", "a new outcome may lay or lift a floor"),
    Step("letter", PUBLISHED, "Write to the head and the chair", "the letter that the strategy promises"),
)  # fmt: skip
#: Working days for the tasks that a published report raises (ours).
LETTER_DAYS, LEVEL_DAYS = 5, 10


def state_of(*, on_site: bool, feedback: bool, published: bool) -> str:
    """Where an inspection stands."""
    return PUBLISHED if published else FEEDBACK if feedback else ON_SITE if on_site else NOTIFIED


def check_notice(kind: str, notified_on: date, starts_on: date, ends_on: date, at: datetime) -> None:
    """Refuse an inspection of no kind, of days in the wrong order, or notified on a day that has not come."""
    if kind not in KINDS:
        raise NotNow(f"Choose what kind of inspection it is: {', '.join(KINDS.values())}.")
    if notified_on > at.astimezone(HERE).date():
        raise NotNow("The call cannot have come on a day that has not come.")
    if not notified_on <= starts_on <= ends_on:
        raise NotNow("The days are out of order: the call, then the first day on site, then the last.")


def check_next(now: str, then: str) -> None:
    """Refuse to go back, or to hear feedback before anybody was on site. A report may be published at any time."""
    order = list(STATES)
    if order.index(then) <= order.index(now):
        raise NotNow(f"It already stands at “{STATES[now].lower()}”.")
    if then == FEEDBACK and now == NOTIFIED:
        raise NotNow("Record first that inspectors were on site.")


def shown_steps(state: str) -> list[tuple[str, list[Step]]]:
    """The steps of every state up to this one, the present one first."""
    order = list(STATES)
    reached = order[: order.index(state) + 1][::-1]
    return [(each, [step for step in STEPS if step.state == each]) for each in reached]
