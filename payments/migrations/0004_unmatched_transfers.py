"""The codes of the glossary: a transfer is "unmatched" with its reason, not a "question"; the operator confirms a payment,
not the "desk".
"""

from django.db import migrations, models
from django.db.models import Q

STATES = [
    ("matched", "đã khớp"), ("unmatched", "cần xem"), ("decided", "đã quyết định"), ("ignored", "không liên quan"),
]  # fmt: skip
SOURCES = [
    ("ipn", "cổng thanh toán báo (IPN)"), ("status_query", "cổng thanh toán trả lời khi sàn hỏi"), ("sepay", "SePay"),
    ("casso", "Casso"), ("payos", "payOS"), ("statement", "sao kê ngân hàng"), ("declared", "người bán tự xác nhận"),
    ("cash", "người bán nhận tiền mặt"), ("operator", "đơn vị vận hành xác nhận"),
]  # fmt: skip


def _renamed(table: str, column: str, old: str, new: str) -> migrations.RunSQL:
    change = "UPDATE {} SET {} = '{}' WHERE {} = '{}'"
    return migrations.RunSQL(change.format(table, column, new, column, old), change.format(table, column, old, column, new))


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_old_events")]
    operations = [
        migrations.RemoveConstraint("BankTransfer", "payments_bank_transfer_question"),
        migrations.RemoveIndex("BankTransfer", "payments_bank_transfer_open"),
        migrations.RenameField("BankTransfer", "question", "unmatched_reason"),
        migrations.AlterField(
            "BankTransfer", "state", models.CharField(choices=STATES, max_length=10, verbose_name="trạng thái")
        ),
        migrations.AlterField(
            "Attempt",
            "confirmed_by",
            models.CharField(blank=True, choices=SOURCES, max_length=20, verbose_name="xác nhận bởi"),
        ),
        _renamed("payments_banktransfer", "state", "question", "unmatched"),
        _renamed("payments_attempt", "confirmed_by", "desk", "operator"),
        migrations.AddConstraint(
            "BankTransfer",
            models.CheckConstraint(
                condition=Q(state__in=["unmatched", "decided"]) | Q(unmatched_reason=""),
                name="payments_bank_transfer_reason",
            ),
        ),
        migrations.AddIndex(
            "BankTransfer",
            models.Index(fields=["created_at"], condition=Q(state="unmatched"), name="payments_bank_transfer_open"),
        ),
    ]
