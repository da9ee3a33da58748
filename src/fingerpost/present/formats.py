"""How days, numbers and what is missing are written, on pages and in documents alike."""

from datetime import date, datetime
from math import floor, isfinite

MINUS = "−"
NOTHING = "–"

# Why there is no value, as the evidence room names it, in words short enough for a table.
MISSING = {
    "suppressed": "hidden: few pupils",
    "not applicable": "does not apply",
    "not available": "not available",
    "not published": "not published",
    "not supplied": "not supplied",
    "not required": "not required",
    "low coverage": "too few with a result",
    "no entries": "no entries",
    "too new": "school too new",
    "rounds to zero": "rounds to 0",
    "unreliable": "not reliable",
    "blank": "blank in the file",
}

UNITS = {"%": "%", "percent": "%", "per cent": "%"}


def day(value: date | datetime | None) -> str:
    """12 May 2026."""
    return "" if value is None else f"{value.day} {value:%B %Y}"


def short_day(value: date | datetime | None) -> str:
    """12 May 26, for a crowded table."""
    return "" if value is None else f"{value.day} {value:%b %y}"


def moment(value: datetime | None) -> str:
    """12 May 2026 at 3:04pm."""
    if value is None:
        return ""
    hour = value.hour % 12 or 12
    return f"{day(value)} at {hour}:{value:%M}{'am' if value.hour < 12 else 'pm'}"


def number(value: float | None, decimals: int = 0) -> str:
    """1,234.5, with a true minus sign. Nothing for no value: say why with `missing`."""
    if value is None:
        return ""
    if not isfinite(value):
        return NOTHING
    written = f"{rounded(value, decimals):,.{decimals}f}"
    return written.replace("-", MINUS)


def rounded(value: float, decimals: int = 0) -> float:
    """Half away from zero, as published figures are rounded, and never minus nothing."""
    times = 10**decimals
    # The least bit more, for what is a half as it is written and a little less as a machine keeps it.
    whole = floor(abs(value) * times * (1 + 1e-12) + 0.5)
    return whole / times * (-1 if value < 0 < whole else 1)


def change(value: float | None, decimals: int = 1) -> str:
    """A difference with its sign: +1.2, −0.3, 0.0."""
    written = number(value, decimals)
    return (
        f"+{written}" if value is not None and not written.startswith(MINUS) and float(value) > 0 else written
    )


def with_unit(value: float | None, unit: str = "", decimals: int = 0) -> str:
    """A number with its unit: 67%, 104.2."""
    written = number(value, decimals)
    return written and written + ("%" if unit.startswith(tuple(UNITS)) else "")


def missing(status: str | None) -> str:
    """Why there is no value, in words."""
    return MISSING.get(status or "", status or NOTHING)


def plural(count: int, one: str, many: str = "") -> str:
    """1 school, 2 schools, 1,200 schools."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def school_year(period: str | int | None) -> str:
    """2017 as 2016 to 2017: a period is named by the year in which its school year ends."""
    text = str(period or "")
    return f"{int(text) - 1} to {text}" if len(text) == 4 and text.isdigit() else text


def listed(items: list[str], last: str = "and") -> str:
    """One, two and three."""
    items = [str(item) for item in items]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def shortened(text: str, most: int) -> str:
    """A text cut at a word, with a sign that it was."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(",;:") + "…"
