"""The chain of events begins with a head of zeros."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO clinic_eventhead (id, event_id, hash) VALUES (1, 0, repeat('0', 64))",
            "ALTER TABLE clinic_eventhead DISABLE TRIGGER USER; TRUNCATE clinic_eventhead",
        )
    ]
