"""Explore: any measure for places and groups side by side, on four schools in two years of published tables."""

import html
import io
import re
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.integration import published

from fingerpost.archive.actions import loading
from fingerpost.core.actions import people
from fingerpost.core.models import Authority, User
from fingerpost.evidence.reading.load import Options

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
PAGE = "/801/figures/"
BY_SCHOOL = f"{PAGE}?place=authority&place=england&place=schools&group=all"
HILL, MILL, DALE, WOOD = published.HILL, published.MILL, published.DALE, published.WOOD
COLUMNS = ("RECTYPE", "ALPHAIND", "LEA", "ESTAB", "URN", "SCHNAME", "TELIG", "BELIG", "GELIG", "TFSM6CLA1A",
           "PTRWM_EXP", "PTRWM_EXP_B", "PTRWM_EXP_G", "PTRWM_EXP_FSM6CLA1A", "PTRWM_EXP_NotFSM6CLA1A")  # fmt: skip
#: urn, pupils, of them disadvantaged, then per cent of all, boys, girls, disadvantaged, not
LAST_YEAR = [
    (HILL, 30, 10, 50, 45, 55, 40, 60),
    (MILL, 40, 20, 70, 65, 75, 60, 75),
    (DALE, 8, 2, 50, 40, 60, "SUPP", 52),
]
THIS_YEAR = [(HILL, 30, 10, 60, 50, 70, 30, 70), (MILL, 40, 20, 70, 65, 75, 65, 72),
             (DALE, 8, 2, 75, 60, 90, "SUPP", 80),
             (WOOD, 25, 5, 20, 20, 20, 20, 20)]  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def table(folder, year, schools, authority, england):
    rows = []
    for number, (urn, pupils, poor, *shares) in enumerate(schools):
        rows.append((1, number, "801", str(urn)[-4:], urn, published.NAMES[urn], pupils, pupils // 2, pupils // 2, poor,
                     *shares))  # fmt: skip
    rows.append((3, "", "801", "", "", "", *authority))
    rows.append((5, "", "", "", "", "", *england))
    return published.table(folder / f"{year - 1}-{year}" / "ks2final.csv", COLUMNS, rows)


@pytest.fixture
def files(place):
    """A register and two years of key stage 2."""
    published.register(
        place, date(2026, 8, 1), *((urn, {"OpenDate": date(2000, 9, 1)}) for urn in (HILL, MILL, DALE, WOOD))
    )
    table(
        place,
        2025,
        LAST_YEAR,
        (78, 39, 39, 32, 60, 54, 66, 50, 66),
        (600_000, 300_000, 300_000, 180_000, 62, 58, 66, 47, 69),
    )
    table(
        place,
        2026,
        THIS_YEAR,
        (103, 51, 52, 37, 58, 51, 64, 46, 64),
        (610_000, 305_000, 305_000, 183_000, 62, 59, 65, 47, 69),
    )
    return place


@pytest.fixture
def shire(files, load):
    done = load()
    assert not done.anything_refused, done
    return Authority.objects.get(code="801")


@pytest.fixture
def post(shire, client):
    """Sign somebody in who holds a post of a kind, for named schools where there are any."""

    def sign_in(kind, *urns):
        user = people.add_user(email=f"{kind}@801.example", name="Ada Post", by=people.operator(), at=NOW)
        people.give_post(
            user=user, kind=kind, authority=shire, by=people.operator(), at=NOW, from_on=date(2020, 1, 1),
            urns=urns, sees_all=not urns,
        )  # fmt: skip
        client.force_login(User.objects.get(pk=user.pk))
        return client

    return sign_in


@pytest.fixture
def officer(post):
    return post("data")


def text(page):
    """What a reader sees of a page, without its marks."""
    body = re.sub(
        r"<(script|style|svg)\b.*?</\1>|<option.*?</option>", " ", page.content.decode(), flags=re.S
    )
    return (
        html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))
        .replace(" .", ".")
        .replace(" ,", ",")
    )


def row_of(page, *names):
    """The cells of the first row of the table with these words."""
    body = page.content.decode().split('class="fp-grid fp-figuring"')[1]
    for row in re.findall(r"<tr.*?</tr>", body, flags=re.S):
        cells = [
            re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", c)).strip()
            for c in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)
        ]
        if all(any(name in cell for cell in cells[:2]) for name in names):
            return cells
    raise AssertionError(f"No row has {names}.")


def test_a_first_visit_shows_the_latest_year_of_the_main_measure_by_the_groups_of_the_report(officer):
    page = officer.get(PAGE)

    said = text(page)
    assert "Key stage 2 reading, writing and maths: expected standard" in said
    assert "In 2026 the figure for Bristol was 58% of 103 pupils. That is 2 points down on 2025." in said
    assert "the lowest is disadvantaged (46%) and the highest girls (64%)" in said
    assert row_of(page, "Bristol", "Disadvantaged")[2:4] != row_of(page, "England", "Disadvantaged")[2:4]


