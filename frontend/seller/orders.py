"""The seller's orders, by the next step."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from frontend.common.paging import moment_after, page_behind
from frontend.seller.acting import SellerRequest, seller_page
from orders.fulfilment.queries.seller_orders import seller_counts, seller_orders

# The URL's parameter, the query's tab, the label.
TABS = [
    ("cho-tien", "to_declare", _("Chờ tiền")),
    ("moi", "to_confirm", _("Chờ nhận")),
    ("can-giao", "to_fulfill", _("Cần giao")),
    ("de-nghi-hoan", "to_answer", _("Khách đề nghị hoàn")),
    ("tra-tien", "to_refund_manually", _("Cần trả lại tiền")),
    ("da-giao", "done", _("Đã giao")),
    ("da-huy", "canceled", _("Đã hủy")),
]
_ONLY_IF_ANY = {"cho-tien", "de-nghi-hoan", "tra-tien"}  # rare for most sellers
_PAGE = 30


@require_safe
@seller_page
def orders(request: SellerRequest) -> HttpResponse:
    counts = seller_counts(request.seller)
    tabs = {word: tab for word, tab, _name in TABS}
    first = next((word for word, tab, _name in TABS if counts[tab]), "moi")
    word = request.GET.get("loai", first)
    word = word if word in tabs else first
    rows = seller_orders(request.seller, tabs[word], after=moment_after(request), limit=_PAGE + 1)
    shown, older = page_behind(rows, _PAGE, lambda row: row.order.created_at.isoformat())
    context = {
        "tabs": [
            (name, word_, counts[tab])
            for word_, tab, name in TABS
            if counts[tab] or word_ == word or word_ not in _ONLY_IF_ANY
        ],
        "word": word,
        "orders": shown,
        "older": older,
        "any": counts["all"],
    }
    return render(request, "seller/orders.html", context)
