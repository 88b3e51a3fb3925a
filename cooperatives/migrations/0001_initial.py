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
                ('kind', models.CharField(choices=[('cooperative', 'Hợp tác xã'), ('household', 'Hộ kinh doanh'), ('enterprise', 'Doanh nghiệp')], max_length=12)),
                ('name', models.CharField(max_length=120)),
                ('slug', models.SlugField(max_length=90, unique=True)),
                ('name_fold', models.CharField(max_length=120)),
                ('name_sort', models.CharField(max_length=600)),
                ('tax_code', models.CharField(blank=True, max_length=14)),
                ('representative', models.CharField(blank=True, max_length=120)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('about', models.TextField(blank=True)),
                ('facts', models.JSONField(default=list)),
                ('payee_ref', models.CharField(max_length=40, unique=True)),
                ('cash_at_pickup', models.BooleanField(default=False)),
                ('cash_on_delivery', models.BooleanField(default=False)),
                ('is_sample', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('verified_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('address', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.address')),
                ('old_unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sellers', to='places.unit')),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('tax_code', ''), _negated=True), fields=('tax_code',), name='cooperatives_tax_code_once'), models.CheckConstraint(condition=models.Q(models.Q(('verified_at__isnull', True), ('verified_by__isnull', True)), models.Q(('verified_at__isnull', False), ('verified_by__isnull', False)), _connector='OR'), name='cooperatives_verified_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='CooperativeMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('joined_on', models.DateField()),
                ('consent_given_at', models.DateTimeField(null=True)),
                ('consent_evidence', models.CharField(blank=True, max_length=200)),
                ('consent_withdrawn_at', models.DateTimeField(null=True)),
                ('consent_pending_at', models.DateTimeField(null=True)),
                ('paper_number', models.CharField(blank=True, max_length=60)),
                ('paper_signed_on', models.DateField(null=True)),
                ('paper_file', models.CharField(blank=True, max_length=80)),
                ('cooperative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='cooperatives.seller')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cooperatives', to='cooperatives.seller')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('consent_pending_at__isnull', True), models.Q(('paper_file', ''), _negated=True), _connector='OR'), name='cooperatives_pending_has_paper'), models.CheckConstraint(condition=models.Q(models.Q(('paper_file', ''), ('paper_number', ''), ('paper_signed_on__isnull', True)), models.Q(models.Q(('paper_file', ''), _negated=True), models.Q(('paper_number', ''), _negated=True), ('paper_signed_on__isnull', False)), _connector='OR'), name='cooperatives_paper_whole'), models.UniqueConstraint(fields=('cooperative', 'household'), name='cooperatives_member_once'), models.CheckConstraint(condition=models.Q(('consent_given_at__isnull', True), models.Q(('consent_evidence', ''), _negated=True), _connector='OR'), name='cooperatives_consent_has_evidence')],
            },
        ),
        migrations.CreateModel(
            name='SellerMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('manager', 'Quản lý'), ('staff', 'Nhân viên')], max_length=8)),
                ('granted_at', models.DateTimeField(auto_now_add=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='cooperatives.seller')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seller_memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('user', 'seller'), name='cooperatives_membership_once')],
            },
        ),
    ]
