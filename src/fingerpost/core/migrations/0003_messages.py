import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_terms"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True)),
                ("urn", models.PositiveIntegerField(blank=True, null=True)),
                ("about", models.CharField(blank=True, max_length=120)),
                ("to_name", models.CharField(max_length=120)),
                ("to_email", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be sent"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                            ("unsure", "Unsure: interrupted while it was sent"),
                            ("kept", "Kept here: there is no mail server"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("queued_at", models.DateTimeField()),
                ("sending_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("resent_at", models.DateTimeField(blank=True, null=True)),
                ("resent_reason", models.CharField(blank=True, max_length=300)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="core.authority",
                    ),
                ),
                (
                    "queued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resent_by",
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
                "ordering": ("-queued_at", "-id"),
                "indexes": [
                    models.Index(fields=["authority", "urn"], name="message_school"),
                    models.Index(fields=["state"], name="message_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("resent_at__isnull", True),
                                ("resent_by__isnull", True),
                                ("resent_reason", ""),
                            ),
                            models.Q(
                                ("resent_at__isnull", False),
                                ("resent_by__isnull", False),
                                models.Q(("resent_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="message_sent_again_by_somebody_with_a_reason",
                    )
                ],
            },
        ),
    ]
