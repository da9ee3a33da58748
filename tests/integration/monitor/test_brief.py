"""The morning brief: what came, who moved, what is missing, provisional, disputed or predicted, on one page."""

from datetime import UTC, date, datetime

import pytest
from tests.integration.published import DALE, HILL, MILL, NAMES, WOOD, register, results

from fingerpost.core.actions import people
from fingerpost.core.models import User
from fingerpost.explore.actions import disputes
from fingerpost.monitor import brief as words
from fingerpost.monitor.queries import brief as queries
from fingerpost.present import pdf
from fingerpost.returns.actions import rounds, sending
from fingerpost.returns.rules import Ask, Said

pytestmark = pytest.mark.django_db

TODAY, NOW = date(2026, 9, 12), datetime(2026, 9, 1, 9, tzinfo=UTC)
BRIEF = "/801/figures/brief/"


@pytest.fixture
def holding(county):
    def make(kind, *urns):
        user = people.add_user(email=f"{kind}@a.example", name=f"Ada {kind}", by=people.operator(), at=NOW)
        people.give_post(
            user=user, kind=kind, authority=county, by=people.operator(), at=NOW, from_on=date(2020, 1, 1), urns=urns,
            sees_all=not urns,
        )  # fmt: skip
        return User.objects.get(pk=user.pk)

    return make


@pytest.fixture
def director(holding):
    return holding("director")


@pytest.fixture
def loaded(place, load):
    """Hill rose, Mill fell, Dale is not in this year's file and Wood has too few pupils to be listed."""
    register(place, date(2026, 1, 1), HILL, MILL, DALE, WOOD)
    results(place, 2025, (HILL, 30, "60"), (MILL, 20, "50"), (DALE, 12, "75"), (WOOD, 8, "50"), authority="57",
            england="62")  # fmt: skip
    results(place, 2026, (HILL, 30, "70"), (MILL, 20, "40"), (WOOD, 8, "100"), authority="59", england="61",
            name="ks2provisional.csv")  # fmt: skip
    load()


def made(user, **options):
    return queries.brief(user, "801", today=TODAY, **options)


def test_the_main_figure_stands_against_last_year_and_england(loaded, director):
    found = made(director)

    assert (found.stage, found.year) == ("KS2", "2026")
    assert words.lead(found).endswith("59%; 2.0 points up on last year and 2.0 points below England.")


def test_risers_and_fallers_have_their_cohorts_and_the_smallest_schools_are_in_neither(loaded, director):
    found = made(director)

    assert [(one.name, one.pupils, one.change) for one in found.risers] == [(NAMES[HILL], 30, 10)]
    assert [(one.name, one.pupils, one.change) for one in found.fallers] == [(NAMES[MILL], 20, -10)]
    assert found.too_few == 1


def test_what_is_missing_is_named(loaded, director):
    said = dict(words.to_know(made(director)))

    assert said["Missing"] == "1 school with a figure last year is not in the file: Dale Academy."
    assert "ks2provisional.csv" in said["Loaded"]


def test_disputes_and_predictions_stand_in_it(loaded, director, holding):
    officer = holding("data")
    disputes.dispute(
        authority="801", urn=HILL, place_name="Hill", indicator="ks2_rwm_expected", group="all", period="2026",
        shown="70%", evidence="Two pupils more.", by=officer, at=NOW,
    )  # fmt: skip
    asked = rounds.ask(
        authority="801", name="January Year 6", kind="prediction", year=2026, phases=["primary"],
        asks=[Ask("ks2_rwm_expected", "all")], opens_on=date(2026, 1, 5), due_on=date(2026, 1, 30),
        closes_on=date(2026, 2, 9), by=officer, at=NOW,
    )  # fmt: skip
    at = datetime(2026, 1, 20, 9, tzinfo=UTC)
    sending.send(
        asked=asked, urn=HILL, said={Ask("ks2_rwm_expected", "all"): Said(30, 15)}, by=officer, at=at
    )

    said = dict(words.to_know(made(director)))

    assert said["Disputed"] == "1 disputed figure waits for an answer, the oldest for 11 days."
    assert "1 school expected 50.0; it came to 70.0 in them, 20.0 points above." in said["Predicted"]


def test_it_is_for_officers(client, loaded, holding):
    client.force_login(holding("head", HILL))

    assert client.get(BRIEF).status_code == 403


def test_before_anything_is_loaded_the_page_says_what_to_do(client, place, director):
    client.force_login(director)

    assert "No results are loaded yet." in client.get(BRIEF).content.decode()
    assert client.get("/801/figures/brief.pdf").status_code == 404


def test_the_page_and_the_sheet_are_there(client, loaded, director):
    client.force_login(director)

    page = client.get(f"{BRIEF}?since=2026-08-01&stage=KS2").content.decode()
    sheet = client.get("/801/figures/brief.pdf")

    assert "Rose most" in page
    assert "Dale Academy" in page
    assert sheet.content.startswith(b"%PDF")
    assert client.get(f"{BRIEF}?since=never&stage=none").status_code == 200


def test_it_fits_one_page_when_every_list_is_full(loaded, director, county):
    found = made(director)
    name = "Saint Someone's Church of England Voluntary Aided Primary School, Upper Village"
    mover = queries.Mover("990001", name, 60.0, 30, 12.0)
    full = {
        "lines": found.lines * 3, "risers": [mover] * queries.MOST_MOVED, "fallers": [mover] * queries.MOST_MOVED,
        "missing": [name] * 30, "files": found.files * 2, "more_files": 40,
    }  # fmt: skip
    longest = queries.Brief(**(vars(found) | full))

    assert len(pdf.to_pictures(words.document(longest, county, TODAY), dots=30)) == 1
