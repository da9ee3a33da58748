"""Where things are kept and found."""

from fingerpost.core import home


def test_the_home_is_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))

    assert home.home() == tmp_path


def test_the_home_in_a_checkout_is_the_same_from_any_directory(monkeypatch, tmp_path):
    monkeypatch.delenv("FINGERPOST_HOME")
    monkeypatch.chdir(tmp_path)

    assert home.home() == home.checkout() / "var"


def test_an_authoritys_own_strategies_come_first(monkeypatch, tmp_path):
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    (tmp_path / "strategies").mkdir()

    assert home.strategies_folders()[0] == tmp_path / "strategies"


def test_the_national_values_are_shipped():
    assert (home.national_folder() / "authorities.yaml").is_file()
