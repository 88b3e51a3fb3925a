"""Goods that a buyer brought back have a reason of their own among the movements."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_own_produce'),
    ]

    operations = [
        migrations.AlterField(
            model_name='stockmovement',
            name='reason',
            field=models.CharField(choices=[('counted', 'Kiểm kho'), ('sold', 'Bán'), ('returned', 'Nhập lại'), ('brought', 'Khách trả lại')], max_length=10),
        ),
    ]
