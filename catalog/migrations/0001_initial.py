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
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='tên trong địa chỉ trang')),
                ('name', models.CharField(max_length=60, verbose_name='tên')),
                ('ocop_group', models.PositiveSmallIntegerField(choices=[(1, 'Thực phẩm'), (2, 'Đồ uống'), (3, 'Dược liệu và sản phẩm từ dược liệu'), (4, 'Hàng thủ công mỹ nghệ'), (5, 'Sinh vật cảnh'), (6, 'Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch')], verbose_name='nhóm OCOP')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
            ],
            options={
                'verbose_name': 'nhóm hàng',
                'verbose_name_plural': 'nhóm hàng',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='tên')),
                ('slug', models.SlugField(max_length=90, verbose_name='tên trong địa chỉ trang')),
                ('name_fold', models.CharField(max_length=360, verbose_name='tên không dấu')),
                ('name_sort', models.CharField(max_length=600, verbose_name='tên để sắp xếp')),
                ('summary', models.CharField(blank=True, max_length=200, verbose_name='tóm tắt')),
                ('description', models.TextField(blank=True, verbose_name='mô tả')),
                ('origin', models.CharField(blank=True, max_length=200, verbose_name='nơi trồng, nơi làm')),
                ('storage', models.CharField(blank=True, max_length=200, verbose_name='cách bảo quản')),
                ('season_months', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=list, size=None, verbose_name='tháng mùa vụ')),
                ('days_to_ship', models.PositiveSmallIntegerField(default=1, verbose_name='số ngày chuẩn bị')),
                ('tax_category', models.CharField(choices=[('goods', 'Hàng hóa'), ('service', 'Dịch vụ'), ('manufacture', 'Sản xuất, dịch vụ có gắn với hàng hóa')], default='goods', max_length=12, verbose_name='loại hàng tính thuế')),
                ('is_published', models.BooleanField(default=False, verbose_name='đang bán')),
                ('is_sample', models.BooleanField(default=False, verbose_name='dữ liệu mẫu')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='tạo lúc')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='sửa lúc')),
                ('price_from', models.BigIntegerField(null=True, verbose_name='giá từ')),
                ('search_fold', models.TextField(default='', verbose_name='chữ để tìm')),
                ('search_exact', models.TextField(default='', verbose_name='chữ để tìm đúng dấu')),
                ('search', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(models.F('name_fold'), config='simple', weight='A'), '||', django.contrib.postgres.search.SearchVector(models.F('search_fold'), config='simple', weight='C'), django.contrib.postgres.search.SearchConfig('simple')), '||', django.contrib.postgres.search.SearchVector(models.F('search_exact'), config='simple', weight='D'), django.contrib.postgres.search.SearchConfig('simple')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalog.category', verbose_name='nhóm hàng')),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='cooperatives.seller', verbose_name='người bán')),
            ],
            options={
                'verbose_name': 'mặt hàng',
                'verbose_name_plural': 'mặt hàng',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search'], name='catalog_product_search'), models.Index(condition=models.Q(('is_published', True)), fields=['category', 'id'], name='catalog_product_category')],
                'constraints': [models.UniqueConstraint(fields=('seller', 'slug'), name='catalog_product_slug_once')],
            },
        ),
        migrations.CreateModel(
            name='ProduceDeclaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submitted_at', models.DateTimeField(default=core.clock.now, verbose_name='nộp lúc')),
                ('verified_at', models.DateTimeField(null=True, verbose_name='xác minh lúc')),
                ('refused_at', models.DateTimeField(null=True, verbose_name='từ chối lúc')),
                ('refusal', models.CharField(blank=True, max_length=200, verbose_name='lý do từ chối')),
                ('is_sample', models.BooleanField(default=False, verbose_name='dữ liệu mẫu')),
                ('evidence', models.CharField(max_length=150, verbose_name='giấy tờ chứng minh')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='rút lại lúc')),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người xác minh')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='declarations', to='catalog.product', verbose_name='mặt hàng')),
            ],
            options={
                'verbose_name': 'bản khai nông sản',
                'verbose_name_plural': 'bản khai nông sản',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('verified_at__isnull', True), ('verified_by__isnull', True)), models.Q(('verified_at__isnull', False), ('verified_by__isnull', False)), _connector='OR'), name='catalog_producedeclaration_by_someone'), models.UniqueConstraint(condition=models.Q(('refused_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('product',), name='catalog_declaration_one_open')],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, verbose_name='tệp')),
                ('width', models.PositiveIntegerField(verbose_name='rộng')),
                ('height', models.PositiveIntegerField(verbose_name='cao')),
                ('widths', models.JSONField(verbose_name='các cỡ ảnh')),
                ('colour', models.CharField(max_length=7, verbose_name='màu nền')),
                ('alt', models.CharField(max_length=160, verbose_name='mô tả ảnh')),
                ('is_illustration', models.BooleanField(default=False, verbose_name='ảnh minh họa')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='catalog.product', verbose_name='mặt hàng')),
            ],
            options={
                'verbose_name': 'ảnh',
                'verbose_name_plural': 'ảnh',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submitted_at', models.DateTimeField(default=core.clock.now, verbose_name='nộp lúc')),
                ('verified_at', models.DateTimeField(null=True, verbose_name='xác minh lúc')),
                ('refused_at', models.DateTimeField(null=True, verbose_name='từ chối lúc')),
                ('refusal', models.CharField(blank=True, max_length=200, verbose_name='lý do từ chối')),
                ('is_sample', models.BooleanField(default=False, verbose_name='dữ liệu mẫu')),
                ('group', models.PositiveSmallIntegerField(choices=[(1, 'Thực phẩm'), (2, 'Đồ uống'), (3, 'Dược liệu và sản phẩm từ dược liệu'), (4, 'Hàng thủ công mỹ nghệ'), (5, 'Sinh vật cảnh'), (6, 'Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch')], verbose_name='nhóm OCOP')),
                ('stars', models.PositiveSmallIntegerField(verbose_name='số sao')),
                ('decision_no', models.CharField(max_length=60, verbose_name='số quyết định')),
                ('authority', models.CharField(max_length=120, verbose_name='cơ quan cấp')),
                ('issued_on', models.DateField(verbose_name='ngày cấp')),
                ('expires_on', models.DateField(verbose_name='ngày hết hạn')),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người xác minh')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='certificates', to='catalog.product', verbose_name='mặt hàng')),
            ],
            options={
                'verbose_name': 'chứng nhận OCOP',
                'verbose_name_plural': 'chứng nhận OCOP',
                'constraints': [models.CheckConstraint(condition=models.Q(('stars__gte', 3), ('stars__lte', 5)), name='catalog_certificate_stars'), models.CheckConstraint(condition=models.Q(('expires_on__gt', models.F('issued_on'))), name='catalog_certificate_lasts'), models.CheckConstraint(condition=models.Q(models.Q(('verified_at__isnull', True), ('verified_by__isnull', True)), models.Q(('verified_at__isnull', False), ('verified_by__isnull', False)), _connector='OR'), name='catalog_certificate_by_someone'), models.UniqueConstraint(fields=('product', 'decision_no'), name='catalog_certificate_once')],
            },
        ),
        migrations.CreateModel(
            name='Variant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='tên')),
                ('sku', models.CharField(max_length=40, unique=True, verbose_name='mã hàng')),
                ('price', models.BigIntegerField(verbose_name='giá')),
                ('weight_g', models.PositiveIntegerField(verbose_name='khối lượng (g)')),
                ('net_weight_g', models.PositiveIntegerField(null=True, verbose_name='khối lượng tịnh (g)')),
                ('on_hand', models.IntegerField(default=0, verbose_name='tồn kho')),
                ('reserved', models.IntegerField(default=0, verbose_name='đang giữ')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('is_active', models.BooleanField(default=True, verbose_name='đang hoạt động')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='catalog.product', verbose_name='mặt hàng')),
            ],
            options={
                'verbose_name': 'quy cách',
                'verbose_name_plural': 'quy cách',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('price__gt', 0), ('price__lte', 9007199254740991)), name='catalog_variant_price'), models.CheckConstraint(condition=models.Q(('on_hand__gte', models.F('reserved')), ('reserved__gte', 0)), name='catalog_variant_never_oversold')],
            },
        ),
        migrations.CreateModel(
            name='StockMovement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delta', models.IntegerField(verbose_name='thay đổi')),
                ('reason', models.CharField(choices=[('adjustment', 'Kiểm kho'), ('sale', 'Bán'), ('restock', 'Nhập lại'), ('return', 'Khách trả lại')], max_length=10, verbose_name='lý do')),
                ('ref', models.CharField(blank=True, max_length=60, verbose_name='tham chiếu')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='lúc')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='catalog.variant', verbose_name='quy cách')),
            ],
            options={
                'verbose_name': 'biến động kho',
                'verbose_name_plural': 'biến động kho',
            },
        ),
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder_ref', models.CharField(max_length=60, verbose_name='giữ cho')),
                ('quantity', models.PositiveIntegerField(verbose_name='số lượng')),
                ('expires_at', models.DateTimeField(null=True, verbose_name='hết hạn lúc')),
                ('state', models.CharField(choices=[('active', 'Đang giữ'), ('committed', 'Đã bán'), ('released', 'Đã bỏ giữ'), ('restocked', 'Đã nhập lại')], default='active', max_length=10, verbose_name='trạng thái')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='tạo lúc')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reservations', to='catalog.variant', verbose_name='quy cách')),
            ],
            options={
                'verbose_name': 'lượt giữ hàng',
                'verbose_name_plural': 'lượt giữ hàng',
                'indexes': [models.Index(condition=models.Q(('state', 'active')), fields=['variant'], name='catalog_reservation_active')],
                'constraints': [models.UniqueConstraint(fields=('holder_ref', 'variant'), name='catalog_reservation_once'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='catalog_reservation_positive')],
            },
        ),
    ]
