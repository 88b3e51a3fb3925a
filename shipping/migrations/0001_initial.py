import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cooperatives', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ShippingMethod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('carrier', models.CharField(choices=[('pickup', 'Nhận tại nơi bán'), ('own', 'Người bán tự giao')], max_length=10, verbose_name='bên giao hàng')),
                ('name', models.CharField(max_length=120, verbose_name='tên')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='ghi chú')),
                ('is_active', models.BooleanField(default=True, verbose_name='đang hoạt động')),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shipping_methods', to='cooperatives.seller', verbose_name='người bán')),
            ],
            options={
                'verbose_name': 'cách giao hàng',
                'verbose_name_plural': 'cách giao hàng',
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('seller', 'carrier'), name='shipping_one_active_each')],
            },
        ),
        migrations.CreateModel(
            name='Rate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.CharField(choices=[('commune', 'Trong xã'), ('province', 'Trong tỉnh'), ('country', 'Cả nước')], max_length=10, verbose_name='khu vực')),
                ('base_price', models.BigIntegerField(verbose_name='phí cơ bản')),
                ('base_weight_g', models.PositiveIntegerField(default=2000, verbose_name='khối lượng cơ bản (g)')),
                ('price_per_extra_kg', models.BigIntegerField(default=0, verbose_name='phí mỗi kg thêm')),
                ('max_weight_g', models.PositiveIntegerField(default=50000, verbose_name='khối lượng tối đa (g)')),
                ('min_days', models.PositiveSmallIntegerField(default=1, verbose_name='số ngày ít nhất')),
                ('max_days', models.PositiveSmallIntegerField(default=2, verbose_name='số ngày nhiều nhất')),
                ('method', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rates', to='shipping.shippingmethod', verbose_name='cách giao hàng')),
            ],
            options={
                'verbose_name': 'mức phí',
                'verbose_name_plural': 'mức phí',
                'constraints': [models.UniqueConstraint(fields=('method', 'zone'), name='shipping_rate_once'), models.CheckConstraint(condition=models.Q(('base_price__gte', 0), ('price_per_extra_kg__gte', 0)), name='shipping_rate_not_negative'), models.CheckConstraint(condition=models.Q(('max_days__gte', models.F('min_days'))), name='shipping_days_in_order')],
            },
        ),
        migrations.CreateModel(
            name='ShippingQuote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weight_g', models.PositiveBigIntegerField()),
                ('days_to_ship', models.PositiveSmallIntegerField()),
                ('price', models.BigIntegerField()),
                ('arrives_from', models.DateField()),
                ('arrives_to', models.DateField()),
                ('valid_until', models.DateTimeField(db_index=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('method', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='shipping.shippingmethod')),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cooperatives.seller')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['seller', 'unit', 'weight_g'], name='shipping_quote_of_parcel')],
                'constraints': [models.CheckConstraint(condition=models.Q(('price__gte', 0)), name='shipping_quote_not_negative'), models.CheckConstraint(condition=models.Q(('arrives_to__gte', models.F('arrives_from'))), name='shipping_quote_days_in_order')],
            },
        ),
    ]