def test_every_school_stands_beside_the_authority_and_england(officer):
    page = officer.get(BY_SCHOOL)

    assert [row_of(page, name)[1] for name in ("Hill", "Mill", "Wood")] == ["30", "40", "25"]
    assert "up +10.0" in row_of(page, "Hill")[4]
    assert "no value for 2025" in row_of(page, "Wood")[4]
    assert row_of(page, "Wood")[6] == "Below"
    assert (
        "Of 4 schools with a figure, 2 are below England, 1 of them by more than chance would explain."
        in text(page)
    )


def test_every_figure_leads_to_the_file_and_row_it_came_from(officer):
    page = officer.get(BY_SCHOOL).content.decode()

    address = re.search(r'class="fp-from" href="([^"]*urn=990001[^"]*period=2026)"', page).group(1)
    source = officer.get(address.replace("&amp;", "&"))
    assert "ks2final.csv" in text(source)


def test_a_figure_of_england_and_one_that_was_added_up_say_how_they_came_about(officer):
    page = officer.get(f"{PAGE}?place=england&place=district&group=all").content.decode()
    address = re.search(r'class="fp-from" href="([^"]*place_kind=england[^"]*period=2026)"', page).group(1)

    source = text(officer.get(address.replace("&amp;", "&")))

    assert "As the file states it" in source
    assert "ks2final.csv" in source
    assert (
        officer.get(
            f"{PAGE}one/?place_kind=moon&place=1&indicator=ks2_rwm_expected&group=all&period=2026"
        ).status_code
        == 404
    )


def test_few_pupils_say_what_one_of_them_is_worth_and_what_is_not_published_is_not_nought(officer):
    page = officer.get(f"{PAGE}?place=schools&group=all&group=disadvantaged")

    assert "1 pupil = 13 points" in row_of(page, "Dale", "All pupils")[4]
    assert "hidden: few pupils" in row_of(page, "Dale", "Disadvantaged")[4]


def test_groups_are_ordered_by_a_column_and_the_wide_places_stay_first(officer):
    page = officer.get(f"{BY_SCHOOL}&sort=-value").content.decode()

    body = page.split('class="fp-grid fp-figuring"')[1].split("<tbody>")[1]
    order = [body.index(name) for name in ("Bristol", "England", "Dale", "Mill", "Hill", "Wood")]
    assert order == sorted(order)


def test_a_combination_that_no_file_holds_is_said_to_come_from_pupils(officer):
    said = text(officer.get(f"{PAGE}?group=all&and=disadvantaged&and=boys"))

    assert "No figure is held of boys, disadvantaged for this measure." in said
    assert "load the pupils' results" in said


def test_words_that_one_measure_alone_has_choose_it(officer):
    said = text(officer.get(f"{PAGE}?q=maths+expected"))

    assert "“maths expected” is this measure." in said


def test_words_that_no_measure_has_say_what_to_try(officer):
    assert "No measure that is held has “astronomy” in its name." in text(officer.get(f"{PAGE}?q=astronomy"))


def test_a_school_is_chosen_by_words_of_its_name(officer):
    page = officer.get(f"{PAGE}?school=mill+primary")

    assert "In 2026 the figure for Mill Primary School was 70% of 40 pupils." in text(page)
    assert 'value="990002"' in page.content.decode() or "mill primary" in page.content.decode()


def test_words_that_fit_several_schools_ask_which(officer):
    said = text(officer.get(f"{PAGE}?school=primary"))

    assert "2 schools with “primary”. Which one?" in said


def test_a_schools_page_leads_to_its_figures(officer):
    answer = officer.get(f"{PAGE}school/{HILL}/", follow=True)

    assert "the figure for Hill Primary School was 60%" in text(answer)


def test_schools_past_a_line_are_counted_and_shown_alone(officer):
    asked = f"{BY_SCHOOL}&past=worse&line=65"

    said = text(officer.get(asked))
    alone = officer.get(f"{asked}&only=yes").content.decode()

    assert "Of 4 schools with a figure, 2 have one worse than 65%." in said
    assert "Wood School" in alone
    assert ">Mill Primary School</a>" not in alone


def test_without_a_number_the_line_is_englands(officer):
    said = text(officer.get(f"{PAGE}?place=schools&group=disadvantaged&past=wider"))

    assert "Of 3 schools with a figure, 1 has a gap wider than England's 22 points." in said


def test_a_line_that_is_no_number_is_told_and_the_figures_still_shown(officer):
    page = officer.get(f"{BY_SCHOOL}&past=worse&line=many")

    assert "Write the line as a number" in text(page)
    assert row_of(page, "Hill")


def test_a_break_refuses_a_change_and_says_why(officer, files, load):
    table(
        files,
        2019,
        LAST_YEAR,
        (78, 39, 39, 32, 60, 54, 66, 50, 66),
        (600_000, 300_000, 300_000, 180_000, 62, 58, 66, 47, 69),
    )
    load()

    said = text(officer.get(f"{PAGE}?year=2019&group=all"))

    assert "It cannot be held against 2018: no value for 2018." in said


