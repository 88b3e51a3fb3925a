"""A refund that a person transfers although the provider has a call for it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0010_payment_links'),
    ]

    operations = [
        migrations.AddField(
            model_name='refund',
            name='by_hand',
            field=models.BooleanField(default=False),
        ),
    ]
