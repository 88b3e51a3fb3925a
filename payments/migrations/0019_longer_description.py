"""A payment's description is as long as Stripe's; VNPay is told its beginning."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0018_reversal_sales")]
    operations = [
        migrations.AlterField("paymentintent", "description", models.CharField(blank=True, max_length=1000)),
    ]
