"""Posts that follow an area, a ward or a trust; schools handed over from one post to another."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_WHO = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": settings.AUTH_USER_MODEL}


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_messages"),
    ]

    operations = [
        migrations.AddField("post", "about", models.CharField(blank=True, max_length=40)),
        migrations.AddField("post", "about_name", models.CharField(blank=True, max_length=200)),
        migrations.AlterField(
            model_name="post",
            name="scope",
            field=models.CharField(
                choices=[
                    ("all", "All schools"),
                    ("named", "Named schools only"),
                    ("area", "The schools of an area, cluster or locality"),
                    ("ward", "The schools of a ward"),
                    ("trust", "The schools of a trust"),
                ],
                default="all",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", ("area", "ward", "trust")), ("about", ""), _connector="XOR"),
                name="post_says_what_it_follows",
            ),
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("moved", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "from_post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handed_over",
                        to="core.post",
                    ),
                ),
                (
                    "to_post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="taken_over", to="core.post"
                    ),
                ),
                ("made_by", models.ForeignKey(**_WHO)),
                ("undone_by", models.ForeignKey(blank=True, null=True, **_WHO)),
            ],
            options={
                "ordering": ("-made_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="hand_over_undone_by_somebody",
                    )
                ],
            },
        ),
    ]
