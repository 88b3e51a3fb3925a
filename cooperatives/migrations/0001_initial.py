import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Seller',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('cooperative', 'Hợp tác xã'), ('household', 'Hộ kinh doanh'), ('enterprise', 'Doanh nghiệp')], max_length=12, verbose_name='loại')),
                ('name', models.CharField(max_length=120, verbose_name='tên')),
                ('slug', models.SlugField(max_length=90, unique=True, verbose_name='tên trong địa chỉ trang')),
                ('name_fold', models.CharField(max_length=120, verbose_name='tên không dấu')),
                ('name_sort', models.CharField(max_length=600, verbose_name='tên để sắp xếp')),
                ('tax_code', models.CharField(blank=True, max_length=14, verbose_name='mã số thuế')),
                ('representative', models.CharField(blank=True, max_length=120, verbose_name='người đại diện')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='điện thoại')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('about', models.TextField(blank=True, verbose_name='giới thiệu')),
                ('facts', models.JSONField(default=list, verbose_name='thông tin thêm')),
                ('payee_ref', models.CharField(max_length=40, unique=True, verbose_name='tài khoản nhận tiền')),
                ('cash_at_pickup', models.BooleanField(default=False, verbose_name='nhận tiền mặt tại nơi bán')),
                ('cash_on_delivery', models.BooleanField(default=False, verbose_name='thu tiền mặt khi giao')),
                ('is_sample', models.BooleanField(default=False, verbose_name='dữ liệu mẫu')),
                ('is_active', models.BooleanField(default=True, verbose_name='đang hoạt động')),
                ('verified_at', models.DateTimeField(null=True, verbose_name='xác minh lúc')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='tạo lúc')),
                ('address', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.address', verbose_name='địa chỉ')),
                ('old_unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit', verbose_name='xã, phường cũ')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sellers', to='places.unit', verbose_name='xã, phường')),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người xác minh')),
            ],
            options={
                'verbose_name': 'người bán',
                'verbose_name_plural': 'người bán',
                'constraints': [models.UniqueConstraint(condition=models.Q(('tax_code', ''), _negated=True), fields=('tax_code',), name='cooperatives_tax_code_once'), models.CheckConstraint(condition=models.Q(models.Q(('verified_at__isnull', True), ('verified_by__isnull', True)), models.Q(('verified_at__isnull', False), ('verified_by__isnull', False)), _connector='OR'), name='cooperatives_verified_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='CooperativeMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('joined_on', models.DateField(verbose_name='ngày vào')),
                ('consent_given_at', models.DateTimeField(null=True, verbose_name='đồng ý lúc')),
                ('consent_evidence', models.CharField(blank=True, max_length=200, verbose_name='bằng chứng đồng ý')),
                ('consent_withdrawn_at', models.DateTimeField(null=True, verbose_name='rút đồng ý lúc')),
                ('consent_pending_at', models.DateTimeField(null=True, verbose_name='chờ đồng ý từ')),
                ('paper_number', models.CharField(blank=True, max_length=60, verbose_name='số giấy ủy quyền')),
                ('paper_signed_on', models.DateField(null=True, verbose_name='ngày ký giấy')),
                ('paper_file', models.CharField(blank=True, max_length=80, verbose_name='tệp giấy ủy quyền')),
                ('cooperative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='cooperatives.seller', verbose_name='hợp tác xã')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cooperatives', to='cooperatives.seller', verbose_name='hộ')),
            ],
            options={
                'verbose_name': 'thành viên hợp tác xã',
                'verbose_name_plural': 'thành viên hợp tác xã',
                'constraints': [models.CheckConstraint(condition=models.Q(('consent_pending_at__isnull', True), models.Q(('paper_file', ''), _negated=True), _connector='OR'), name='cooperatives_pending_has_paper'), models.CheckConstraint(condition=models.Q(models.Q(('paper_file', ''), ('paper_number', ''), ('paper_signed_on__isnull', True)), models.Q(models.Q(('paper_file', ''), _negated=True), models.Q(('paper_number', ''), _negated=True), ('paper_signed_on__isnull', False)), _connector='OR'), name='cooperatives_paper_whole'), models.UniqueConstraint(fields=('cooperative', 'household'), name='cooperatives_member_once'), models.CheckConstraint(condition=models.Q(('consent_given_at__isnull', True), models.Q(('consent_evidence', ''), _negated=True), _connector='OR'), name='cooperatives_consent_has_evidence')],
            },
        ),
        migrations.CreateModel(
            name='SellerMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('manager', 'Quản lý'), ('staff', 'Nhân viên')], max_length=8, verbose_name='vai trò')),
                ('granted_at', models.DateTimeField(auto_now_add=True, verbose_name='trao lúc')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='thu hồi lúc')),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='cooperatives.seller', verbose_name='người bán')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seller_memberships', to=settings.AUTH_USER_MODEL, verbose_name='người dùng')),
            ],
            options={
                'verbose_name': 'người của gian hàng',
                'verbose_name_plural': 'người của gian hàng',
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('user', 'seller'), name='cooperatives_membership_once')],
            },
        ),
    ]
