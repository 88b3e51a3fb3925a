"""What this room holds about buyers: orders, carts, the addresses of both, and the words of returns."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperatives.models import Seller
from core import clock
from core.personal_data import Holding, Person, Rows, Words, add_holding, describe
from orders.models import Checkout, Order, OrderStatus, Return
from orders.personal_data.services.erase_buyers import closed_orders, erase_addresses, erase_buyers
from orders.returns.window import window_over
from places.models import Address

describe(
    "orders.Order",
    erased=("buyer_name", "phone", "email", "note"),
    other={"shipping_name": "of a way of delivery"},
)
describe("orders.Checkout", erased=("buyer_name", "phone", "email", "note"))
describe("orders.OrderLine", other={"product_name": "of goods", "variant_name": "of goods"})
describe("orders.OrderHistory", other={"data": "codes of reasons, keys and amounts"})
describe("orders.Return", erased=("words", "answer"))
describe(
    "orders.PosSale",
    retained={
        "note": "what was sold, in the seller's words: a receipt",
        "void_reason": "why money went back: the books",
    },
)


def _mine(person: Person) -> Q:
    mine = Q(pk__in=[])
    if person.phone:
        mine |= Q(phone=person.phone)
    if person.user_id is not None:
        mine |= Q(user_id=person.user_id)
    return mine & Q(created_at__lte=person.until) if person.until else mine


def _orders(person: Person) -> "QuerySet[Order]":
    return Order.objects.filter(_mine(person))


def _carts(person: Person) -> "QuerySet[Checkout]":
    return Checkout.objects.filter(_mine(person))


def _addresses(person: Person) -> "QuerySet[Address]":
    """Those of the person's orders and carts, and whatever else bears the phone; never a seller's own."""
    ids = Q(pk__in=_orders(person).values("shipping_address")) | Q(pk__in=_carts(person).values("shipping_address"))
    if person.phone:
        named = Q(phone=person.phone)
        ids |= named & Q(created_at__lte=person.until) if person.until else named
    return Address.objects.filter(ids).exclude(pk__in=Seller.objects.values("address"))


def _export(person: Person) -> dict[str, Rows]:
    return {
        "orders": [
            _one(order) for order in _orders(person).order_by("created_at").prefetch_related("lines", "history")
        ],
        "carts": list(
            _carts(person)
            .order_by("created_at")
            .values(
                "id", "buyer_name", "phone", "email", "note", "consent_policy", "consent_at", "created_at", "placed_at"
            )
        ),
        "addresses": list(
            _addresses(person).order_by("pk").values("name", "phone", "street", "unit__full_name", "created_at")
        ),
        "returns": list(
            Return.objects.filter(order__in=_orders(person))
            .order_by("requested_at")
            .values("order__code", "number", "state", "reason", "words", "answer", "amount", "requested_at")
        ),
    }


_EXPORTED = (
    "code", "buyer_name", "phone", "email", "note", "goods_total", "shipping_name", "shipping_total", "total",
    "returned_total", "payment_method", "status", "charge_status", "created_at", "paid_at", "fulfilled_at",
)  # fmt: skip


def _one(order: Order) -> dict[str, object]:
    fields: dict[str, object] = {name: getattr(order, name) for name in _EXPORTED}
    fields["lines"] = [
        {"product": line.product_name, "variant": line.variant_name, "quantity": line.quantity, "total": line.total}
        for line in order.lines.all()
    ]
    fields["history"] = [{"at": line.at, "what": line.what, "data": line.data} for line in order.history.all()]
    return fields


def _obstacles(person: Person) -> list[Words]:
    at_address = Order.objects.filter(shipping_address__in=_addresses(person))
    orders = Order.objects.filter(Q(pk__in=_orders(person)) | Q(pk__in=at_address)).exclude(phone="")
    done = closed_orders(orders).exclude(~window_over(clock.now()), status=OrderStatus.FULFILLED)
    codes = sorted(orders.exclude(pk__in=done.values("pk")).values_list("code", flat=True))
    if not codes:
        return []
    return [
        _("Đơn %(codes)s chưa xong: còn chờ trả tiền, giao hàng, hoàn tiền, hoặc còn trong hạn đổi trả.")
        % {"codes": ", ".join(codes)}
    ]


def _erase(person: Person) -> dict[str, int]:
    orders, carts = list(closed_orders(_orders(person)).values_list("pk", flat=True)), _carts(person)
    addresses = list(_addresses(person).values_list("pk", flat=True))
    changed = erase_buyers(orders, list(carts.values_list("pk", flat=True)))
    if more := erase_addresses(Address.objects.filter(pk__in=addresses)):
        changed["places.Address"] = changed.get("places.Address", 0) + more
    return changed


def _phones() -> set[str]:
    phones: set[str] = set()
    for rows in (Order.objects, Checkout.objects, Address.objects.exclude(pk__in=Seller.objects.values("address"))):
        phones |= set(rows.exclude(phone="").values_list("phone", flat=True).distinct())
    return phones


add_holding(
    Holding(
        room="orders",
        export=_export,
        erase=_erase,
        obstacles=_obstacles,
        phones=_phones,
        keeps=(gettext_lazy("Nội dung đơn hàng: hàng, giá, ngày, người bán, xã nhận hàng; không còn tên người mua."),),
    )
)
