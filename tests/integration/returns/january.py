"""The days and the measures of the round that these tests open."""

from datetime import UTC, datetime

from fingerpost.returns.rules import Ask

JANUARY = datetime(2026, 1, 15, 10, tzinfo=UTC)
LATE = datetime(2026, 2, 3, 10, tzinfo=UTC)
CLOSED = datetime(2026, 3, 1, 10, tzinfo=UTC)
ALL, SOME = Ask("ks2_rwm_expected", "all"), Ask("ks2_rwm_expected", "disadvantaged")
