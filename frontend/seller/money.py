"""Tiền: the seller's balance, each month's lines, downloads, and requesting a payout."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cooperatives.services.request_payout import request_payout
from core import clock
from core.documents import PDF, XLSX
from core.money import format_dong
from frontend.common.submit import perform
from frontend.seller import money_documents
from frontend.seller.acting import SellerRequest, seller_page
from frontend.seller.money_labels import LineWords, present_line
from orders.payment.queries.seller_money import SellerMonth, seller_money, seller_month
from payments import sdk


@dataclass(frozen=True)
class Months:
    """The month shown and its neighbours; None without data."""

    shown: date
    before: date | None
    after: date | None


@require_safe
@seller_page
def money(request: SellerRequest) -> HttpResponse:
    month = requested_month(request)
    balance, month_view = seller_money(request.seller, month)
    context = {
        "balance": balance,
        "month": month_view,
        "lines": list(_lines(month_view)),
        "months": _months(month, month_view),
        "key": uuid.uuid4(),
        "next_bank": sdk.bank_accounts.next_of(balance.account.id) if balance.account.held_until else None,
        "doubts": sdk.bank_transfers.count(request.seller.payee_ref),
    }
    return render(request, "seller/money.html", context)


@require_POST
@seller_page
def draw(request: SellerRequest) -> HttpResponse:
    """Pay out the available balance now."""
    key = request.POST.get("key") or str(uuid.uuid4())
    sent = perform(
        request, lambda: request_payout(seller_id=request.seller.pk, actor=request.user, idempotency_key=key[:80])
    )
    if sent:
        words = (
            _("Đã ghi lệnh rút %(amount)s. Tài khoản mới đổi nên khoản này chờ đủ 48 giờ rồi mới gửi ngân hàng.")
            if sdk.accounts.retrieve(request.seller.payee_ref).held_until
            else _("Đã ghi lệnh rút %(amount)s. Chợ gửi ngân hàng trong ngày làm việc tới.")
        )
        messages.success(request, words % {"amount": format_dong(sent.value.amount)})
    return redirect("seller:money")


@require_safe
@seller_page
def money_xlsx(request: SellerRequest) -> HttpResponse:
    month = requested_month(request)
    document = money_documents.as_xlsx(request.seller, seller_month(request.seller, month))
    return _file(document, XLSX, f"tien-ban-hang-{month:%Y-%m}.xlsx")


@require_safe
@seller_page
def money_pdf(request: SellerRequest) -> HttpResponse:
    month = requested_month(request)
    document = money_documents.as_pdf(request.seller, seller_month(request.seller, month))
    return _file(document, PDF, f"tien-ban-hang-{month:%Y-%m}.pdf")


FIRST_MONTH = date(2020, 1, 1)


def requested_month(request: SellerRequest) -> date:
    """?thang=2026-11, or the current month if it is invalid, in the future, or before the first month."""
    now = clock.today().replace(day=1)
    try:
        month = date.fromisoformat(f"{request.GET.get('thang', '')}-01")
    except ValueError:
        return now
    return month if FIRST_MONTH <= month <= now else now


def _months(month: date, month_view: SellerMonth) -> Months:
    first, now = month_view.statement.first_month, clock.today().replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    return Months(
        month,
        before if first and before >= first else None,
        clock.next_month(month) if month < now else None,
    )


def _lines(month: SellerMonth) -> Iterator[LineWords]:
    """Latest first; the downloads are in chronological order."""
    for line in reversed(month.statement.lines):
        yield present_line(line, month.orders)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
