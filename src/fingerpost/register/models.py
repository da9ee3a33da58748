"""Schools and what they belong to. Rows here are derived from live snapshots and officers' corrections."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from fingerpost.core.constraints import who_and_when


class School(models.Model):
    """A school or setting under its URN. A school is a life, not a URN: links join URNs into lives."""

    urn = models.PositiveIntegerField(primary_key=True)
    laestab = models.CharField(max_length=7, blank=True)
    name = models.CharField(max_length=200)
    authority = models.ForeignKey(
        "core.Authority", null=True, on_delete=models.PROTECT, related_name="schools"
    )
    phase = models.CharField(max_length=12)
    type = models.CharField(max_length=100, blank=True)
    is_academy = models.BooleanField(default=False)
    is_state_funded = models.BooleanField(default=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_how = models.CharField(max_length=40, blank=True)
    opened_reason = models.CharField(max_length=100, blank=True)
    closed_reason = models.CharField(max_length=100, blank=True)
    age_low = models.SmallIntegerField(null=True, blank=True)
    age_high = models.SmallIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=30, blank=True)
    religious_character = models.CharField(max_length=80, blank=True)
    diocese = models.CharField(max_length=100, blank=True)
    admissions = models.CharField(max_length=60, blank=True)
    has_sixth_form = models.BooleanField(null=True)
    roll = models.PositiveIntegerField(null=True, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    trust_uid = models.CharField(max_length=20, blank=True)
    trust_name = models.CharField(max_length=200, blank=True)
    federation_name = models.CharField(max_length=200, blank=True)
    district_code = models.CharField(max_length=9, blank=True)
    district_name = models.CharField(max_length=80, blank=True)
    ward_code = models.CharField(max_length=9, blank=True)
    ward_name = models.CharField(max_length=80, blank=True)
    street = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    website = models.CharField(max_length=300, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    easting = models.IntegerField(null=True, blank=True)
    northing = models.IntegerField(null=True, blank=True)
    in_register = models.BooleanField(default=False)
    from_tables_only = models.BooleanField(default=False)
    stated_on = models.DateField(null=True, blank=True)
    snapshot = models.CharField(max_length=16, blank=True)
    corrected = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("name", "urn")
        indexes = [
            models.Index(fields=("authority", "is_state_funded"), name="school_authority"),
            models.Index(fields=("laestab",), name="school_laestab"),
        ]

    def __str__(self) -> str:
        return self.name


class AuthoritySpell(models.Model):
    """The days in which a school belonged to an authority: counties split, and schools move with them."""

    urn = models.PositiveIntegerField()
    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="spells")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("urn", "from_on", "id")
        indexes = [models.Index(fields=("authority",), name="spell_authority")]

    def __str__(self) -> str:
        return f"{self.urn} in {self.authority_id}"


class SchoolLink(models.Model):
    """A stated link from one URN to another: predecessor, successor, merger, split."""

    urn = models.PositiveIntegerField()
    link_urn = models.PositiveIntegerField()
    kind = models.CharField(max_length=100)
    linked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("urn", "link_urn", "kind")
        indexes = [
            models.Index(fields=("urn",), name="link_urn"),
            models.Index(fields=("link_urn",), name="link_other"),
        ]

    def __str__(self) -> str:
        return f"{self.urn} {self.kind} {self.link_urn}"


class Trust(models.Model):
    """A trust, federation or sponsor of the register."""

    uid = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=30, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name", "uid")

    def __str__(self) -> str:
        return self.name


class TrustMember(models.Model):
    """A school in a trust, federation or with a sponsor, from a day."""

    urn = models.PositiveIntegerField()
    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="members")
    joined_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("urn", "trust_id")
        indexes = [models.Index(fields=("urn",), name="member_urn")]

    def __str__(self) -> str:
        return f"{self.urn} in {self.trust_id}"


class Change(models.Model):
    """What a load changed in the register: opened, closed, converted, renamed."""

    urn = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    on = models.DateField(null=True, blank=True)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ("-found_at", "urn", "id")
        indexes = [models.Index(fields=("urn",), name="change_urn")]

    def __str__(self) -> str:
        return f"{self.urn} {self.kind}"


class Correction(models.Model):
    """What an officer put right by hand. It survives every later load until it is taken back."""

    urn = models.PositiveIntegerField()
    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=40)
    value = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("urn", "field", "-made_at")
        constraints = [
            who_and_when("correction_taken_back_by_somebody", "taken_back"),
        ]

    def __str__(self) -> str:
        return f"{self.urn} {self.field}"


class LocalArea(models.Model):
    """An area team's patch, a cluster or a locality: the authority's own, set in the product."""

    AREA, CLUSTER, LOCALITY = "area", "cluster", "locality"
    KINDS = [(AREA, "Area"), (CLUSTER, "Cluster"), (LOCALITY, "Locality")]

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="local_areas")
    kind = models.CharField(max_length=10, choices=KINDS)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ("kind", "name")
        constraints = [
            models.UniqueConstraint(fields=("authority", "kind", "name"), name="an_area_once_an_authority")
        ]

    def __str__(self) -> str:
        return self.name


class LocalAreaSchool(models.Model):
    """A school in a local area from a day, until another takes its place."""

    area = models.ForeignKey(LocalArea, on_delete=models.CASCADE, related_name="schools")
    urn = models.PositiveIntegerField()
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("area_id", "urn", "from_on")
        indexes = [models.Index(fields=("urn",), name="area_urn")]

    def __str__(self) -> str:
        return f"{self.urn} in {self.area_id}"


class InPost(models.Model):
    """Somebody in a post at a school, or for a ward, a diocese or a trust, as an officer entered it.

    The register's own names are another thing and are never written here. `about` is a ward, a diocese or a trust where
    there is no school.
    """

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="in_post")
    kind = models.CharField(max_length=30)
    urn = models.PositiveIntegerField(null=True, blank=True)
    about = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    appointed_by = models.CharField(max_length=60, blank=True)
    from_on = models.DateField()
    term_ends_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    checked_on = models.DateField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ("urn", "about", "kind", "-from_on", "name")
        indexes = [models.Index(fields=("authority", "urn"), name="in_post_at_school")]
        constraints = [
            models.CheckConstraint(
                name="in_post_at_a_school_or_for_a_place",
                condition=models.Q(urn__isnull=False, about="")
                | (models.Q(urn__isnull=True) & ~models.Q(about="")),
            ),
            models.CheckConstraint(
                name="in_post_until_later",
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Vacancy(models.Model):
    """A place on a governing body, or a headship, that nobody holds."""

    authority = models.ForeignKey("core.Authority", on_delete=models.PROTECT, related_name="vacancies")
    kind = models.CharField(max_length=30)
    urn = models.PositiveIntegerField()
    appointed_by = models.CharField(max_length=60, blank=True)
    since_on = models.DateField()
    filled_on = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ("urn", "kind", "since_on")
        indexes = [models.Index(fields=("authority", "urn"), name="vacancy_at_school")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.urn}, vacant since {self.since_on}"
