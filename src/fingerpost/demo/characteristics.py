"""What pupil files say of invented pupils beyond what tables count: meals, language, ethnicity, home, month of birth.

It is drawn apart from results, and agrees with what the tables say of the same pupils. A number that stands for a pupil
is made of the school's and of chance; there is no name to know.
"""

from __future__ import annotations

from functools import cache
from random import Random

from fingerpost.demo import county
from fingerpost.demo.days import CODE
from fingerpost.demo.lives import Place, Spell
from fingerpost.demo.pupils import PLAN, SUPPORT, Pupil
from fingerpost.evidence.pupils.upn import with_letter

#: Of disadvantaged pupils: looked after, and looked after before; the shares of all pupils are a quarter of these.
IN_CARE, AFTER_CARE = 0.025, 0.045
#: Of pupils who had free meals in six years, those who have them now; and of children in care, those who had them.
MEALS_NOW, CARE_WITH_MEALS = 0.9, 0.8
SERVICE, REFUSED = 0.008, 0.011
#: First languages of pupils for whom English is another, by the census's codes.
EASTERN = {"POL": 34, "RMN": 28, "LIT": 16, "BLG": 9, "LTV": 7, "SLK": 6}
ELSEWHERE = {"URD": 22, "PAN": 17, "GUJ": 13, "BEN": 11, "POR": 12, "ARA": 10, "TUR": 6, "CHI": 5, "MAL": 4}
EASTERN_SHARE = 0.44
#: Ethnic groups by what is spoken at home.
AT_HOME = {
    "english": {"WBRI": 892, "WOTH": 14, "WIRI": 3, "WIRT": 2, "WROM": 5, "MWBC": 20, "MWBA": 8, "MWAS": 14,
                "MOTH": 15, "AIND": 8, "APKN": 6, "AOTH": 3, "BCRB": 5, "BAFR": 4, "OOTH": 1},
    "eastern": {"WOTH": 955, "WROM": 30, "MOTH": 15},
    "URD": {"APKN": 930, "AOTH": 70}, "PAN": {"AIND": 600, "APKN": 400}, "GUJ": {"AIND": 960, "AOTH": 40},
    "BEN": {"ABAN": 970, "AOTH": 30}, "POR": {"WOTH": 800, "BAFR": 120, "MOTH": 80},
    "ARA": {"OOTH": 700, "BAFR": 200, "AOTH": 100}, "TUR": {"WOTH": 700, "OOTH": 300}, "CHI": {"CHNE": 1},
    "MAL": {"AIND": 1},
}  # fmt: skip
#: How far from school pupils live: in its ward, in its district, elsewhere in the county; the rest outside it.
SAME_WARD, SAME_DISTRICT, SAME_COUNTY = 0.66, 0.94, 0.985
Row = dict[str, object]


def described(draw: Random, pupil: Pupil, place: Place) -> Row:
    """What a file says of who a pupil is."""
    return {
        "Gender": "F" if pupil.is_girl else "M",
        **_meals(draw, pupil),
        "SENprovision": {SUPPORT: "K", PLAN: "E"}.get(pupil.sen, "N"),
        **_language(draw, pupil),
        "ServiceChild": _yes(draw.random() < SERVICE),
        "Mobile": _yes(not pupil.is_settled),
        "BirthMonth": draw.randint(1, 12),
        **_home(draw, place),
    }


def number(spell: Spell, born: int, position: int) -> str:
    """A pupil's number: of the form of one, and of a school that does not exist."""
    return with_letter(f"{CODE}{spell.estab:04d}{(born + 4) % 100:02d}{position:03d}")


def _meals(draw: Random, pupil: Pupil) -> Row:
    """Free meals and care, of which disadvantage consists."""
    chance = draw.random() if pupil.is_disadvantaged else 1.0
    is_in_care, was_before = chance < IN_CARE, IN_CARE <= chance < IN_CARE + AFTER_CARE
    in_six_years = pupil.is_disadvantaged and (
        draw.random() < CARE_WITH_MEALS if is_in_care or was_before else True
    )
    return {
        "FSM": _yes(in_six_years and draw.random() < MEALS_NOW),
        "EverFSM6": _yes(in_six_years),
        "PupilPremium": _yes(pupil.is_disadvantaged),
        "CLA": _yes(is_in_care),
        "PostLAC": _yes(was_before),
    }


def _language(draw: Random, pupil: Pupil) -> Row:
    """First language and ethnic group, which go together; who joined late and speaks another may have just arrived."""
    language, home = "ENG", "english"
    if pupil.has_other_language:
        is_eastern = draw.random() < EASTERN_SHARE
        language = _one_of(draw, EASTERN if is_eastern else ELSEWHERE)
        home = "eastern" if is_eastern else language
    arrived = pupil.has_other_language and not pupil.is_settled and draw.random() < 0.6
    ethnicity = "REFU" if draw.random() < REFUSED else _one_of(draw, AT_HOME[home])
    return {"Language": language, "EthnicMinor": ethnicity, "NewArrival": _yes(arrived)}


def _home(draw: Random, place: Place) -> Row:
    """Where the pupil lives; of those outside the county nothing is known."""
    far = draw.random()
    if far >= SAME_COUNTY:
        return {"HomeLA": "", "HomeDistrict": "", "HomeWard": ""}
    district, ward = place.district_code, place.ward_code
    if far >= SAME_DISTRICT:
        district = draw.choice(county.districts()).code
    if far >= SAME_WARD:
        ward = draw.choice(_wards()[district])
    return {"HomeLA": CODE, "HomeDistrict": district, "HomeWard": ward}


@cache
def _wards() -> dict[str, list[str]]:
    """The codes of the wards of each district."""
    return {
        district.code: [county.ward_code(district, n) for n in range(len(county.wards(district)))]
        for district in county.districts()
    }


def _one_of(draw: Random, shares: dict[str, int]) -> str:
    return draw.choices(list(shares), list(shares.values()))[0]


def _yes(is_so: bool) -> str:
    return "Y" if is_so else "N"
