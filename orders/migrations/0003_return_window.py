"""When goods were handed over, from the history; and which shares still wait for the end of the return window."""

from django.db import migrations, models
from django.db.models import Q

_FROM_HISTORY = """
UPDATE orders_order o SET fulfilled_at = coalesce(
  (SELECT max(h.at) FROM orders_orderhistory h
    WHERE h.order_id = o.id AND h.what IN ('handed_over', 'handed_over_for_cash')), o.paid_at, o.created_at)
WHERE o.status = 'FULFILLED';
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_history_append_only")]
    operations = [
        migrations.AddField("order", "fulfilled_at", models.DateTimeField(null=True)),
        migrations.AddField("intentshare", "released_at", models.DateTimeField(null=True)),
        migrations.RunSQL(_FROM_HISTORY, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "order",
            models.CheckConstraint(
                condition=~Q(status="FULFILLED") | Q(fulfilled_at__isnull=False), name="orders_fulfilled_has_a_moment"
            ),
        ),
        migrations.AddIndex(
            "intentshare",
            models.Index(
                fields=["order"],
                condition=~Q(transfer_id="") & Q(released_at__isnull=True, refund_id=""),
                name="orders_share_to_release",
            ),
        ),
    ]
