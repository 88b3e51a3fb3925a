import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SandboxPayment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('tmn_code', models.CharField(max_length=8)),
                ('txn_ref', models.CharField(max_length=100)),
                ('create_date', models.CharField(max_length=14)),
                ('expire_date', models.CharField(max_length=14)),
                ('amount', models.BigIntegerField()),
                ('order_info', models.CharField(max_length=255)),
                ('return_url', models.CharField(max_length=255)),
                ('bank_code', models.CharField(default='NCB', max_length=20)),
                ('card_type', models.CharField(default='ATM', max_length=10)),
                ('play', models.CharField(default='ipn_first', max_length=12)),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0)),
                ('response_code', models.CharField(blank=True, max_length=2)),
                ('transaction_status', models.CharField(blank=True, max_length=2)),
                ('transaction_no', models.CharField(blank=True, max_length=15)),
                ('pay_date', models.CharField(blank=True, max_length=14)),
                ('ipn_tries', models.PositiveSmallIntegerField(default=0)),
                ('ipn_answer', models.CharField(blank=True, max_length=2)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tmn_code', 'txn_ref'), name='sandbox_ref_once')],
            },
        ),
        migrations.CreateModel(
            name='SandboxPlay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('command', models.CharField(max_length=10)),
                ('txn_ref', models.CharField(blank=True, max_length=100)),
                ('play', models.CharField(max_length=20)),
                ('left', models.PositiveIntegerField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('command', 'txn_ref'), name='sandbox_play_once')],
            },
        ),
        migrations.CreateModel(
            name='SandboxRefund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('request_id', models.CharField(max_length=32)),
                ('transaction_type', models.CharField(max_length=2)),
                ('amount', models.BigIntegerField()),
                ('transaction_no', models.CharField(max_length=15)),
                ('transaction_status', models.CharField(max_length=2)),
                ('pay_date', models.CharField(max_length=14)),
                ('created_by', models.CharField(max_length=245)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refunds', to='sandbox.sandboxpayment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('payment', 'request_id'), name='sandbox_refund_once')],
            },
        ),
    ]
