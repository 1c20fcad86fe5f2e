"""The chain of events begins with a head of zeros."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO clinic_eventhead (id, hash) VALUES (1, repeat('0', 64))",
            "DELETE FROM clinic_eventhead",
        )
    ]
