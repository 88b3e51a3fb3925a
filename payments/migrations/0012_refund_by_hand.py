"""A refund that a person transfers although the provider has a call for it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0011_longer_return_url'),
    ]

    operations = [
        migrations.AddField(
            model_name='refund',
            name='by_hand',
            field=models.BooleanField(default=False),
        ),
    ]
