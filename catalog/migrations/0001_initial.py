import core.clock
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cooperatives', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('ocop_group', models.PositiveSmallIntegerField(choices=[(1, 'Thực phẩm'), (2, 'Đồ uống'), (3, 'Dược liệu và sản phẩm từ dược liệu'), (4, 'Hàng thủ công mỹ nghệ'), (5, 'Sinh vật cảnh'), (6, 'Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch')])),
                ('position', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name_plural': 'categories',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('slug', models.SlugField(max_length=90)),
                ('name_fold', models.CharField(max_length=360)),
                ('name_sort', models.CharField(max_length=600)),
                ('summary', models.CharField(blank=True, max_length=200)),
                ('description', models.TextField(blank=True)),
                ('origin', models.CharField(blank=True, max_length=200)),
                ('storage', models.CharField(blank=True, max_length=200)),
                ('season_months', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=list, size=None)),
                ('days_to_ship', models.PositiveSmallIntegerField(default=1)),
                ('tax_category', models.CharField(choices=[('goods', 'Hàng hóa'), ('service', 'Dịch vụ'), ('manufacture', 'Sản xuất, dịch vụ có gắn với hàng hóa')], default='goods', max_length=12)),
                ('is_published', models.BooleanField(default=False)),
                ('is_sample', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('price_from', models.BigIntegerField(null=True)),
                ('search_fold', models.TextField(default='')),
                ('search_exact', models.TextField(default='')),
                ('search', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(models.F('name_fold'), config='simple', weight='A'), '||', django.contrib.postgres.search.SearchVector(models.F('search_fold'), config='simple', weight='C'), django.contrib.postgres.search.SearchConfig('simple')), '||', django.contrib.postgres.search.SearchVector(models.F('search_exact'), config='simple', weight='D'), django.contrib.postgres.search.SearchConfig('simple')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalog.category')),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='cooperatives.seller')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search'], name='catalog_product_search'), models.Index(condition=models.Q(('is_published', True)), fields=['category', 'id'], name='catalog_product_category')],
                'constraints': [models.UniqueConstraint(fields=('seller', 'slug'), name='catalog_product_slug_once')],
            },
        ),
        migrations.CreateModel(
            name='ProduceDeclaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evidence', models.CharField(max_length=150)),
                ('submitted_at', models.DateTimeField(default=core.clock.now)),
                ('verified_at', models.DateTimeField(null=True)),
                ('refused_at', models.DateTimeField(null=True)),
                ('refusal', models.CharField(blank=True, max_length=200)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('is_sample', models.BooleanField(default=False)),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='declarations', to='catalog.product')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('verified_at__isnull', True), ('verified_by__isnull', True)), models.Q(('verified_at__isnull', False), ('verified_by__isnull', False)), _connector='OR'), name='catalog_declaration_by_someone'), models.UniqueConstraint(condition=models.Q(('refused_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('product',), name='catalog_declaration_one_open')],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('widths', models.JSONField()),
                ('colour', models.CharField(max_length=7)),
                ('alt', models.CharField(max_length=160)),
                ('is_illustration', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='catalog.product')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.PositiveSmallIntegerField(choices=[(1, 'Thực phẩm'), (2, 'Đồ uống'), (3, 'Dược liệu và sản phẩm từ dược liệu'), (4, 'Hàng thủ công mỹ nghệ'), (5, 'Sinh vật cảnh'), (6, 'Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch')])),
                ('stars', models.PositiveSmallIntegerField()),
                ('decision_no', models.CharField(max_length=60)),
                ('authority', models.CharField(max_length=120)),
                ('issued_on', models.DateField()),
                ('expires_on', models.DateField()),
                ('submitted_at', models.DateTimeField(default=core.clock.now)),
                ('verified_at', models.DateTimeField(null=True)),
                ('refused_at', models.DateTimeField(null=True)),
                ('refusal', models.CharField(blank=True, max_length=200)),
                ('is_sample', models.BooleanField(default=False)),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='certificates', to='catalog.product')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('stars__gte', 3), ('stars__lte', 5)), name='catalog_certificate_stars'), models.CheckConstraint(condition=models.Q(('expires_on__gt', models.F('issued_on'))), name='catalog_certificate_lasts'), models.CheckConstraint(condition=models.Q(models.Q(('verified_at__isnull', True), ('verified_by__isnull', True)), models.Q(('verified_at__isnull', False), ('verified_by__isnull', False)), _connector='OR'), name='catalog_certificate_by_someone'), models.UniqueConstraint(fields=('product', 'decision_no'), name='catalog_certificate_once')],
            },
        ),
        migrations.CreateModel(
            name='Variant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('sku', models.CharField(max_length=40, unique=True)),
                ('price', models.BigIntegerField()),
                ('weight_g', models.PositiveIntegerField()),
                ('net_weight_g', models.PositiveIntegerField(null=True)),
                ('on_hand', models.IntegerField(default=0)),
                ('reserved', models.IntegerField(default=0)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='catalog.product')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('price__gt', 0), ('price__lte', 9007199254740991)), name='catalog_variant_price'), models.CheckConstraint(condition=models.Q(('on_hand__gte', models.F('reserved')), ('reserved__gte', 0)), name='catalog_variant_never_oversold')],
            },
        ),
        migrations.CreateModel(
            name='StockMovement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delta', models.IntegerField()),
                ('reason', models.CharField(choices=[('adjustment', 'Kiểm kho'), ('sale', 'Bán'), ('restock', 'Nhập lại'), ('return', 'Khách trả lại')], max_length=10)),
                ('ref', models.CharField(blank=True, max_length=60)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='catalog.variant')),
            ],
        ),
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder_ref', models.CharField(max_length=60)),
                ('quantity', models.PositiveIntegerField()),
                ('expires_at', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('active', 'Đang giữ'), ('committed', 'Đã bán'), ('released', 'Đã bỏ giữ'), ('restocked', 'Đã nhập lại')], default='active', max_length=10)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reservations', to='catalog.variant')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'active')), fields=['variant'], name='catalog_reservation_active')],
                'constraints': [models.UniqueConstraint(fields=('holder_ref', 'variant'), name='catalog_reservation_once'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='catalog_reservation_positive')],
            },
        ),
    ]
