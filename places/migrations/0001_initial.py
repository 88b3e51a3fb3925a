import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import places.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=5, verbose_name='mã')),
                ('level', models.CharField(choices=[('province', 'Tỉnh, thành phố'), ('district', 'Huyện, quận'), ('commune', 'Xã, phường, đặc khu')], max_length=8, verbose_name='cấp')),
                ('kind', models.CharField(max_length=20, verbose_name='loại')),
                ('name', models.CharField(max_length=80, verbose_name='tên')),
                ('full_name', models.CharField(max_length=120, verbose_name='tên đầy đủ')),
                ('name_fold', models.CharField(max_length=80, verbose_name='tên không dấu')),
                ('name_sort', models.CharField(max_length=400, verbose_name='tên để sắp xếp')),
                ('valid_from', models.DateField(verbose_name='có từ')),
                ('valid_to', models.DateField(null=True, verbose_name='đến')),
                ('legal_basis', models.CharField(max_length=200, verbose_name='căn cứ pháp lý')),
                ('latitude', models.FloatField(null=True, verbose_name='vĩ độ')),
                ('longitude', models.FloatField(null=True, verbose_name='kinh độ')),
                ('search_fold', models.CharField(default='', max_length=240, verbose_name='chữ để tìm')),
                ('search', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector(models.F('search_fold'), config='simple'), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='places.unit', verbose_name='thuộc')),
            ],
            options={
                'verbose_name': 'đơn vị hành chính',
                'verbose_name_plural': 'đơn vị hành chính',
                'indexes': [models.Index(fields=['name_fold', 'level'], name='places_unit_name_fo_443919_idx'), models.Index(fields=['parent', 'level'], name='places_unit_parent__fd7ca0_idx'), django.contrib.postgres.indexes.GinIndex(fields=['search'], name='places_unit_search')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('code', '='), (places.models.DateRange('valid_from', 'valid_to', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='places_unit_one_at_a_time'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='places_unit_lasts')],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='successions', to='places.unit')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='origins', to='places.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('predecessor', 'successor'), name='places_succession_once')],
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='tên')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='điện thoại')),
                ('street', models.CharField(blank=True, max_length=200, verbose_name='số nhà, đường')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='tạo lúc')),
                ('old_unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit', verbose_name='xã, phường cũ')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit', verbose_name='xã, phường')),
            ],
            options={
                'verbose_name': 'địa chỉ',
                'verbose_name_plural': 'địa chỉ',
            },
        ),
    ]
