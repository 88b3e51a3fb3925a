from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0010_payment_links")]
    operations = [
        migrations.AlterField("paymentintent", "return_url", models.CharField(blank=True, max_length=2000)),
    ]
