"""Which refund a message was about, and what the stand-in gateway gave back or shall get wrong."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0006_first_layouts"),
    ]

    operations = [
        migrations.AddField(
            model_name="providercall",
            name="refund",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="payments.refund"
            ),
        ),
        migrations.CreateModel(
            name="SandboxPlay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("command", models.CharField(max_length=10)),
                ("txn_ref", models.CharField(blank=True, max_length=100)),
                ("play", models.CharField(max_length=20)),
                ("left", models.PositiveIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("command", "txn_ref"), name="payments_sandbox_play_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SandboxRefund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("request_id", models.CharField(max_length=32)),
                ("transaction_type", models.CharField(max_length=2)),
                ("amount", models.BigIntegerField()),
                ("transaction_no", models.CharField(max_length=15)),
                ("transaction_status", models.CharField(max_length=2)),
                ("pay_date", models.CharField(max_length=14)),
                ("created_by", models.CharField(max_length=245)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refunds",
                        to="payments.sandboxpayment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("payment", "request_id"), name="payments_sandbox_refund_once")
                ],
            },
        ),
    ]
