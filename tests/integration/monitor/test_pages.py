"""The pages about schools, each once, on ten schools loaded from files and rated by hand."""

import io
import re
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fingerpost.archive.actions import loading
from fingerpost.archive.models import Rating, RatingRun, Snapshot
from fingerpost.archive.queries import editions
from fingerpost.core.actions import people
from fingerpost.core.models import Authority, Post
from fingerpost.evidence.reading.load import Options
from fingerpost.monitor import actions, views
from fingerpost.monitor.models import Judgement, SavedView
from fingerpost.monitor.queries import grid

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
AS_AT = date(2026, 8, 31)
URN = 990001

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def wrenshire(shire):
    """The authority by the name that the sample files give it."""
    Authority.objects.filter(pk=shire.pk).update(name="Wrenshire")
    return Authority.objects.get(pk=shire.pk)


@pytest.fixture
def loaded(wrenshire, monkeypatch, tmp_path, request):
    """Schools, inspections and results loaded from the samples, in a home of their own."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    grid._standings.cache_clear()
    samples = request.config.rootpath / "tests" / "fixtures"
    for name, options in [
        ("gias_schools.csv", Options(as_at=date(2014, 1, 1))),
        ("ofsted_monthly.csv", Options(as_at=date(2014, 5, 31))),
        ("ks2_extract.csv", Options(period="2017")),
    ]:
        loading.load(paths=[samples / name], options=options, by=people.operator(), at=NOW)
    return wrenshire


@pytest.fixture
def judgeable(monkeypatch, edition):
    """The edition that the run was made by is found."""
    monkeypatch.setattr(editions, "edition", lambda code: edition)
    return edition


@pytest.fixture
def rated(loaded, edition):
    """A run that has one school green, the rest without enough evidence."""
    run = RatingRun.objects.create(
        authority=loaded, edition=edition.code, edition_name=edition.name, edition_hash=edition.hash, as_at=AS_AT,
        levels=[{"id": level.id, "name": level.name} for level in edition.levels], computed_at=NOW,
        computed_by=people.operator(), snapshots=list(Snapshot.objects.values_list("id", flat=True)),
    )  # fmt: skip
    strand = {
        "id": "leadership", "name": "Leadership", "family": "leadership", "level": "green", "best": "green",
        "worst": "green", "state": "decided", "by": "data", "made_on": None, "reason": None, "page": "12",
        "sentence": "Leaders are green.", "missing": None, "facts": [fact()],
    }  # fmt: skip
    unknown = strand | {"level": None, "worst": "red", "state": "unknown", "sentence": None, "facts": [], "by": None,
                        "missing": "An adviser's judgement is missing."}  # fmt: skip
    for urn, level, held in [(URN, "green", strand), (990002, "not_enough_evidence", unknown)]:
        Rating.objects.create(
            run=run, urn=urn, name=f"School {urn}", scheme="primary", level=level, indicative="green", best="green",
            worst="amber", is_fragile=True, direction="improving", because=["It is so."], marks=[held], strands=[held],
        )  # fmt: skip
    return run


def fact():
    return {
        "indicator": "ks2_rwm_expected", "group": "all", "period": "2017", "value": 50.0, "text": None,
        "status": "reported", "denominator": 28, "asked": "at least England's median", "known_on": "2017-12-14",
        "file": "ks2_extract.csv", "row": 2, "column": "PTRWM_EXP", "snapshot": "x", "inherited_from": None,
        "result": True, "left_out": False, "cell": "green", "comparator": {"name": "England", "value": 45.0},
    }  # fmt: skip


def page_of(client, user, path):
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return re.sub(r"\s+", " ", answer.content.decode())


def test_an_empty_authority_says_what_to_do_next(client, adviser, monkeypatch, tmp_path):
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))

    assert "No school of Shire is known yet" in page_of(client, adviser, "/001/schools/")
    assert "No file is loaded yet" in page_of(client, adviser, "/001/data/")


def test_before_levels_are_computed_the_grid_says_so(client, adviser, loaded):
    page = page_of(client, adviser, "/001/schools/")

    assert "No levels have been computed yet" in page
    assert "Outstanding" in page


def test_the_grid_shows_levels_marks_and_outcomes(client, adviser, rated):
    page = page_of(client, adviser, "/001/schools/")

    assert 'title="Leadership: green"' in page
    assert "Not enough evidence" in page
    assert "Improving" in page


def test_the_grid_asks_the_database_as_often_for_ten_schools_as_for_two(
    client, adviser, rated, django_assert_max_num_queries
):
    page_of(client, adviser, "/001/schools/")

    with django_assert_max_num_queries(16):
        client.get("/001/schools/")


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("q=990001", "School 0", "School 1<"),
        ("level=green", "School 0", "School 1<"),
        ("level=red", "No school is like that", "School 0"),
        ("phase=primary&flags=fragile", "School 0", "No school is like that"),
        ("ofsted=Good", "School 1", ">School 0<"),
        ("columns=urn", "990001", "Leadership: green"),
    ],
)
def test_the_grid_is_filtered_searched_and_its_columns_chosen(client, adviser, rated, query, shown, hidden):
    page = page_of(client, adviser, f"/001/schools/?{query}")

    table = page[page.index('<table class="fp-grid"') :]
    assert shown in table
    assert hidden not in table


def test_schools_without_a_value_come_last_whichever_way_the_grid_is_sorted(client, adviser, rated):
    for way in ("", "-"):
        page = page_of(client, adviser, f"/001/schools/?sort={way}level")
        names = re.findall(r"/001/schools/(\d+)/", page[page.index('<table class="fp-grid"') :])
        assert set(names[:2]) == {"990001", "990002"}


def test_a_shared_screen_names_no_school(client, adviser, rated):
    page = page_of(client, adviser, "/001/schools/?anonymous=yes&columns=urn&columns=adviser&columns=ofsted")

    table = page[page.index('<table class="fp-grid"') :]
    assert "99000" not in table
    assert "School 0" not in table
    assert "Outstanding" in table


def test_the_grid_is_taken_away_as_it_is_looked_at(client, adviser, rated):
    client.force_login(adviser)

    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get("/001/schools/export.xlsx?level=green").content)
    ).active
    csv = client.get("/001/schools/export.csv?level=green").content.decode("utf-8-sig")

    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["School", "School 0"]
    assert csv.splitlines()[1].startswith("School 0,Primary,Green")
    assert client.get("/001/schools/export.pdf").status_code == 404


def test_a_view_is_kept_used_and_dropped(client, adviser, rated):
    client.force_login(adviser)
    client.post("/001/schools/views/", {"name": "Greens", "query": "level=green&evil=1"})
    view = SavedView.objects.get()

    assert view.query == "level=green"
    assert "Greens" in page_of(client, adviser, "/001/schools/")
    client.post(f"/001/schools/views/{view.pk}/drop/")
    assert not SavedView.objects.exists()


def test_nobody_drops_anothers_view(client, adviser, holding, rated):
    view = SavedView.objects.create(
        authority_id="001", name="Mine", saved_by=adviser, saved_at=NOW, is_shared=True
    )
    client.force_login(holding("data"))

    assert client.post(f"/001/schools/views/{view.pk}/drop/").status_code == 404


def test_a_school_says_why_strand_by_strand(client, adviser, rated, judgeable):
    page = page_of(client, adviser, f"/001/schools/{URN}/")

    assert "It is so." in page
    assert "Leaders are green." in page
    assert "(page 12)" in page
    assert "at least England&#39;s median" in page
    assert "ks2_extract.csv, row 2" in page
    assert "Record a judgement" in page


def test_a_head_sees_the_school_and_no_level(client, holding, rated):
    head = holding("head", urns=[URN], sees_all=False)

    page = page_of(client, head, f"/001/schools/{URN}/")
    grid_page = page_of(client, head, "/001/schools/")

    assert "Outstanding" in page
    for word in ("It is so.", "Direction of travel", "Fragile", "Green"):
        assert word not in page
        assert word not in grid_page
    assert client.get("/001/schools/990002/").status_code == 404
    assert client.get(f"/001/schools/{URN}/pack.pdf?levels=yes").status_code == 403
    assert "990002" not in grid_page


def test_a_school_of_another_authority_is_not_found(client, adviser, rated):
    client.force_login(adviser)

    assert client.get("/001/schools/100000/").status_code == 404


def test_a_figure_opens_its_file_row_and_column(client, adviser, rated):
    page = page_of(
        client, adviser, f"/001/figure/?urn={URN}&indicator=ks2_rwm_expected&group=all&period=2017"
    )

    assert "ks2_extract.csv" in page
    assert "PTRWM_EXP" in page


def test_an_inspection_opens_its_list_and_row(client, adviser, rated):
    page = page_of(client, adviser, f"/001/figure/?urn={URN}&indicator=ofsted_overall&period=2014-03-05")

    assert "ofsted_monthly.csv" in page
    assert "5 March 2014" in page


@pytest.mark.parametrize(
    "query",
    [
        "",
        "urn=x&indicator=a",
        "indicator=nonsense&period=2017",
        f"urn={URN}&indicator=ks2_rwm_expected&period=1999",
    ],
)
def test_a_figure_that_is_not_held_is_not_found(client, adviser, rated, query):
    client.force_login(adviser)

    assert client.get(f"/001/figure/?{query}").status_code == 404


def test_evidence_has_a_table_for_every_chart(client, adviser, rated):
    page = page_of(client, adviser, f"/001/schools/{URN}/evidence/")

    assert "reading, writing and maths" in page
    assert client.get(f"/001/schools/{URN}/evidence/?group=martians").status_code == 404


def test_a_chart_is_drawn_on_request(client, adviser, rated):
    client.force_login(adviser)

    answer = client.get(f"/001/schools/{URN}/chart/ks2_rwm_expected.svg")

    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")
    assert client.get(f"/001/schools/{URN}/chart/nothing.svg").status_code == 404


@pytest.mark.parametrize("levels", ["", "?levels=yes"])
def test_a_data_pack_is_a_pdf(client, adviser, rated, judgeable, levels):
    client.force_login(adviser)

    assert client.get(f"/001/schools/{URN}/pack.pdf{levels}").content.startswith(b"%PDF")


def test_a_judgement_is_recorded_with_reasons_and_taken_back(client, adviser, rated, judgeable):
    client.force_login(adviser)
    path = f"/001/schools/{URN}/judge/primary/leadership/"

    assert "Leaders are amber." in page_of(client, adviser, path)
    refused = client.post(path, {"level": "amber", "reason": "", "made_on": "2026-08-31"})
    done = client.post(path, {"level": "amber", "reason": "Two visits.", "made_on": "2026-08-31"})

    assert "Say why" in refused.content.decode()
    assert done.status_code == 302
    page = page_of(client, adviser, f"/001/schools/{URN}/")
    assert "Two visits." in page
    assert "do not count in them yet" in page or "does not count in them yet" in page
    client.post(f"/001/schools/{URN}/judgements/{Judgement.objects.get().pk}/undo/")
    assert Judgement.objects.get().undone_by == adviser


def test_a_judgement_of_a_day_to_come_is_refused_in_words(client, adviser, rated, judgeable):
    client.force_login(adviser)

    answer = client.post(
        f"/001/schools/{URN}/judge/primary/unsafe/",
        {"level": "red", "reason": "Seen.", "made_on": "2099-01-01"},
    )

    assert "a day that has not come" in answer.content.decode()
    assert client.get(f"/001/schools/{URN}/judge/primary/nonsense/").status_code == 404


def test_recording_may_compute_the_levels_anew(client, adviser, rated, judgeable, monkeypatch):
    asked = []
    monkeypatch.setattr(views.judging.levels, "compute", lambda **told: asked.append(told))
    client.force_login(adviser)

    client.post(
        f"/001/schools/{URN}/judge/primary/leadership/",
        {"level": "red", "reason": "Seen.", "made_on": "2026-08-31", "compute": "yes"},
    )

    assert asked[0]["as_at"] == AS_AT


def test_a_correction_shows_who_and_why_and_is_taken_back(client, holding, rated):
    chief = holding("head-of-service")
    client.force_login(chief)
    path = f"/001/schools/{URN}/correct/"

    wrong = client.post(path, {"field": "roll", "value": "many", "reason": "Counted."})
    client.post(path, {"field": "diocese", "value": "Wrenminster", "reason": "The diocese says so."})

    assert "whole number" in wrong.content.decode()
    page = page_of(client, chief, f"/001/schools/{URN}/")
    assert "The diocese says so." in page
    assert client.post(f"/001/schools/{URN}/correct/diocese/take-back/").status_code == 302
    assert client.post(f"/001/schools/{URN}/correct/diocese/take-back/").status_code == 404


def test_an_adviser_is_named_by_the_schools_of_their_post(client, adviser, rated):
    post = Post.objects.get(user=adviser)
    people.assign_schools(post=post, urns=[URN], by=people.operator(), at=NOW)

    assert "Ada adviser" in page_of(client, adviser, f"/001/schools/{URN}/").split("</dl>")[0]


def upload(client, path, **said):
    client.force_login(said.pop("by"))
    files = [SimpleUploadedFile(path.name, path.read_bytes())]
    return client.post("/001/data/upload/", {"files": files, **said})


def test_an_upload_says_first_what_it_would_change_and_counts_only_when_accepted(
    client, holding, rated, request, django_capture_on_commit_callbacks
):
    officer = holding("data")
    before = Snapshot.objects.count()

    sent = upload(client, request.config.rootpath / "tests/fixtures/own.csv", by=officer, is_own="on")
    page = page_of(client, officer, sent.url)

    assert "Will be loaded" in page
    assert Snapshot.objects.count() == before
    with django_capture_on_commit_callbacks(execute=True):
        accepted = client.post(f"{sent.url}accept/")
    assert accepted.status_code == 302
    own = Snapshot.objects.get(name="own.csv")
    assert own.authority_id == "001"
    assert client.get(sent.url).status_code == 404
    assert "own.csv" in page_of(client, officer, "/001/data/")


def test_an_upload_is_discarded_without_a_trace_in_the_data(
    client, holding, rated, request, django_capture_on_commit_callbacks
):
    officer = holding("data")
    before = Snapshot.objects.count()
    sent = upload(client, request.config.rootpath / "tests/fixtures/own.csv", by=officer, is_own="on")

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{sent.url}discard/")

    assert client.get(sent.url).status_code == 404
    assert Snapshot.objects.count() == before


def test_a_file_that_is_no_table_is_refused_in_a_sentence(client, holding, rated, tmp_path):
    officer = holding("data")
    wrong = tmp_path / "page.csv"
    wrong.write_text("<!DOCTYPE html><html><body>Sorry</body></html>")

    page = page_of(client, officer, upload(client, wrong, by=officer).url)

    assert "Refused" in page
    assert "None of these files can be accepted" in page


def test_another_persons_upload_is_not_found(client, holding, rated, request):
    sent = upload(client, request.config.rootpath / "tests/fixtures/own.csv", by=holding("data"), is_own="on")
    client.force_login(holding("head-of-service"))

    assert client.get(sent.url).status_code == 404


def test_a_file_is_withdrawn_with_a_reason(client, holding, rated):
    chief = holding("head-of-service")
    snapshot = Snapshot.objects.get(name="ks2_extract.csv")
    path = f"/001/data/file/{snapshot.id}/"

    assert "Levels of Wrenshire" in page_of(client, chief, path)
    assert "Say why" in client.post(f"{path}withdraw/", {"reason": ""}).content.decode()
    client.post(f"{path}withdraw/", {"reason": "The wrong year."})

    page = page_of(client, chief, path)
    assert "The wrong year." in page
    assert "Withdrawn" in page_of(client, chief, "/001/data/?state=withdrawn")


def test_files_are_listed_by_kind_and_state(client, adviser, rated):
    assert "No file is of this kind" in page_of(client, adviser, "/001/data/?state=withdrawn")
    assert "No file has been refused" in page_of(client, adviser, "/001/data/refused/")
    assert client.get("/001/data/file/nonsense/").status_code == 404


def test_levels_are_computed_under_a_strategy_that_is_chosen(client, adviser, rated, edition, monkeypatch):
    monkeypatch.setattr(views.grid.editions, "codes", lambda: [edition.code])
    asked = []
    monkeypatch.setattr(views.grid.levels, "compute", lambda **told: asked.append(told) or rated)
    client.force_login(adviser)

    assert "as at" in page_of(client, adviser, "/001/schools/levels/").lower()
    client.post("/001/schools/levels/", {"edition": edition.code, "as_at": "2026-08-31"})

    assert asked[0]["edition"] == edition.code


def test_recorded_judgements_are_listed_for_a_rating(adviser, rated, edition):
    actions.record_judgement(
        authority="001", urn=URN, edition=edition, scheme="primary", strand="leadership", level="red",
        reason="Seen.", by=adviser, at=NOW,
    )  # fmt: skip

    assert Judgement.objects.standing().count() == 1
