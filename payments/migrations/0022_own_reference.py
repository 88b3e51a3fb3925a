"""The caller's own name of an intent apart from the group that others are shown; a return proves a buyer once."""

from django.db import migrations, models
from django.db.models import Q

# What the shop made so far: its own names stay in our books, and what others are shown names nothing.
_KEEP_OWN_NAMES = """
UPDATE payments_paymentintent SET reference = left(transfer_group, 60)
  WHERE made_by = 'sdk' AND payment_method_type IN ('cash', 'vietqr');
UPDATE payments_paymentintent SET transfer_group = '', metadata = '{}', description = ''
  WHERE made_by = 'sdk' AND payment_method_type IN ('cash', 'vietqr');
UPDATE payments_paymentintent
  SET transfer_group = 'group_' || replace(gen_random_uuid()::text, '-', ''), metadata = '{}', description = ''
  WHERE made_by = 'sdk' AND payment_method_type = 'vnpay';
UPDATE payments_transfer t SET transfer_group = i.transfer_group
  FROM payments_paymentintent i WHERE t.intent_id = i.id AND i.made_by = 'sdk';
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0021_settlement_arrivals")]

    operations = [
        migrations.AddField(
            model_name="paymentintent",
            name="reference",
            field=models.CharField(blank=True, default="", max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="attempt",
            name="returned_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="paymentintent",
            index=models.Index(
                condition=Q(("payment_method_type", "cash")),
                fields=["payee", "reference"],
                name="payments_intent_cash",
            ),
        ),
        migrations.RunSQL(_KEEP_OWN_NAMES, migrations.RunSQL.noop),
    ]
