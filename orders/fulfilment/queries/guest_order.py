"""An order opened by its code and the buyer's phone number, without an account."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.phones import normalize_phone
from core import throttle
from core.addresses import network
from core.errors import NotFound
from core.identifiers import read_order_code
from orders.models import Order

_WINDOW = timedelta(minutes=10)
_TRIES_AN_ADDRESS = 30
_TRIES_A_CODE = 10


def order_for_guest(*, code: str, phone: str, ip: str) -> Order:
    """The order, with its seller. The code is read with its lookalikes (O for 0), the phone in any spelling.

    An unknown code and a wrong phone have the same answer: NotFound. Raises DomainError TOO_MANY_REQUESTS above 30
    attempts of an address or 10 of a code in ten minutes. A successful attempt is not counted.
    """
    read = read_order_code(code[:40])
    keys = [f"order:ip:{network(ip)}", f"order:code:{read}"]
    throttle.consume(keys[0], _TRIES_AN_ADDRESS, _WINDOW)
    if read is not None:
        throttle.consume(keys[1], _TRIES_A_CODE, _WINDOW)
    number = normalize_phone(phone[:40])
    order = Order.objects.select_related("seller").filter(code=read or "", phone=number or "").first()
    if order is None or number is None:
        raise NotFound(_("Không có đơn nào khớp với mã và số điện thoại này. Vui lòng xem lại cả hai."), field="code")
    for key in keys:
        throttle.refund_token(key)
    return order
