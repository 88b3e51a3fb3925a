"""Money back after the hand-over: returns with their lines, and how much of an order its buyer has back."""

import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.conf import settings
from django.db import migrations, models

from core.append_only import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_append_only'),
        ('cooperatives', '0003_cash_on_delivery'),
        ('orders', '0005_pay_sellers_straight'),
        ('places', '0001_initial'),
        ('shipping', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('asked', 'Chờ trả lời'), ('accepted', 'Đang hoàn tiền'), ('done', 'Đã hoàn tiền'), ('declined', 'Không hoàn'), ('withdrawn', 'Đã rút lại')], default='asked', max_length=10)),
                ('reason', models.CharField(choices=[('damaged', 'Hàng dập, hỏng, lỗi'), ('wrong', 'Không đúng hàng đã đặt, không đúng mô tả'), ('missing', 'Thiếu hàng, chưa nhận được'), ('changed_mind', 'Đổi ý, hàng còn nguyên'), ('other', 'Lý do khác')], max_length=12)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('asked_by', models.CharField(choices=[('buyer', 'Người mua'), ('seller', 'Người bán'), ('operator', 'Bên vận hành')], max_length=8)),
                ('form_key', models.UUIDField()),
                ('goods_total', models.BigIntegerField()),
                ('delivery', models.BigIntegerField(default=0)),
                ('amount', models.BigIntegerField()),
                ('restocked', models.BooleanField(default=False)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('answered_at', models.DateTimeField(null=True)),
                ('intent_id', models.CharField(blank=True, db_index=True, max_length=40)),
                ('refund_id', models.CharField(blank=True, max_length=40)),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='ReturnLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.PositiveIntegerField()),
                ('amount', models.BigIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='order',
            name='returned_total',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='order',
            name='charge_status',
            field=models.CharField(choices=[('NONE', 'Chưa trả tiền'), ('FULL', 'Đã trả tiền'), ('REFUNDING', 'Đang hoàn tiền'), ('PARTLY_REFUNDED', 'Đã hoàn một phần tiền'), ('REFUNDED', 'Đã hoàn tiền')], default='NONE', max_length=15),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('returned_total__gte', 0), ('returned_total__lte', models.F('total'))), name='orders_returned_within_total'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('charge_status', 'PARTLY_REFUNDED'), _negated=True), models.Q(('returned_total__gt', 0), ('returned_total__lt', models.F('total'))), _connector='OR'), name='orders_partly_is_a_part'),
        ),
        migrations.AddField(
            model_name='return',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='return',
            name='asker',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='return',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='orders.order'),
        ),
        migrations.AddField(
            model_name='returnline',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returned', to='orders.orderline'),
        ),
        migrations.AddField(
            model_name='returnline',
            name='of',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.return'),
        ),
        migrations.AddIndex(
            model_name='return',
            index=models.Index(condition=models.Q(('state__in', ['asked', 'accepted'])), fields=['asked_at'], name='orders_return_open'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.UniqueConstraint(fields=('order', 'number'), name='orders_return_number'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.UniqueConstraint(fields=('order', 'form_key'), name='orders_return_once_a_form'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'accepted'])), fields=('order',), name='orders_return_one_open'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.CheckConstraint(condition=models.Q(('amount', django.db.models.expressions.CombinedExpression(models.F('goods_total'), '+', models.F('delivery'))), ('amount__gt', 0), ('delivery__gte', 0), ('goods_total__gte', 0)), name='orders_return_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('intent_id', ''), ('refund_id', ''), ('restocked', False), ('state__in', ['asked', 'declined', 'withdrawn'])), models.Q(('answered_at__isnull', False), ('state__in', ['accepted', 'done']), models.Q(('intent_id', ''), _negated=True), models.Q(('refund_id', ''), _negated=True)), _connector='OR'), name='orders_return_granted_has_refund'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ['asked', 'accepted'])), models.Q(('ended_at__isnull', False), ('state__in', ['done', 'declined', 'withdrawn'])), _connector='OR'), name='orders_return_ended_has_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='returnline',
            constraint=models.UniqueConstraint(fields=('of', 'line'), name='orders_return_line_once'),
        ),
        migrations.AddConstraint(
            model_name='returnline',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('quantity__gt', 0)), name='orders_return_line_positive'),
        ),
        AppendOnly("orders_returnline"),
    ]
