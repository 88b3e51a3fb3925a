"""Bán tại chợ (POS): an amount, then a QR on the seller's phone or cash, then a receipt. Three taps."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import NotFound
from frontend.common.parsing import whole
from frontend.common.submit import perform, submit
from frontend.seller.acting import SellerRequest, seller_page
from frontend.seller.forms.pos import SaleForm, VoidForm
from orders.models import PosMethod, PosSale
from orders.pos.queries import sale_of_seller, sales_of_day
from orders.pos.services.cancel_sale import cancel_sale
from orders.pos.services.mark_sale_as_paid import mark_sale_as_paid
from orders.pos.services.record_sale import record_sale
from orders.pos.services.void_sale import can_void, void_sale
from payments import sdk


@require_http_methods(["GET", "HEAD", "POST"])
@seller_page
def new_sale(request: SellerRequest) -> HttpResponse:
    """The form with today's sales below it; POST records one and opens it."""
    if request.method != "POST":
        return _page(request, SaleForm(initial={"amount": whole(request.GET.get("so-tien"))}))
    form = SaleForm(request.POST)
    sent = submit(
        form,
        lambda: record_sale(
            seller_id=request.seller.pk,
            amount=form.cleaned_data["amount"],
            method=form.cleaned_data["method"],
            note=form.cleaned_data["note"],
            form_key=form.cleaned_data["form"],
            actor=request.user,
            ip=request.META.get("REMOTE_ADDR", ""),
        ),
    )
    if sent:
        return redirect("seller:pos-sale", sent.value.code)
    return _page(request, form)


@require_safe
@seller_page
def sale(request: SellerRequest, code: str) -> HttpResponse:
    """The QR for the buyer to scan, or what was recorded."""
    return render(request, "seller/pos_sale.html", _context(_find(request, code)))


@require_safe
@seller_page
def part(request: SellerRequest, code: str) -> HttpResponse:
    """The sale alone, for the polling page."""
    return render(request, "seller/pos_state.html", _context(_find(request, code)))


@require_POST
@seller_page
def mark_paid(request: SellerRequest, code: str) -> HttpResponse:
    """The seller confirms the transfer; no service has reported it (yet)."""
    pos_sale = _find(request, code)
    perform(request, lambda: mark_sale_as_paid(sale_id=pos_sale.pk, actor=request.user))
    return redirect("seller:pos-sale", pos_sale.code)


@require_POST
@seller_page
def cancel(request: SellerRequest, code: str) -> HttpResponse:
    """Cancel the sale, then back to the form with its amount, for example to record cash."""
    pos_sale = _find(request, code)
    if not perform(request, lambda: cancel_sale(sale_id=pos_sale.pk, actor=request.user)):
        return redirect("seller:pos-sale", pos_sale.code)
    messages.success(request, _("Đã bỏ lần bán chưa trả tiền."))
    return HttpResponseRedirect(f"{reverse('seller:pos')}?so-tien={pos_sale.amount}")


@require_POST
@seller_page
def void(request: SellerRequest, code: str) -> HttpResponse:
    """Void the sale: it was recorded by mistake, or the goods came back. It is reversed in the books, not deleted."""
    pos_sale = _find(request, code)
    form = VoidForm(request.POST, sale=pos_sale)
    if submit(form, lambda: void_sale(sale_id=pos_sale.pk, why=form.cleaned_data["why"], actor=request.user)):
        messages.success(request, _("Đã hủy lần bán này. Sổ của bạn và số liệu của xã đã trừ lại."))
        return redirect("seller:pos-sale", pos_sale.code)
    return render(request, "seller/pos_sale.html", _context(pos_sale, form), status=422)


def _find(request: SellerRequest, code: str) -> PosSale:
    pos_sale = sale_of_seller(request.seller, code)
    if pos_sale is None:
        raise NotFound(_("Không tìm thấy lần bán %(code)s trong gian hàng này.") % {"code": code[:20]})
    return pos_sale


def _context(pos_sale: PosSale, form: VoidForm | None = None) -> dict[str, object]:
    waits = pos_sale.method == PosMethod.VIETQR
    return {
        "sale": pos_sale,
        "intent": sdk.payment_intents.retrieve(pos_sale.intent_id) if waits else None,
        "void_form": (form or VoidForm(sale=pos_sale)) if form or can_void(pos_sale) else None,
    }


def _page(request: SellerRequest, form: SaleForm) -> HttpResponse:
    context = {"form": form, "form_key": uuid4(), "day": sales_of_day(request.seller)}
    return render(request, "seller/pos.html", context, status=422 if form.errors else 200)
