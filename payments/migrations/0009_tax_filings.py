"""Payees as papers of tax name them, and what became of each month of withheld tax."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0008_history_told'),
        ('core', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='payee',
            name='legal_name',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.CreateModel(
            name='TaxFiling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('livemode', models.BooleanField()),
                ('layout', models.CharField(max_length=40)),
                ('revenue', models.BigIntegerField()),
                ('vat', models.BigIntegerField()),
                ('pit', models.BigIntegerField()),
                ('filed_on', models.DateField()),
                ('reference', models.CharField(max_length=60)),
                ('filed_at', models.DateTimeField(auto_now_add=True)),
                ('paid_on', models.DateField(null=True)),
                ('paid_vat', models.BigIntegerField(default=0)),
                ('paid_pit', models.BigIntegerField(default=0)),
                ('payment_reference', models.CharField(blank=True, max_length=60)),
                ('filed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('movement', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.ledgertransaction')),
                ('paid_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('month', 'livemode'), name='payments_tax_filing_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='payments_tax_filing_month'), models.CheckConstraint(condition=models.Q(models.Q(('movement__isnull', True), ('paid_by__isnull', True), ('paid_on__isnull', True), ('paid_pit', 0), ('paid_vat', 0), ('payment_reference', '')), models.Q(('movement__isnull', False), ('paid_by__isnull', False), ('paid_on__isnull', False), ('paid_pit__gte', 0), ('paid_vat__gte', 0), models.Q(('payment_reference', ''), _negated=True)), _connector='OR'), name='payments_tax_filing_paid_whole')],
            },
        ),
        AppendOnly(
            "payments_taxfiling",
            but=["paid_on", "paid_vat", "paid_pit", "payment_reference", "paid_by_id", "movement_id"],
        ),
    ]
