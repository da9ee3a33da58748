"""What every school file says of a school beside its figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fingerpost.demo.days import CODE
from fingerpost.demo.lives import County, Life, Spell

#: The department's short words for kinds of school in performance tables.
SHORT = {
    "Community school": "CY",
    "Voluntary aided school": "VA",
    "Voluntary controlled school": "VC",
    "Foundation school": "FD",
    "Academy converter": "ACC",
    "Academy sponsor led": "AC",
    "Free schools": "F",
    "Community special school": "CYS",
    "Academy special converter": "ACCS",
    "Academy special sponsor led": "ACS",
    "Free schools special": "FS",
    "Pupil referral unit": "PRU",
    "Academy alternative provision converter": "ACCA",
}


def tested(county: County, age: int, year: int) -> Iterator[tuple[Life, Spell]]:
    """Schools that have pupils of an age in May of a year, under the number they then have."""
    for life, spell in county.open_on(date(year, 5, 13)):
        if life.teaches(age, year):
            yield life, spell


def is_special(life: Life) -> bool:
    """Whether the tables list it apart from mainstream schools."""
    return life.phase in ("special", "pru")


def address(life: Life, spell: Spell, day: date) -> dict[str, object]:
    """The columns in which performance tables name a school."""
    return {
        "RECTYPE": "2" if is_special(life) else "1",
        "ALPHAIND": str(10_000 + spell.urn % 10_000),
        "LEA": CODE,
        "LA": CODE,
        "ESTAB": str(spell.estab),
        "URN": str(spell.urn),
        "SCHNAME": life.name_on(day),
        "SCHNAME_AC": "",
        "URN_AC": "0",
        "OPEN_AC": "",
        "ADDRESS1": street(life),
        "TOWN": life.place.town,
        "PCODE": life.place.postcode,
        "TELNUM": telephone(life),
        "NFTYPE": SHORT[spell.type],
        "NFTYPE/FESITYPE": SHORT[spell.type],
        "ICLOSE": "0",
        "RELDENOM": life.character or "Does not apply",
        "AGERANGE": f"{life.low}-{life.high}",
        "EGENDER": life.gender.upper(),
        "GEND1618": life.gender.upper(),
    }


def street(life: Life) -> str:
    """The first line of an address."""
    return f"{life.place.ward} Road" if life.place.setting != "village" else "Church Lane"


def telephone(life: Life) -> str:
    """A number from those that are set aside for invented people."""
    return f"01632 960{life.spells[0].urn % 1000:03d}"


def website(life: Life) -> str:
    """An address that can belong to nobody."""
    words = "".join(c for c in life.name.lower().replace(" ", "-") if c.isalnum() or c == "-")
    return f"https://{words}.example"
