"""Which failed refund another try stands in for."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0013_settlement_decisions"),
    ]

    operations = [
        migrations.AddField(
            model_name="refund",
            name="replaces",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="again", to="payments.refund"
            ),
        ),
    ]
