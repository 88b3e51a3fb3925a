"""The taxed amounts of an order: đồng by category, which add up to its total."""

from collections import defaultdict
from collections.abc import Iterable

from orders.models import Order, Return, SoldAs
from payments import sdk

# The line of the platform's list (payments' TaxCategory): what is made is listed with transport and services that come
# with goods ("sản xuất, vận tải, dịch vụ có gắn với hàng hóa", VAT law Art. 12.2.b), and so is delivery that the buyer
# pays the seller for.
LISTED_AS = {
    SoldAs.GOODS: "goods",
    SoldAs.SERVICE: "service",
    SoldAs.MANUFACTURE: "transport",
    SoldAs.EXEMPT: "exempt",
}
DELIVERY = "transport"


def sales_of(order: Order) -> list[sdk.Sale]:
    """By the categories at the time of the order (one statement). Lines of different evidence stay separate."""
    lines = order.lines.order_by("pk").values_list("tax_category", "tax_evidence", "total")
    return _summed(lines, order.shipping_total)


def sales_of_return(returned: Return) -> list[sdk.Sale]:
    """The same for a return (one statement)."""
    lines = returned.lines.order_by("pk").values_list("line__tax_category", "line__tax_evidence", "amount")
    return _summed(lines, returned.delivery)


def _summed(lines: Iterable[tuple[str, str, int]], delivery: int) -> list[sdk.Sale]:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for sold_as, evidence, total in lines:
        sums[LISTED_AS[SoldAs(sold_as)], evidence if sold_as == SoldAs.EXEMPT else ""] += total
    if delivery:
        sums[DELIVERY, ""] += delivery
    return [sdk.Sale(category, amount, evidence) for (category, evidence), amount in sorted(sums.items())]
