"""A rating is computed again only when something that it reads has changed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.unit.strategy.making import SEPTEMBER_2014, evidence, fact, judged, small_edition

from fingerpost.strategy.fingerprint import fingerprint

READING = "ks2_reading_expected_progress"


def test_the_same_evidence_in_another_order_has_the_same_fingerprint(tmp_path: Path) -> None:
    edition = small_edition(tmp_path)
    known = evidence([fact(READING, 90), fact("ks2_pupils", 30)])
    turned = replace(known, facts=known.facts.reverse())

    assert fingerprint(known, edition, SEPTEMBER_2014) == fingerprint(turned, edition, SEPTEMBER_2014)


def test_whatever_a_rating_reads_changes_its_fingerprint(tmp_path: Path) -> None:
    edition = small_edition(tmp_path)
    known = evidence([fact(READING, 90)], judgements=[judged("capacity", "amber", date(2014, 6, 1))])
    changed = [
        evidence([fact(READING, 91)], judgements=[judged("capacity", "amber", date(2014, 6, 1))]),
        evidence([fact(READING, 90)], judgements=[judged("capacity", "green", date(2014, 6, 1))]),
        evidence([fact(READING, 90)]),
        evidence([fact(READING, 90), fact("ks2_pupils", 30)]),
    ]

    found = {fingerprint(one, edition, SEPTEMBER_2014) for one in (known, *changed)}
    found |= {
        fingerprint(known, edition, date(2014, 9, 2)),
        fingerprint(known, replace(edition, hash="other"), SEPTEMBER_2014),
        fingerprint(replace(known, judged_by=date(2015, 2, 1)), edition, SEPTEMBER_2014),
    }

    assert len(found) == 8


def test_days_of_one_term_make_no_difference_until_a_judgement_is_made(tmp_path: Path) -> None:
    edition = small_edition(tmp_path)
    later = [judged("capacity", "amber", date(2014, 10, 1))]
    known = evidence(judgements=later)

    def on(day: int) -> str:
        return fingerprint(replace(known, judged_by=date(2014, 10, day)), edition, SEPTEMBER_2014)

    assert on(1) == on(20)
    before = fingerprint(replace(known, judged_by=date(2014, 9, 30)), edition, SEPTEMBER_2014)
    assert before == fingerprint(evidence(), edition, SEPTEMBER_2014)
