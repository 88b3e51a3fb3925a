"""Change rows of the response cache, and the one trigger function of every table that guests are shown."""

from django.db import migrations, models

from core.response_cache.triggers import FUNCTION


class Migration(migrations.Migration):
    dependencies = [("core", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.CharField(max_length=20)),
                ("changes", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("changes__gt", 0)), name="core_change_counts")
                ],
            },
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION core_record_change();"),
    ]
