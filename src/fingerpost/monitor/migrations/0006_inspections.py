import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_terms"),
        ("monitor", "0005_meetings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LiveInspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("urn", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("notified_at", models.DateTimeField()),
                ("notified_on", models.DateField()),
                ("on_site_at", models.DateTimeField(blank=True, null=True)),
                ("feedback_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("published_on", models.DateField(blank=True, null=True)),
                ("suspended_at", models.DateTimeField(blank=True, null=True)),
                ("suspended_reason", models.CharField(blank=True, max_length=300)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.authority"
                    ),
                ),
                (
                    "feedback_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meets",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "notified_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "on_site_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "suspended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-starts_on", "-id"),
            },
        ),
        migrations.CreateModel(
            name="InspectionStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("done_at", models.DateTimeField()),
                (
                    "done_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="monitor.liveinspection",
                    ),
                ),
            ],
            options={
                "ordering": ("done_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="InspectionFeedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("heard_at", models.DateTimeField()),
                (
                    "heard_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feedback",
                        to="monitor.liveinspection",
                    ),
                ),
            ],
            options={
                "ordering": ("heard_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="OutcomePrediction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("urn", models.PositiveIntegerField()),
                ("framework", models.CharField(max_length=30)),
                ("grades", models.JSONField(default=dict)),
                ("confidence", models.PositiveSmallIntegerField()),
                ("reason", models.TextField()),
                ("made_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("moderated_at", models.DateTimeField(blank=True, null=True)),
                ("moderated_reason", models.TextField(blank=True)),
                ("floors", models.JSONField(blank=True, default=list)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.authority"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "moderated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("urn", "-made_on", "-recorded_at", "-id"),
            },
        ),
        migrations.AddIndex(
            model_name="liveinspection",
            index=models.Index(fields=["authority", "urn"], name="live_inspection_school"),
        ),
        migrations.AddConstraint(
            model_name="liveinspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("on_site_at__isnull", True), ("on_site_by__isnull", True)),
                    models.Q(("on_site_at__isnull", False), ("on_site_by__isnull", False)),
                    _connector="OR",
                ),
                name="inspection_on_site_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="liveinspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("feedback_at__isnull", True), ("feedback_by__isnull", True)),
                    models.Q(("feedback_at__isnull", False), ("feedback_by__isnull", False)),
                    _connector="OR",
                ),
                name="inspection_feedback_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="liveinspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="inspection_published_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="liveinspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("suspended_at__isnull", True),
                        ("suspended_by__isnull", True),
                        ("suspended_reason", ""),
                    ),
                    models.Q(
                        ("suspended_at__isnull", False),
                        ("suspended_by__isnull", False),
                        models.Q(("suspended_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="inspection_suspended_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="liveinspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="inspection_undone_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="liveinspection",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="inspection_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="liveinspection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at", None), ("undone_at", None)),
                fields=("authority", "urn"),
                name="one_inspection_of_a_school_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionstep",
            constraint=models.UniqueConstraint(
                fields=("inspection", "code"), name="an_inspection_step_is_done_once"
            ),
        ),
        migrations.AddIndex(
            model_name="outcomeprediction",
            index=models.Index(fields=["authority", "urn"], name="outcome_prediction_school"),
        ),
        migrations.AddConstraint(
            model_name="outcomeprediction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="outcome_prediction_undone_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcomeprediction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("moderated_at__isnull", True),
                        ("moderated_by__isnull", True),
                        ("moderated_reason", ""),
                    ),
                    models.Q(
                        ("moderated_at__isnull", False),
                        ("moderated_by__isnull", False),
                        models.Q(("moderated_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="outcome_prediction_moderated_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcomeprediction",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="outcome_prediction_has_a_reason"
            ),
        ),
    ]
