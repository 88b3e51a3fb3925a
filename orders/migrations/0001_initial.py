import core.identifiers
import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('cooperatives', '0001_initial'),
        ('places', '0001_initial'),
        ('shipping', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Checkout',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('buyer_name', models.CharField(blank=True, max_length=120)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('payment_method', models.CharField(blank=True, max_length=10)),
                ('consent_policy', models.CharField(blank=True, max_length=20)),
                ('consent_at', models.DateTimeField(null=True)),
                ('placed_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('shipping_address', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.address')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='checkouts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('placed_at__isnull', True)), fields=['updated_at'], name='orders_checkout_open')],
            },
        ),
        migrations.CreateModel(
            name='CheckoutDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checkout', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='orders.checkout')),
                ('method', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='shipping.shippingmethod')),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cooperatives.seller')),
            ],
            options={
                'verbose_name_plural': 'checkout deliveries',
                'constraints': [models.UniqueConstraint(fields=('checkout', 'seller'), name='orders_delivery_once')],
            },
        ),
        migrations.CreateModel(
            name='CheckoutLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('quantity', models.PositiveIntegerField()),
                ('price_seen', models.BigIntegerField()),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('checkout', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.checkout')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.variant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('checkout', 'variant'), name='orders_checkout_line_once'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='orders_checkout_line_positive')],
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(default=core.identifiers.new_order_code, max_length=12, unique=True, verbose_name='mã')),
                ('buyer_name', models.CharField(max_length=120, verbose_name='người mua')),
                ('phone', models.CharField(max_length=20, verbose_name='điện thoại')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='lời nhắn')),
                ('shipping_name', models.CharField(max_length=120, verbose_name='tên cách giao')),
                ('shipping_carrier', models.CharField(max_length=10, verbose_name='bên giao hàng')),
                ('arrives_from', models.DateField(verbose_name='tới sớm nhất')),
                ('arrives_to', models.DateField(verbose_name='tới muộn nhất')),
                ('goods_total', models.BigIntegerField(verbose_name='tiền hàng')),
                ('shipping_total', models.BigIntegerField(verbose_name='phí giao hàng')),
                ('total', models.BigIntegerField(verbose_name='tổng cộng')),
                ('returned_total', models.BigIntegerField(default=0, verbose_name='đã hoàn')),
                ('payment_method', models.CharField(choices=[('vnpay', 'VNPay'), ('vietqr', 'Chuyển khoản VietQR thẳng cho người bán'), ('cash', 'Tiền mặt khi nhận hàng tại nơi bán'), ('cod', 'Tiền mặt khi nhận hàng (COD)')], max_length=10, verbose_name='cách thanh toán')),
                ('status', models.CharField(choices=[('UNCONFIRMED', 'Chờ xác nhận'), ('UNFULFILLED', 'Đã nhận đơn'), ('FULFILLED', 'Đã giao'), ('CANCELED', 'Đã hủy'), ('EXPIRED', 'Quá hạn thanh toán')], default='UNCONFIRMED', max_length=12, verbose_name='trạng thái')),
                ('charge_status', models.CharField(choices=[('NONE', 'Chưa trả tiền'), ('FULL', 'Đã trả tiền'), ('REFUNDING', 'Đang hoàn tiền'), ('PARTLY_REFUNDED', 'Đã hoàn một phần tiền'), ('REFUNDED', 'Đã hoàn tiền')], default='NONE', max_length=15, verbose_name='tình trạng tiền')),
                ('needs_review', models.BooleanField(default=False, verbose_name='cần kiểm tra')),
                ('paid_declared', models.BooleanField(default=False, verbose_name='người bán tự xác nhận')),
                ('is_sample', models.BooleanField(default=False, verbose_name='dữ liệu mẫu')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='tạo lúc')),
                ('paid_at', models.DateTimeField(null=True, verbose_name='trả tiền lúc')),
                ('refunded_at', models.DateTimeField(null=True, verbose_name='hoàn tiền lúc')),
                ('confirm_by', models.DateTimeField(null=True, verbose_name='hạn xác nhận')),
                ('prove_by', models.DateTimeField(null=True, verbose_name='hạn gọi xác nhận')),
                ('fulfilled_at', models.DateTimeField(null=True, verbose_name='giao lúc')),
                ('checkout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='orders.checkout', verbose_name='giỏ hàng')),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='cooperatives.seller', verbose_name='người bán')),
                ('shipping_address', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.address', verbose_name='địa chỉ nhận hàng')),
                ('shipping_method', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shipping.shippingmethod', verbose_name='cách giao hàng')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='orders', to=settings.AUTH_USER_MODEL, verbose_name='người dùng')),
            ],
            options={
                'verbose_name': 'đơn hàng',
                'verbose_name_plural': 'đơn hàng',
                'indexes': [models.Index(fields=['seller', 'status', '-created_at'], name='orders_orde_seller__cc4b8e_idx'), models.Index(fields=['phone'], name='orders_orde_phone_7bc88b_idx'), models.Index(condition=models.Q(('prove_by__isnull', False), ('status', 'UNCONFIRMED')), fields=['prove_by'], name='orders_unproven')],
                'constraints': [models.UniqueConstraint(fields=('checkout', 'seller'), name='orders_one_per_seller'), models.CheckConstraint(condition=models.Q(('goods_total__gt', 0), ('shipping_total__gte', 0), ('total', django.db.models.expressions.CombinedExpression(models.F('goods_total'), '+', models.F('shipping_total')))), name='orders_total_adds_up'), models.CheckConstraint(condition=models.Q(('returned_total__gte', 0), ('returned_total__lte', models.F('total'))), name='orders_returned_within_total'), models.CheckConstraint(condition=models.Q(models.Q(('charge_status', 'PARTLY_REFUNDED'), _negated=True), models.Q(('returned_total__gt', 0), ('returned_total__lt', models.F('total'))), _connector='OR'), name='orders_partly_is_a_part'), models.CheckConstraint(condition=models.Q(models.Q(('charge_status', 'NONE'), ('paid_at__isnull', True)), models.Q(models.Q(('charge_status', 'NONE'), _negated=True), ('paid_at__isnull', False)), _connector='OR'), name='orders_paid_has_a_moment'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'FULFILLED'), _negated=True), ('fulfilled_at__isnull', False), _connector='OR'), name='orders_fulfilled_has_a_moment')],
            },
        ),
        migrations.CreateModel(
            name='OrderHistory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='lúc')),
                ('what', models.CharField(choices=[('placed', 'Đã đặt hàng'), ('paid', 'Đã nhận được tiền'), ('paid_out_of_stock', 'Tiền đến khi hàng đã hết: đơn hủy, tiền được hoàn'), ('paid_after_end', 'Tiền đến khi đơn đã kết thúc: tiền được hoàn'), ('expired', 'Quá hạn thanh toán'), ('confirmed', 'Người bán đã nhận đơn'), ('fulfilled', 'Đã giao hàng'), ('fulfilled_for_cash', 'Đã giao hàng và nhận tiền mặt'), ('withdrawn', 'Đã hủy trước khi thanh toán'), ('canceled', 'Đã hủy'), ('canceled_and_refunded', 'Đã hủy, tiền được hoàn'), ('canceled_unproven', 'Quá hạn mà chưa ai gọi xác nhận được: đơn tự hủy, hàng về lại kệ'), ('phone_confirmed', 'Người bán đã gọi, khách xác nhận'), ('refunded', 'Đã hoàn tiền'), ('return_requested', 'Người mua đề nghị hoàn tiền'), ('return_declined', 'Không đồng ý hoàn tiền'), ('return_withdrawn', 'Người mua rút đề nghị hoàn tiền'), ('return_accepted', 'Đồng ý hoàn tiền'), ('partly_refunded', 'Đã hoàn một phần tiền'), ('wholly_refunded', 'Đã hoàn đủ tiền'), ('review_opened', 'Khoản thanh toán đang được kiểm tra'), ('review_closed', 'Đã kiểm tra xong khoản thanh toán')], max_length=40, verbose_name='sự việc')),
                ('data', models.JSONField(default=dict, verbose_name='chi tiết')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người làm')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='history', to='orders.order', verbose_name='đơn hàng')),
            ],
            options={
                'verbose_name': 'việc đã diễn ra',
                'verbose_name_plural': 'việc đã diễn ra',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='OrderLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('product_name', models.CharField(max_length=120, verbose_name='tên hàng')),
                ('variant_name', models.CharField(max_length=60, verbose_name='tên quy cách')),
                ('unit_price', models.BigIntegerField(verbose_name='đơn giá')),
                ('quantity', models.PositiveIntegerField(verbose_name='số lượng')),
                ('total', models.BigIntegerField(verbose_name='tổng cộng')),
                ('tax_category', models.CharField(choices=[('goods', 'Hàng hóa'), ('service', 'Dịch vụ'), ('manufacture', 'Sản xuất, dịch vụ có gắn với hàng hóa'), ('exempt', 'Nông sản tự sản xuất, chưa chế biến')], default='goods', max_length=12, verbose_name='loại hàng tính thuế')),
                ('tax_evidence', models.CharField(blank=True, max_length=200, verbose_name='căn cứ miễn thuế')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.order', verbose_name='đơn hàng')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.variant', verbose_name='quy cách')),
            ],
            options={
                'verbose_name': 'dòng hàng',
                'verbose_name_plural': 'dòng hàng',
                'constraints': [models.UniqueConstraint(fields=('order', 'variant'), name='orders_line_once'), models.CheckConstraint(condition=models.Q(('total', django.db.models.expressions.CombinedExpression(models.F('unit_price'), '*', models.F('quantity')))), name='orders_line_adds_up'), models.CheckConstraint(condition=models.Q(models.Q(('tax_category', 'exempt'), _negated=True), models.Q(('tax_evidence', ''), _negated=True), _connector='OR'), name='orders_exempt_has_evidence')],
            },
        ),
        migrations.CreateModel(
            name='PaymentAllocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('intent_id', models.CharField(db_index=True, max_length=40)),
                ('amount', models.BigIntegerField()),
                ('transfer_id', models.CharField(blank=True, max_length=40)),
                ('released_at', models.DateTimeField(null=True)),
                ('refund_id', models.CharField(blank=True, max_length=40)),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='allocation', to='orders.order')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(models.Q(('transfer_id', ''), _negated=True), ('refund_id', ''), ('released_at__isnull', True)), fields=['order'], name='orders_allocation_to_release')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='orders_allocation_positive')],
            },
        ),
        migrations.CreateModel(
            name='PosSale',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='mã')),
                ('amount', models.BigIntegerField(verbose_name='số tiền')),
                ('method', models.CharField(choices=[('vietqr', 'Chuyển khoản VietQR'), ('cash', 'Tiền mặt')], max_length=10, verbose_name='cách trả tiền')),
                ('note', models.CharField(blank=True, max_length=120, verbose_name='ghi chú')),
                ('status', models.CharField(choices=[('waiting', 'Chờ tiền về'), ('paid', 'Đã nhận tiền'), ('canceled', 'Đã bỏ'), ('voided', 'Đã hủy')], default='waiting', max_length=10, verbose_name='trạng thái')),
                ('intent_id', models.CharField(max_length=40, unique=True, verbose_name='mã thanh toán')),
                ('form_key', models.UUIDField(verbose_name='mã biểu mẫu')),
                ('paid_declared', models.BooleanField(default=False, verbose_name='người bán tự xác nhận')),
                ('is_sample', models.BooleanField(default=False, verbose_name='dữ liệu mẫu')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='tạo lúc')),
                ('paid_at', models.DateTimeField(null=True, verbose_name='trả tiền lúc')),
                ('voided_at', models.DateTimeField(null=True, verbose_name='hủy lúc')),
                ('void_reason', models.CharField(blank=True, max_length=200, verbose_name='lý do hủy')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ghi')),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pos_sales', to='cooperatives.seller', verbose_name='người bán')),
            ],
            options={
                'verbose_name': 'lần bán tại chợ',
                'verbose_name_plural': 'lần bán tại chợ',
                'indexes': [models.Index(fields=['seller', '-created_at'], name='orders_pos_sale_of_seller')],
                'constraints': [models.UniqueConstraint(fields=('seller', 'form_key'), name='orders_pos_sale_once_a_form'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='orders_pos_sale_positive'), models.CheckConstraint(condition=models.Q(models.Q(('paid_at__isnull', False), ('status__in', ['paid', 'voided'])), models.Q(models.Q(('status__in', ['paid', 'voided']), _negated=True), ('paid_at__isnull', True)), _connector='OR'), name='orders_pos_sale_paid_has_a_moment'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'voided'), ('voided_at__isnull', False), models.Q(('void_reason', ''), _negated=True)), models.Q(models.Q(('status', 'voided'), _negated=True), ('void_reason', ''), ('voided_at__isnull', True)), _connector='OR'), name='orders_pos_sale_voided_has_a_reason'), models.CheckConstraint(condition=models.Q(('method', 'vietqr'), ('status__in', ['paid', 'voided']), _connector='OR'), name='orders_pos_sale_cash_is_paid')],
            },
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='số')),
                ('state', models.CharField(choices=[('requested', 'Chờ trả lời'), ('accepted', 'Đang hoàn tiền'), ('done', 'Đã hoàn tiền'), ('declined', 'Không hoàn'), ('withdrawn', 'Đã rút lại')], default='requested', max_length=10, verbose_name='trạng thái')),
                ('reason', models.CharField(choices=[('damaged', 'Hàng dập, hỏng, lỗi'), ('wrong', 'Không đúng hàng đã đặt, không đúng mô tả'), ('missing', 'Thiếu hàng, chưa nhận được'), ('changed_mind', 'Đổi ý, hàng còn nguyên'), ('other', 'Lý do khác')], max_length=12, verbose_name='lý do')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='lời trình bày')),
                ('requested_by', models.CharField(choices=[('buyer', 'Người mua'), ('seller', 'Người bán'), ('operator', 'Bên vận hành')], max_length=8, verbose_name='bên đề nghị')),
                ('form_key', models.UUIDField(verbose_name='mã biểu mẫu')),
                ('goods_total', models.BigIntegerField(verbose_name='tiền hàng')),
                ('delivery', models.BigIntegerField(default=0, verbose_name='phí giao được hoàn')),
                ('amount', models.BigIntegerField(verbose_name='số tiền')),
                ('restocked', models.BooleanField(default=False, verbose_name='hàng nhập lại kho')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='trả lời')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='trả lời lúc')),
                ('intent_id', models.CharField(blank=True, db_index=True, max_length=40, verbose_name='mã thanh toán')),
                ('refund_id', models.CharField(blank=True, max_length=40, verbose_name='mã hoàn tiền')),
                ('requested_at', models.DateTimeField(auto_now_add=True, verbose_name='đề nghị lúc')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='kết thúc lúc')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người trả lời')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='orders.order', verbose_name='đơn hàng')),
                ('requester', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người đề nghị')),
            ],
            options={
                'verbose_name': 'yêu cầu hoàn tiền',
                'verbose_name_plural': 'yêu cầu hoàn tiền',
                'ordering': ['number'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['requested', 'accepted'])), fields=['requested_at'], name='orders_return_open')],
                'constraints': [models.UniqueConstraint(fields=('order', 'number'), name='orders_return_number'), models.UniqueConstraint(fields=('order', 'form_key'), name='orders_return_once_a_form'), models.UniqueConstraint(condition=models.Q(('state__in', ['requested', 'accepted'])), fields=('order',), name='orders_return_one_open'), models.CheckConstraint(condition=models.Q(('amount', django.db.models.expressions.CombinedExpression(models.F('goods_total'), '+', models.F('delivery'))), ('amount__gt', 0), ('delivery__gte', 0), ('goods_total__gte', 0)), name='orders_return_adds_up'), models.CheckConstraint(condition=models.Q(models.Q(('intent_id', ''), ('refund_id', ''), ('restocked', False), ('state__in', ['requested', 'declined', 'withdrawn'])), models.Q(('answered_at__isnull', False), ('state__in', ['accepted', 'done']), models.Q(('intent_id', ''), _negated=True), models.Q(('refund_id', ''), _negated=True)), _connector='OR'), name='orders_return_granted_has_refund'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ['requested', 'accepted'])), models.Q(('ended_at__isnull', False), ('state__in', ['done', 'declined', 'withdrawn'])), _connector='OR'), name='orders_return_ended_has_a_moment')],
            },
        ),
        migrations.CreateModel(
            name='ReturnLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.PositiveIntegerField()),
                ('amount', models.BigIntegerField()),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returned', to='orders.orderline')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.return')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('of', 'line'), name='orders_return_line_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('quantity__gt', 0)), name='orders_return_line_positive')],
            },
        ),
    ]
