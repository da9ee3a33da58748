from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("monitor", "0004_visits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = []
