"""A real year of schools, guarded as if it were ours, and attacked."""

import pytest

pytestmark = pytest.mark.shared_data


@pytest.mark.parametrize("audience", ["public", "member"])
@pytest.mark.parametrize(("authority", "least"), [("873", 10), ("850", 100)])
def test_the_attack_tells_nothing_of_a_published_year(ask, authority, least, audience):
    said = ask(
        "disclose", "--audience", audience, "--authority", authority, "--indicator", "ks2_rwm_expected", "--period",
        "2017", "--as-if-ours", "--attack",
    )  # fmt: skip

    assert said["attack"]["attacked"] > least
    assert said["attack"]["found"] == []
