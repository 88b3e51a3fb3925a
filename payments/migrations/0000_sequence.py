"""The sequence by which the objects of /v1 are listed: the first tables already number their rows by it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = []
    run_before = [("payments", "0001_initial")]
    operations = [migrations.RunSQL("CREATE SEQUENCE payments_sequence", "DROP SEQUENCE payments_sequence")]