def test_the_files_hold_the_same_choice_unrounded_with_their_sources(officer):
    query = BY_SCHOOL.partition("?")[2]

    plain = officer.get(f"{PAGE}export.csv?{query}").content.decode("utf-8-sig").splitlines()
    book = openpyxl.load_workbook(io.BytesIO(officer.get(f"{PAGE}export.xlsx?{query}").content))

    assert len(plain) == 1 + 6
    assert "ks2final.csv" in plain[-1]
    assert book.sheetnames[1] == "Sources"
    sources = list(book["Sources"].iter_rows(values_only=True))
    assert len([row for row in sources if row[4] == "ks2final.csv"]) == 11
    assert any(
        "Of 4 schools with a figure" in str(row[0]) for row in book["Notes"].iter_rows(values_only=True)
    )


def test_charts_are_served_as_pictures_and_each_has_its_table_and_its_sentence(officer):
    page = officer.get(BY_SCHOOL)
    pictures = re.findall(r'src="(/801/figures/chart/[^"]+)"', page.content.decode())

    assert pictures
    for address in pictures:
        drawn = officer.get(address.replace("&amp;", "&"))
        assert drawn["Content-Type"] == "image/svg+xml"
        assert b"<desc>" in drawn.content
    assert "4 schools from 20% to 75%; 1 below Bristol (58%); 2 below England (62%)" in text(page)
    assert page.content.decode().count("The figures of this chart") == len(pictures)
    saved = officer.get(pictures[0].replace(".svg", ".png").replace("&amp;", "&") + "&save=yes")
    assert saved.content.startswith(b"\x89PNG")
    assert saved["Content-Disposition"].startswith("attachment")


def test_a_chart_with_nothing_to_show_is_not_found(officer):
    assert officer.get(f"{PAGE}chart/quarters.svg?group=all").status_code == 404
    assert officer.get(f"{PAGE}chart/pie.svg").status_code == 404


def own_results(files, load, *rows):
    published.own(files, *rows)
    loading.load(
        paths=[files / "early results.csv"], options=Options(), by=people.operator(), at=NOW, authority="801"
    )


def test_a_councillor_is_not_shown_what_could_tell_of_a_child(post, files, load):
    own_results(files, load, (HILL, "ks2_rwm_expected", "sen_plan", "2026", 50, 2, "2026-08-01"))
    member = post("elected-member")

    page = member.get(f"{PAGE}?place=schools&group=sen_plan")

    assert row_of(page, "Hill")[2].startswith("hidden (a)") or "hidden (a)" in row_of(page, "Hill")
    assert "50%" not in row_of(page, "Hill")
    assert "(a) Hidden" in text(page)


def test_a_head_sees_the_own_school_in_full_and_no_other(post, files, load):
    rows = [(urn, "ks2_rwm_expected", "sen_plan", "2026", 50, 2, "2026-08-01") for urn in (HILL, MILL)]
    own_results(files, load, *rows)
    head = post("head", HILL)

    page = head.get(f"{PAGE}?place=schools&group=sen_plan")

    assert any("50%" in cell for cell in row_of(page, "Hill"))
    assert not any("50%" in cell for cell in row_of(page, "Mill"))


def test_who_may_not_see_figures_is_refused(shire, client):
    user = people.add_user(email="nobody@801.example", name="No Body", by=people.operator(), at=NOW)
    client.force_login(User.objects.get(pk=user.pk))

    assert client.get(PAGE).status_code == 404


def test_more_schools_ask_no_more_of_the_database(officer, files, load):
    def asked():
        officer.get(BY_SCHOOL)
        with CaptureQueriesContext(connection) as queries:
            officer.get(BY_SCHOOL)
        return len(queries)

    before = asked()
    more = [(urn, {"OpenDate": date(2000, 9, 1)}) for urn in range(991000, 991040)]
    published.register(files, date(2026, 8, 2), *more)
    rows = [(urn, "ks2_rwm_expected", "all", "2026", 50 + urn % 40, 30, "2026-08-01") for urn, _ in more]
    load()
    own_results(files, load, *rows)

    assert asked() == before
    assert "44 rows" in text(officer.get(BY_SCHOOL)) or "46 rows" in text(officer.get(BY_SCHOOL))


def test_where_nothing_is_loaded_the_page_says_what_to_load(place, county, client):
    user = people.add_user(email="data@801.example", name="Ada Post", by=people.operator(), at=NOW)
    people.give_post(
        user=user, kind="data", authority=county, by=people.operator(), at=NOW, from_on=date(2020, 1, 1)
    )
    client.force_login(User.objects.get(pk=user.pk))

    said = text(client.get(PAGE))

    assert "No results are loaded yet." in said
    assert "Upload files" in said
