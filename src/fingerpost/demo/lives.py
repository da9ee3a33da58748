"""What the demonstration knows of a school: one life, under one number after another."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Group:
    """A trust, a sponsor or a federation, as the register lists groups."""

    uid: str
    name: str
    kind: str
    opened_on: date
    company: str = ""


@dataclass
class Spell:
    """A life's days under one URN."""

    urn: int
    estab: int
    name: str
    type: str
    opened_on: date
    opened_reason: str
    closed_on: date | None = None
    closed_reason: str = ""
    trust: Group | None = None
    joined_on: date | None = None

    def is_open(self, on: date) -> bool:
        """Open on the day."""
        return self.opened_on <= on and (self.closed_on is None or self.closed_on > on)

    @property
    def is_academy(self) -> bool:
        """Run by a trust."""
        return self.type.startswith(("Academy", "Free school"))


@dataclass
class Place:
    """Where a school stands."""

    district: str
    district_code: str
    ward: str
    ward_code: str
    town: str
    setting: str
    postcode: str


@dataclass(eq=False)
class Life:
    """A school through its whole life, with all that its figures and inspections are drawn from.

    `intake` is the usual number of pupils in a year group. `strength` is how far, year by year, its pupils do better
    than like pupils elsewhere, in standard deviations of one pupil. `led` is how well it is led, on the same kind of
    scale, and `rising` by how much more each year. `before` are the keys of the lives that it took the place of.
    """

    key: str
    name: str
    phase: str
    form: str
    place: Place
    low: int
    high: int
    intake: int
    deprivation: float
    eal: float
    sen: float
    character: str = ""
    has_nursery: bool = False
    has_sixth_form: bool = False
    led: float = 0.0
    rising: float = 0.0
    strength: dict[int, float] = field(default_factory=dict)
    absence: float = 0.0
    spells: list[Spell] = field(default_factory=list)
    federation: Group | None = None
    gender: str = "Mixed"
    before: tuple[str, ...] = ()
    first_year: int | None = None
    was_called: str = ""
    renamed_on: date | None = None
    story: str = ""

    def spell_on(self, day: date) -> Spell | None:
        """The URN that it goes under on a day."""
        return next((s for s in self.spells if s.is_open(day)), None)

    @property
    def now(self) -> Spell:
        """Its latest spell."""
        return self.spells[-1]

    def teaches(self, age: int, year: int) -> bool:
        """Whether it has a class in which pupils turn this age in the school year (5 is reception).

        A school that began with its youngest pupils alone (`first_year`) grows by one class a year.
        """
        youngest = max(self.low, 4)
        grown = self.first_year is None or age - youngest <= year - self.first_year + 1
        return youngest < age <= self.high and grown

    def name_on(self, day: date) -> str:
        """The name it has on a day, under the number of that day."""
        spell = self.spell_on(day) or self.now
        is_old = self.renamed_on is not None and day < self.renamed_on and spell is self.now
        return self.was_called if is_old else spell.name


@dataclass
class County:
    """Everything invented, before it is written as files."""

    name: str
    lives: list[Life]
    trusts: list[Group]
    federations: list[Group]

    def open_on(self, day: date) -> list[tuple[Life, Spell]]:
        """Schools open on a day, each with the number it then has."""
        found = ((life, life.spell_on(day)) for life in self.lives)
        return [(life, spell) for life, spell in found if spell]

    def by_key(self, key: str) -> Life:
        """One life."""
        return next(life for life in self.lives if life.key == key)
