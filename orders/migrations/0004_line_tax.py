"""Lines remember what they were for the tax list; those of before are what their goods are now, none exempt."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_own_produce'),
        ('orders', '0003_return_window'),
    ]

    operations = [
        migrations.AddField(
            model_name='orderline',
            name='tax_category',
            field=models.CharField(choices=[('goods', 'Hàng hóa'), ('service', 'Dịch vụ'), ('manufacture', 'Sản xuất, dịch vụ có gắn với hàng hóa'), ('exempt', 'Nông sản tự sản xuất, chưa chế biến')], default='goods', max_length=12),
        ),
        migrations.AddField(
            model_name='orderline',
            name='tax_evidence',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.RunSQL(
            "UPDATE orders_orderline SET tax_category = p.tax_category FROM catalog_variant v "
            "JOIN catalog_product p ON p.id = v.product_id WHERE v.id = orders_orderline.variant_id",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('tax_category', 'exempt'), _negated=True), models.Q(('tax_evidence', ''), _negated=True), _connector='OR'), name='orders_exempt_has_evidence'),
        ),
    ]
