"""Sign-ins of the API end unused, too. Those of before were made without such a limit: they end here."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_erasure")]

    operations = [
        migrations.RunSQL("DELETE FROM accounts_refreshtokenfamily", migrations.RunSQL.noop),
        migrations.AlterField("refreshtokenfamily", "expires_at", models.DateTimeField()),
        migrations.AddField(
            "refreshtokenfamily", "unused_until", models.DateTimeField(db_index=True), preserve_default=False
        ),
    ]
