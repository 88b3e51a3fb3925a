"""What a reversal takes back, by the lines of the tax list. Reversals of before named nothing: all in proportion."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0017_endpoints_switched_off")]
    operations = [migrations.AddField("transferreversal", "sales", models.JSONField(default=list))]
