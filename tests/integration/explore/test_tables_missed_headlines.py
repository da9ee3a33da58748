"""Report tables, who missed a measure, and headlines: pages over published tables and over pupils, by audience."""

import csv
import html
import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.integration import published

from fingerpost.archive.actions import pupils as loading
from fingerpost.archive.queries import editions
from fingerpost.core.actions import people
from fingerpost.core.models import Authority, User
from fingerpost.evidence.pupils.upn import with_letter
from fingerpost.explore.views import tables

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
HILL, MILL = published.HILL, published.MILL
TABLES, MISSED, HEADLINES = "/801/figures/tables/", "/801/figures/missed/", "/801/figures/headlines/"
COLUMNS = ("RECTYPE", "ALPHAIND", "LEA", "ESTAB", "URN", "SCHNAME", "TELIG", "BELIG", "GELIG", "TFSM6CLA1A",
           "PTRWM_EXP", "PTRWM_EXP_B", "PTRWM_EXP_G", "PTRWM_EXP_FSM6CLA1A", "PTRWM_EXP_NotFSM6CLA1A")  # fmt: skip
#: (special needs, ethnicity, free meals) -> pupils, and how many of them reached it
PUPILS = {
    ("K", "WBRI", "N"): (40, 12),
    ("K", "WBRI", "Y"): (20, 3),
    ("N", "WBRI", "Y"): (25, 12),
    ("N", "AIND", "N"): (30, 21),
    ("E", "AIND", "Y"): (4, 0),
    ("N", "WBRI", "N"): (100, 75),
}

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def results(folder, year, hill, mill, authority, england):
    """The key stage 2 table of a year: pupils, boys, girls, disadvantaged, then per cent of all and of each group."""
    rows = [
        (1, 1, "801", str(HILL)[-4:], HILL, published.NAMES[HILL], *hill),
        (1, 2, "801", str(MILL)[-4:], MILL, published.NAMES[MILL], *mill),
        (3, "", "801", "", "", "", *authority),
        (5, "", "", "", "", "", *england),
    ]
    return published.table(folder / f"{year - 1}-{year}" / "ks2final.csv", COLUMNS, rows)


@pytest.fixture
def shire(place, load):
    """A register and two years of key stage 2: the authority fell by eight points, England stayed."""
    opened = {"OpenDate": date(2000, 9, 1)}
    published.register(place, date(2026, 8, 1), (HILL, opened), (MILL, opened))
    england = (600_000, 300_000, 300_000, 180_000, 62, 58, 66, 47, 69)
    results(place, 2025, (30, 15, 15, 10, 50, 45, 55, 40, 60), (8, 4, 4, 2, 75, 50, 100, 50, 83),
            (5000, 2500, 2500, 1500, 63, 60, 66, 48, 69), england)  # fmt: skip
    results(place, 2026, (30, 15, 15, 10, 60, 50, 70, 30, 70), (8, 4, 4, 2, 50, 50, 50, 50, 50),
            (5000, 2500, 2500, 1500, 55, 52, 58, 40, 61), england)  # fmt: skip
    done = load()
    assert not done.anything_refused, done
    return Authority.objects.get(code="801")


