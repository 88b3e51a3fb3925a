import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('phone', models.CharField(blank=True, max_length=20, null=True, unique=True, verbose_name='điện thoại')),
                ('email', models.EmailField(blank=True, max_length=254, null=True, unique=True, verbose_name='email')),
                ('full_name', models.CharField(max_length=120, verbose_name='họ tên')),
                ('is_active', models.BooleanField(default=True, verbose_name='đang dùng')),
                ('is_staff', models.BooleanField(default=False, verbose_name='vào được trang quản trị')),
                ('is_demo', models.BooleanField(default=False, verbose_name='người mẫu')),
                ('session_epoch', models.PositiveIntegerField(default=0)),
                ('must_change_password', models.BooleanField(default=False)),
                ('erased_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='tạo lúc')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'tài khoản',
                'verbose_name_plural': 'tài khoản',
                'indexes': [models.Index(condition=models.Q(('is_demo', True)), fields=['id'], name='accounts_demo_people')],
                'constraints': [models.CheckConstraint(condition=models.Q(('phone__isnull', False), ('email__isnull', False), _connector='OR'), name='accounts_user_reachable'), models.CheckConstraint(condition=models.Q(('phone__regex', '^0[0-9]{8,10}$')), name='accounts_phone_in_one_spelling'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='accounts_email_in_one_spelling')],
            },
        ),
        migrations.CreateModel(
            name='AccountReset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('password', 'Mật khẩu'), ('second_factor', 'Xác thực hai bước')], max_length=13, verbose_name='gỡ gì')),
                ('identity_check', models.CharField(choices=[('paper', 'Gặp trực tiếp, đối chiếu căn cước hoặc hộ chiếu'), ('acquainted', 'Gặp trực tiếp, người của đơn vị vận hành quen biết'), ('call', 'Gọi tới số điện thoại đã lưu, người nghe nói đúng việc chỉ mình họ biết')], max_length=10, verbose_name='nhận ra bằng cách')),
                ('reason', models.CharField(max_length=300, verbose_name='lý do')),
                ('status', models.CharField(choices=[('requested', 'Chờ người thứ hai'), ('confirmed', 'Đã làm'), ('refused', 'Không làm')], default='requested', max_length=9, verbose_name='trạng thái')),
                ('requested_at', models.DateTimeField(verbose_name='yêu cầu lúc')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='quyết định lúc')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người quyết định')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người yêu cầu')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resets', to=settings.AUTH_USER_MODEL, verbose_name='của ai')),
            ],
            options={
                'verbose_name': 'yêu cầu đặt lại tài khoản',
                'verbose_name_plural': 'yêu cầu đặt lại tài khoản',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'confirmed'), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('requested_by')), _negated=True), models.Q(('decided_by', models.F('user')), _negated=True)), _connector='OR'), name='accounts_reset_by_two'), models.CheckConstraint(condition=models.Q(('identity_check', 'call'), ('kind', 'second_factor'), _negated=True), name='accounts_reset_factor_in_person'), models.UniqueConstraint(condition=models.Q(('status', 'requested')), fields=('user', 'kind'), name='accounts_reset_one_open')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='lúc')),
                ('on_behalf_of', models.CharField(blank=True, max_length=80, verbose_name='thay cho')),
                ('action', models.CharField(max_length=80, verbose_name='việc')),
                ('object_ref', models.CharField(db_index=True, max_length=80, verbose_name='với')),
                ('before', models.JSONField(default=dict, verbose_name='trước')),
                ('after', models.JSONField(default=dict, verbose_name='sau')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ai')),
            ],
            options={
                'verbose_name': 'nhật ký',
                'verbose_name_plural': 'nhật ký',
            },
        ),
        migrations.CreateModel(
            name='Authenticator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('encrypted_secret', models.TextField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('last_step', models.BigIntegerField(default=-1)),
                ('drift', models.SmallIntegerField(default=0)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='authenticator', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('operator', 'Đơn vị vận hành'), ('province', 'Cán bộ tỉnh'), ('commune', 'Cán bộ xã')], max_length=10, verbose_name='vai trò')),
                ('granted_at', models.DateTimeField(auto_now_add=True, verbose_name='cấp lúc')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='thu hồi lúc')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit', verbose_name='đơn vị')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='của ai')),
            ],
            options={
                'verbose_name': 'quyền',
                'verbose_name_plural': 'quyền',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('role', 'operator'), ('unit__isnull', True)), models.Q(models.Q(('role', 'operator'), _negated=True), ('unit__isnull', False)), _connector='OR'), name='accounts_membership_scope'), models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('user', 'role', 'unit'), name='accounts_membership_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='PasswordLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='password_links', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.CharField(max_length=64)),
                ('used_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'code_hash'), name='accounts_recovery_code_once')],
            },
        ),
        migrations.CreateModel(
            name='RefreshTokenFamily',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('uses', models.PositiveIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
                ('repeated_use', models.PositiveIntegerField(default=0)),
                ('repeats', models.PositiveSmallIntegerField(default=0)),
                ('expires_at', models.DateTimeField()),
                ('unused_until', models.DateTimeField(db_index=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SecurityNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='security_notices', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('last_seen_at', models.DateTimeField()),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'abstract': False,
            },
        ),
    ]
