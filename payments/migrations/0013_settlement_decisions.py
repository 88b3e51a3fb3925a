"""A person's decision on a settlement line says what it was; a payment that no file holds may be decided on too."""

from django.db import migrations, models

from core.append_only import AppendOnly

_TABLE = "payments_settlementline"
_DECIDED = ["attempt_id", "refund_id", "difference", "decided_at", "decided_by_id", "decision"]
_BEFORE = AppendOnly(_TABLE, but=_DECIDED)


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0012_refund_by_hand'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='settlementline',
            name='payments_settlement_payment_once',
        ),
        migrations.RemoveConstraint(
            model_name='settlementline',
            name='payments_settlement_refund_once',
        ),
        migrations.AddField(
            model_name='settlementline',
            name='outcome',
            field=models.CharField(blank=True, choices=[('paid', 'Nhận là đã trả'), ('refunded', 'Nhận là đã hoàn'), ('refused', 'Nhận là hoàn không thành'), ('accept', 'Theo số tiền của đối tác'), ('suspense', 'Treo lại'), ('loss', 'Ghi vào chênh lệch'), ('recover', 'Thu lại khoản đã ghi lỗ'), ('nothing', 'Không phải làm gì')], max_length=10),
        ),
        migrations.AddField(
            model_name='settlementline',
            name='settled',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='settlementline',
            name='difference',
            field=models.CharField(blank=True, choices=[('not_ours', 'Đối tác có, ta không có'), ('not_theirs', 'Ta có, đối tác không có'), ('amount', 'Lệch số tiền'), ('state', 'Lệch trạng thái'), ('twice', 'Đã có ở một tệp trước')], max_length=12),
        ),
        migrations.AlterField(
            model_name='settlementline',
            name='kind',
            field=models.CharField(choices=[('payment', 'Thanh toán'), ('refund', 'Hoàn tiền'), ('failed', 'Thanh toán không thành'), ('refused', 'Hoàn tiền bị từ chối'), ('missing', 'Thanh toán không có trong tệp')], max_length=10),
        ),
        migrations.AlterField(
            model_name='settlementline',
            name='row',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(condition=models.Q(('status__in', ['succeeded', 'surplus'])), fields=['closed_at'], name='payments_attempt_taken'),
        ),
        migrations.AddIndex(
            model_name='settlementline',
            index=models.Index(fields=['day'], name='payments_settlement_day'),
        ),
        migrations.AddConstraint(
            model_name='settlementline',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['payment', 'missing']), ('settled', True)), fields=('attempt',), name='payments_settlement_payment_once'),
        ),
        migrations.AddConstraint(
            model_name='settlementline',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'refund'), ('settled', True)), fields=('refund',), name='payments_settlement_refund_once'),
        ),
        migrations.AddConstraint(
            model_name='settlementline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('outcome', '')), models.Q(('decided_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='payments_settlement_decided'),
        ),
        migrations.RunSQL(_BEFORE.reverse_sql, _BEFORE.sql),
        AppendOnly(_TABLE, but=[*_DECIDED, "settled", "outcome"]),
    ]