@pytest.fixture
def cohort(shire):
    """Pupils of two schools, of the year 2026."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("UPN", "URN", "SEN", "Ethnicity", "FSM", "RWM"))
    number = 0
    for (sen, ethnicity, meals), (count, reached) in PUPILS.items():
        for turn in range(count):
            number += 1
            upn = with_letter(f"{801_000_000_000 + number:012d}"[-12:])
            writer.writerow(
                (upn, HILL if number % 4 else MILL, sen, ethnicity, meals, "Y" if turn < reached else "N")
            )
    mapping = {
        "columns": {"URN": "urn", "SEN": "sen", "Ethnicity": "ethnicity", "FSM": "fsm", "RWM": "rwm_expected"}
    }
    done = loading.load_pupils(
        path=Path("ks2 pupils.csv"), content=out.getvalue().encode(), stage="ks2", year=2026, mapping=mapping,
        known_on=date(2026, 7, 8), authority="801", by=people.operator(), at=NOW,
    )  # fmt: skip
    assert done.outcome == "loaded", done.message
    assert done.file.kept == sum(count for count, _ in PUPILS.values())
    return shire


@pytest.fixture
def post(county, client):
    """Sign somebody in who holds a post of a kind, for named schools where there are any."""

    def sign_in(kind, *urns):
        user = people.add_user(email=f"{kind}@801.example", name="Ada Post", by=people.operator(), at=NOW)
        people.give_post(
            user=user, kind=kind, authority=county, by=people.operator(), at=NOW, from_on=date(2020, 1, 1),
            urns=urns, sees_all=not urns,
        )  # fmt: skip
        client.force_login(User.objects.get(pk=user.pk))
        return client

    return sign_in


def text(page):
    """What a reader sees of a page, without its marks."""
    assert page.status_code == 200, page.status_code
    body = re.sub(
        r"<(script|style|svg)\b.*?</\1>|<option.*?</option>", " ", page.content.decode(), flags=re.S
    )
    return (
        html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))
        .replace(" .", ".")
        .replace(" ,", ",")
    )


def linked(page, words):
    """The address of the first link that says these words."""
    found = re.search(rf'href="([^"]+)">{re.escape(words)}<', page.content.decode())
    assert found, words
    return html.unescape(found.group(1))


def test_the_report_table_prints_two_years_the_direction_and_the_differences(shire, post):
    said = text(post("data").get(TABLES))

    assert "Group 2025 2026 25-26 Direction of Travel (ppt) Difference from Bristol All Pupils (ppt)" in said
    assert re.search(r"All pupils \(5,000 pupils\) 63 .*? 55 .*? 8↓ – −7ppt 62 .*? −7ppt", said)
    assert re.search(r"Boys \(2,500 pupils\) 60 .*? 52 .*? 8↓ −3ppt −10ppt 58 .*? −6ppt", said)


def test_every_figure_of_the_table_opens_its_own_evidence(shire, post):
    officer = post("data")
    page = officer.get(TABLES)

    ours, englands = (text(officer.get(linked(page, words))) for words in ("55", "62"))

    assert "Bristol Key stage 2 reading, writing and maths: expected standard Figure 55%" in ours
    assert "England Key stage 2 reading, writing and maths: expected standard Figure 62%" in englands


def test_a_row_that_is_counted_from_other_files_than_the_rest_says_so(cohort, post):
    said = text(post("data").get(TABLES))

    assert (
        "Counted from the results of pupils, where the other rows are published: Eligible for free school meals"
        in said
    )


@pytest.mark.parametrize(
    ("form", "begins"), [("csv", b"\xef\xbb\xbfTable"), ("xlsx", b"PK"), ("pdf", b"%PDF")]
)
def test_the_table_is_taken_away(shire, post, form, begins):
    answer = post("data").get(f"/801/figures/tables.{form}?measure=ks2_rwm_expected&year=2026")

    assert answer.status_code == 200
    assert answer.content.startswith(begins)


def test_a_member_is_not_shown_a_small_group_of_a_school(cohort, post):
    page = f"{TABLES}?school={MILL}&year=2026"
    officer, member = (text(post(kind).get(page)) for kind in ("data", "elected-member"))
    assert "EHC plan (1 pupil) – 0.0" in officer
    assert "EHC plan (1" not in member


def test_without_groups_the_page_says_what_to_load(place, post):
    officer = post("data")

    assert "No figure of a pupil group is held yet." in text(officer.get(TABLES))
    assert "No results of pupils are held yet" in text(officer.get(MISSED))
    assert "No result, absence or suspension" in text(officer.get(HEADLINES))


def test_who_missed_it_counts_each_pupil_once(cohort, post):
    said = text(post("data").get(MISSED))

    assert "96 of 219 pupils missed it (44%)." in said
    for row in ("Any SEN 40 28 70.0%", "Any SEN and eligible for free school meals 20 17 85.0%", "None of these 100 25",
                "All pupils 219 96 43.8% 100.0% 38.0% 5.8"):  # fmt: skip
        assert row in said


def test_other_audiences_see_small_combinations_together(cohort, post):
    said = text(post("elected-member").get(MISSED))

    assert "minority ethnic" not in said.split("Pupils with")[1].lower()
    assert "Other combinations together 54 30 55.6%" in said


def test_others_than_officers_do_not_choose_what_is_combined(cohort, post):
    member = post("elected-member")

    asked, plain = (text(member.get(f"{MISSED}{query}")) for query in ("?with=fsm", ""))

    assert asked == plain
    assert "Characteristics:" not in plain


def test_characteristics_are_chosen_in_the_address(cohort, post):
    officer = post("data")

    assert "Eligible for free school meals 49 34" in text(officer.get(f"{MISSED}?with=fsm"))
    refused = officer.get(
        f"{MISSED}?" + "&".join(f"with={c}" for c in ("boys", "girls", "fsm", "eal", "mobile", "asian"))
    )
    assert "There is a problem Choose one to 5 characteristics." in text(refused)


def test_the_plot_and_the_table_are_of_the_same_combinations(cohort, post):
    officer = post("data")

    plot = officer.get("/801/figures/missed/plot.svg?with=fsm").content.decode()
    taken = officer.get("/801/figures/missed.csv?with=fsm").content.decode("utf-8-sig")

    assert "Eligible for free school meals 34 (69%)" in html.unescape(plot)
    assert "Eligible for free school meals,49,34," in taken


def test_a_head_sees_the_pupils_of_the_own_school_alone(cohort, post):
    head = post("head", HILL)

    assert text(head.get(f"{MISSED}?school={HILL}&with=fsm"))
    assert head.get(f"{MISSED}?school={MILL}&with=fsm").status_code == 404


def test_headlines_say_what_changed_and_against_whom_and_open_their_figures(shire, post):
    officer = post("data")
    page = officer.get(HEADLINES)
    said = text(page)

    assert "Down 8 points on 2025 (63%), more than chance would bring; England stayed about the same." in said
    assert "7 points below England (62%), more than chance would bring: 350 pupils." in said
    assert "England Key stage 2 reading" in text(officer.get(linked(page, "England 2026 62%")))


def test_headlines_of_few_pupils_draw_nothing_from_them(shire, post):
    said = text(post("data").get(f"/801/schools/{MILL}/headlines/"))

    assert (
        "Fewer than 11 pupils were counted, so no change and no difference is drawn from these figures."
        in said
    )
    assert "50% of 8 pupils in 2026. One pupil is worth 12.5 points." in said
    assert (
        "more than chance would bring"
        not in said.split("How sure a sentence is")[0].split("open what it rests on")[1]
    )


def test_headlines_are_chosen_by_group_and_by_what_they_come_to(shire, post):
    officer = post("data")

    assert "expected standard – boys" not in text(officer.get(f"{HEADLINES}?group=girls"))
    assert "No headline comes to that." in text(officer.get(f"{HEADLINES}?tone=strengths"))


def test_small_numbers_are_left_out_of_a_members_headlines(cohort, post):
    said = text(post("elected-member").get(f"/801/schools/{MILL}/headlines/"))

    assert "EHC plan: neither" not in said
    assert "left out because of small numbers" in said


def test_printed_tables_of_an_edition_are_shown_with_what_they_contradict(shire, post, monkeypatch):
    edition = editions.edition("cambridgeshire/2014-16")
    monkeypatch.setattr(tables.editions, "edition_of", lambda code: edition)
    said = text(post("data").get("/801/figures/tables/printed/"))

    assert "printed -48ppt, ours -47ppt" in said
    assert "printed 36%, ours 40%" in said


def test_a_head_is_shown_the_own_school_in_full_and_the_authority_without_what_it_would_give_away(
    cohort, post
):
    head = post("head", HILL)

    own, everywhere = (text(head.get(f"{MISSED}{query}")) for query in (f"?school={HILL}&with=sen_any", ""))

    assert "Characteristics: 1 chosen" in own
    assert "Combinations of few pupils are shown together" in everywhere
    assert "Other combinations together" in everywhere
