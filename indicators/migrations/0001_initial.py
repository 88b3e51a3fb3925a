import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import places.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cooperatives', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Definition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='mã')),
                ('name', models.CharField(max_length=160, verbose_name='tên')),
                ('numerator', models.TextField(verbose_name='tử số')),
                ('denominator', models.TextField(blank=True, verbose_name='mẫu số')),
                ('unit', models.CharField(max_length=20, verbose_name='đơn vị tính')),
                ('formula', models.CharField(max_length=40, verbose_name='công thức')),
                ('target', models.BigIntegerField(blank=True, null=True, verbose_name='mục tiêu')),
                ('target_source', models.CharField(blank=True, max_length=200, verbose_name='nguồn của mục tiêu')),
                ('legal_basis', models.CharField(blank=True, max_length=500, verbose_name='căn cứ pháp lý')),
                ('effective_from', models.DateField(verbose_name='hiệu lực từ')),
                ('effective_to', models.DateField(blank=True, null=True, verbose_name='hiệu lực đến')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
            ],
            options={
                'verbose_name': 'định nghĩa chỉ số',
                'verbose_name_plural': 'định nghĩa chỉ số',
                'ordering': ['position', 'code', 'effective_from'],
                'constraints': [models.UniqueConstraint(fields=('code', 'effective_from'), name='indicators_definition_once'), models.CheckConstraint(condition=models.Q(('effective_to__isnull', True), ('effective_to__gt', models.F('effective_from')), _connector='OR'), name='indicators_definition_lasts', violation_error_message='Ngày hết hiệu lực phải sau ngày có hiệu lực.'), models.CheckConstraint(condition=models.Q(('effective_from__day', 1), models.Q(('effective_to__isnull', True), ('effective_to__day', 1), _connector='OR')), name='indicators_definition_whole_months', violation_error_message='Ngày có hiệu lực và hết hiệu lực phải là ngày đầu tháng.'), models.CheckConstraint(condition=models.Q(('target__isnull', True), models.Q(('target_source', ''), _negated=True), _connector='OR'), name='indicators_target_has_a_source', violation_error_message='Vui lòng ghi nguồn của mục tiêu.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('code', '='), (places.models.DateRange('effective_from', 'effective_to', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='indicators_definition_one_at_a_time', violation_error_message='Chỉ số này đã có một định nghĩa trong thời gian ấy.')],
            },
        ),
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.BigIntegerField(unique=True, verbose_name='số sự kiện')),
                ('kind', models.CharField(choices=[('sale', 'Bán hàng'), ('partial', 'Hoàn một phần'), ('reversal', 'Hoàn tiền')], max_length=10, verbose_name='loại')),
                ('order_ref', models.CharField(max_length=40, verbose_name='mã đơn hoặc biên nhận')),
                ('channel', models.CharField(choices=[('online', 'Trực tuyến'), ('pos', 'Tại chợ')], default='online', max_length=10, verbose_name='kênh bán')),
                ('method', models.CharField(max_length=10, verbose_name='cách trả tiền')),
                ('cashless', models.BooleanField(verbose_name='không dùng tiền mặt')),
                ('declared', models.BooleanField(default=False, verbose_name='người bán tự xác nhận')),
                ('amount', models.BigIntegerField(verbose_name='số tiền')),
                ('is_sample', models.BooleanField(default=False, verbose_name='dữ liệu mẫu')),
                ('occurred_at', models.DateTimeField(verbose_name='xảy ra lúc')),
                ('month', models.DateField(verbose_name='tháng')),
                ('old_unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit', verbose_name='xã, phường cũ')),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cooperatives.seller', verbose_name='người bán')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit', verbose_name='xã, phường')),
            ],
            options={
                'verbose_name': 'dòng số liệu',
                'verbose_name_plural': 'dòng số liệu',
                'indexes': [models.Index(fields=['unit', 'month', 'occurred_at'], name='indicators_fact_of_commune'), models.Index(fields=['month', 'occurred_at'], name='indicators_fact_of_month')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'partial'), _negated=True), fields=('kind', 'order_ref'), name='indicators_fact_once'), models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('kind', 'sale')), models.Q(('amount__lt', 0), ('kind__in', ['partial', 'reversal'])), _connector='OR'), name='indicators_fact_sign'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='indicators_fact_month')],
            },
        ),
    ]
