"""Cash orders of unproven buyers: how many are allowed, how much they may reserve, and who counts as proven.

Proven are signed-in buyers, and a browser that placed or opened (by code and phone) an earlier order of the same phone
which the seller fulfilled or confirmed by a call. A phone number alone proves nothing: anyone can type it.
"""

from collections.abc import Sequence

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from catalog.models import Variant
from cooperatives.models import Seller
from core.errors import DomainError
from core.locks import lock_name
from core.logs.security import Event, record_event
from orders.checkout.limits import Client, unproven_orders, unproven_share
from orders.models import Checkout, HistoryCode, Order, OrderHistory, OrderLine, OrderStatus
from orders.queries import OPEN_UNPROVEN


def is_proven(checkout: Checkout, client: Client | None) -> bool:
    """Whether the buyer of this checkout is proven. The system itself (no client) always is."""
    if client is None or checkout.user_id is not None:
        return True
    if not (client.opened_orders and checkout.phone):
        return False
    own = Order.objects.filter(code__in=client.opened_orders, phone=checkout.phone)
    called = OrderHistory.objects.filter(order__in=own.values("pk"), what=HistoryCode.PHONE_CONFIRMED)
    return own.filter(status=OrderStatus.FULFILLED).exists() or called.exists()


def refuse_too_many_orders(phone: str, adding: int) -> None:
    """Whether the phone may have `adding` more unproven orders; concurrent orders of the phone wait until this
    transaction ends. Raises DomainError UNPROVEN_ORDERS_LIMIT.
    """
    most = unproven_orders()
    if not most:
        return
    lock_name(f"orders.unproven:{phone}")
    present = Order.objects.filter(OPEN_UNPROVEN, phone=phone).count()
    if present + adding <= most:
        return
    message = _(
        "Chưa ai gọi xác nhận số điện thoại này thì số ấy giữ được nhiều nhất %(most)d đơn tiền mặt cùng lúc: đang chờ "
        "%(present)d, giỏ này thêm %(adding)d. Vui lòng trả bằng VNPay hoặc VietQR, hoặc gọi người bán để xác nhận đơn "
        "đang chờ."
    )
    params = {"most": most, "present": present, "adding": adding}
    record_event(Event.LIMIT_REACHED, limit="unproven_orders")
    raise DomainError(message % params, code="UNPROVEN_ORDERS_LIMIT", field="payment_method", params=params)


def refuse_too_much_stock(orders: Sequence[Order]) -> None:
    """Raise unless all unproven orders, including these (written and reserved already), stay within their share.

    The variants have been locked since the goods were reserved: concurrent orders wait and count these, too. Raises
    DomainError UNPROVEN_STOCK_LIMIT with what is left for these orders.
    """
    own: dict[int, OrderLine] = {line.variant_id: line for line in OrderLine.objects.filter(order__in=orders)}
    unproven = Order.objects.filter(OPEN_UNPROVEN)
    rows = OrderLine.objects.filter(variant_id__in=own, order__in=unproven.values("pk")).values("variant_id")
    taken = dict(rows.annotate(pieces=Sum("quantity")).values_list("variant_id", "pieces"))
    on_hand = dict(Variant.objects.filter(pk__in=own).values_list("pk", "on_hand"))
    left = {
        variant_id: max(0, unproven_share(on_hand[variant_id]) - (taken[variant_id] - line.quantity))
        for variant_id, line in own.items()
        if taken[variant_id] > unproven_share(on_hand[variant_id])
    }
    if not left:
        return
    variant_id = min(left)
    line = own[variant_id]
    phone = Seller.objects.values_list("phone", flat=True).get(orders=line.order_id)
    message = (
        _(
            "%(goods)s: đơn tiền mặt chưa xác nhận còn giữ được %(left)d. Vui lòng giảm số lượng, trả bằng VNPay hoặc "
            "VietQR, hoặc gọi người bán %(phone)s."
        )
        if left[variant_id]
        else _(
            "%(goods)s: đơn tiền mặt chưa xác nhận đã giữ hết phần dành cho cách trả này. Vui lòng trả bằng VNPay hoặc "
            "VietQR, hoặc gọi người bán %(phone)s."
        )
    )
    goods = f"{line.product_name}, {line.variant_name}" if line.variant_name else line.product_name
    words = message % {"goods": goods, "left": left[variant_id], "phone": phone}
    record_event(Event.LIMIT_REACHED, limit="unproven_stock")
    raise DomainError(words, code="UNPROVEN_STOCK_LIMIT", field="payment_method", params={"variants": left})
