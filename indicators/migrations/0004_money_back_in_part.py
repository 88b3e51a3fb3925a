"""A sale may be given back in parts, each a fact of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cooperatives', '0003_cash_on_delivery'),
        ('indicators', '0003_declared_facts'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='fact',
            name='indicators_fact_once',
        ),
        migrations.RemoveConstraint(
            model_name='fact',
            name='indicators_fact_sign',
        ),
        migrations.AlterField(
            model_name='fact',
            name='kind',
            field=models.CharField(choices=[('sale', 'Bán hàng'), ('partial', 'Hoàn một phần'), ('reversal', 'Hoàn tiền')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='fact',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'partial'), _negated=True), fields=('kind', 'order_ref'), name='indicators_fact_once'),
        ),
        migrations.AddConstraint(
            model_name='fact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('kind', 'sale')), models.Q(('amount__lt', 0), ('kind__in', ['partial', 'reversal'])), _connector='OR'), name='indicators_fact_sign'),
        ),
    ]
