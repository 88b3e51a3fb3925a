"""/co-quan/hoan-tien/tim: an order's code, a phone number, a TxnRef or the text of a transfer, in one box."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.phones import normalize_phone
from core.identifiers import read_order_code
from frontend.common.parsing import short
from frontend.office.access import OfficeRequest, operator_only
from frontend.office.search.queries import LIMIT, orders_matching, unmatched_transfers

_LONGEST = 100  # characters


@require_safe
@operator_only
def search(request: OfficeRequest) -> HttpResponse:
    """Redirects to the order if there is one, lists several, and returns to the refunds page without a result."""
    typed = short(request.GET.get("ma"), _LONGEST)
    orders = orders_matching(typed) if typed else []
    transfers = [] if orders else unmatched_transfers(typed)
    if len(orders) == 1:
        return redirect("office:order-returns", orders[0].code)
    if not orders and not transfers:
        if read_order_code(typed) and not normalize_phone(typed):
            words = _("Không có đơn nào mang mã %(code)s.")
        else:
            words = _("Không tìm thấy đơn, khoản thanh toán hay chuyển khoản nào cho “%(typed)s”.")
        messages.error(request, words % {"typed": typed or "–", "code": typed})
        return redirect("office:refunds")
    context = {
        "officer": request.officer,
        "here": "money",
        "typed": typed,
        "orders": orders,
        "transfers": transfers,
        "limit": LIMIT,
    }
    return render(request, "office/search/results.html", context)
