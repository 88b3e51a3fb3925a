"""What can still be returned of a delivered order, and its amount in đồng: never more than was paid."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from orders.models import GRANTED_RETURN, Order, OrderLine, Return


@dataclass(frozen=True)
class ReturnableLine:
    """A line of the order, and the quantity that was not returned yet."""

    line: OrderLine
    left: int

    @property
    def field(self) -> str:
        """The name of its quantity field in a form."""
        return f"so-{self.line.pk}"


@dataclass(frozen=True)
class Returnable:
    """Of a whole order."""

    lines: list[ReturnableLine]
    delivery: int  # đồng of its price

    @property
    def total(self) -> int:
        """Đồng."""
        return self.delivery + sum(one.left * one.line.unit_price for one in self.lines)


@dataclass(frozen=True)
class SelectedLine:
    """A quantity of a line, at the price paid."""

    line: OrderLine
    quantity: int

    @property
    def amount(self) -> int:
        return self.quantity * self.line.unit_price


@dataclass(frozen=True)
class ReturnSelection:
    """The content of one return."""

    parts: Sequence[SelectedLine]
    delivery: int  # đồng

    @property
    def goods_total(self) -> int:
        return sum(part.amount for part in self.parts)

    @property
    def amount(self) -> int:
        return self.goods_total + self.delivery


def returnable_of(order: Order, returns: Sequence[Return] | None = None) -> Returnable:
    """What earlier returns have left; `returns` if the order's were read already, with their lines.

    One statement, or three.
    """
    if returns is None:
        returns = list(order.returns.prefetch_related("lines"))
    granted = [one for one in returns if one.state in GRANTED_RETURN]
    gone = Counter[UUID]()
    for returned in granted:
        gone.update({part.line_id: part.quantity for part in returned.lines.all()})
    lines = order.lines.order_by("product_name", "variant_id")
    return Returnable(
        [ReturnableLine(line, line.quantity - gone[line.pk]) for line in lines],
        order.shipping_total - sum(one.delivery for one in granted),
    )


def select_for_return(left: Returnable, quantities: Mapping[UUID, int], *, with_delivery: bool) -> ReturnSelection:
    """The selected lines, with the rest of the delivery's price if requested.

    Raises DomainError RETURN_NOTHING, or RETURN_TOO_MUCH on a line's field.
    """
    known = {one.line.pk for one in left.lines}
    if quantities.keys() - known:
        raise DomainError(_("Có mặt hàng không thuộc đơn này."), code="RETURN_TOO_MUCH", field="lines")
    parts = []
    for one in left.lines:
        quantity = quantities.get(one.line.pk, 0)
        if not 0 <= quantity <= one.left:
            raise DomainError(
                _("%(product)s: chỉ còn %(left)d để trả.") % {"product": one.line.product_name, "left": one.left},
                code="RETURN_TOO_MUCH",
                field=one.field,
            )
        if quantity:
            parts.append(SelectedLine(one.line, quantity))
    selection = ReturnSelection(parts, left.delivery if with_delivery else 0)
    if not selection.amount:
        raise DomainError(_("Vui lòng chọn số lượng của ít nhất một mặt hàng."), code="RETURN_NOTHING", field="lines")
    return selection
