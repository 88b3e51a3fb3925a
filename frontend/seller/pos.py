"""Bán tại chợ: an amount, then a QR on the seller's phone or cash, then a receipt. Three taps, in bright sun."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import DomainError, NotFound
from frontend.common.forms import take_refusal
from frontend.common.parsing import whole
from frontend.seller.acting import SellerRequest, seller_page
from frontend.seller.forms.pos import CounterForm, UndoForm
from orders.counter.queries import counter_day, sale_of_seller
from orders.counter.services.cancel_sale import cancel_sale
from orders.counter.services.declare_sale import declare_sale
from orders.counter.services.sell import sell
from orders.counter.services.undo_sale import may_undo, undo_sale
from orders.models import CounterMethod, CounterSale
from payments import sdk


@require_http_methods(["GET", "HEAD", "POST"])
@seller_page
def counter(request: SellerRequest) -> HttpResponse:
    """The form with today's sales below it; POST records one and opens it."""
    if request.method != "POST":
        return _page(request, CounterForm(initial={"amount": whole(request.GET.get("so-tien"))}))
    form = CounterForm(request.POST)
    if form.is_valid():
        try:
            sale = sell(
                seller_id=request.seller.pk,
                amount=form.cleaned_data["amount"],
                method=request.POST.get("method", ""),
                note=form.cleaned_data["note"],
                form_key=_form_key(request.POST.get("form")),
                actor=request.user,
                ip=request.META.get("REMOTE_ADDR", ""),
            )
        except DomainError as refusal:
            if refusal.code == "PERMISSION_DENIED":
                raise
            take_refusal(form, refusal)
        else:
            return redirect("seller:counter-sale", sale.code)
    return _page(request, form)


@require_safe
@seller_page
def sale(request: SellerRequest, code: str) -> HttpResponse:
    """The QR for the buyer to scan, or what was recorded."""
    return render(request, "seller/pos_sale.html", _context(_find(request, code)))


@require_safe
@seller_page
def part(request: SellerRequest, code: str) -> HttpResponse:
    """The sale alone, for the page that asks whether the money has come."""
    return render(request, "seller/pos_state.html", _context(_find(request, code)))


@require_POST
@seller_page
def received(request: SellerRequest, code: str) -> HttpResponse:
    """The seller saw the transfer in the account: nobody else tells it, or not yet."""
    found = _find(request, code)
    try:
        declare_sale(sale_id=found.pk, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect("seller:counter-sale", found.code)


@require_POST
@seller_page
def cancel(request: SellerRequest, code: str) -> HttpResponse:
    """Give it up, and back to the form with its amount: the buyer may pay in cash, or nothing."""
    found = _find(request, code)
    try:
        cancel_sale(sale_id=found.pk, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("seller:counter-sale", found.code)
    messages.success(request, _("Đã bỏ lần bán chưa trả tiền."))
    return HttpResponseRedirect(f"{reverse('seller:counter')}?so-tien={found.amount}")


@require_POST
@seller_page
def undo(request: SellerRequest, code: str) -> HttpResponse:
    """It was recorded by mistake, or the goods came back: taken back in the books, kept to be seen."""
    found = _find(request, code)
    form = UndoForm(request.POST, sale=found)
    if form.is_valid():
        try:
            undo_sale(sale_id=found.pk, why=form.cleaned_data["why"], actor=request.user)
        except DomainError as refusal:
            if refusal.code == "PERMISSION_DENIED":
                raise
            take_refusal(form, refusal)
        else:
            messages.success(request, _("Đã hủy lần bán này. Sổ của bạn và số liệu của xã đã trừ lại."))
            return redirect("seller:counter-sale", found.code)
    return render(request, "seller/pos_sale.html", _context(found, form), status=422)


def _find(request: SellerRequest, code: str) -> CounterSale:
    found = sale_of_seller(request.seller, code)
    if found is None:
        raise NotFound(_("Không tìm thấy lần bán %(code)s trong gian hàng này.") % {"code": code[:20]})
    return found


def _context(found: CounterSale, form: UndoForm | None = None) -> dict[str, object]:
    waits = found.method == CounterMethod.VIETQR
    return {
        "sale": found,
        "intent": sdk.payment_intents.retrieve(found.intent_id) if waits else None,
        "undo": (form or UndoForm(sale=found)) if form or may_undo(found) else None,
    }


def _page(request: SellerRequest, form: CounterForm) -> HttpResponse:
    context = {"form": form, "form_key": uuid4(), "day": counter_day(request.seller)}
    return render(request, "seller/pos.html", context, status=422 if form.errors else 200)


def _form_key(sent: str | None) -> UUID:
    """The form's own key; a form without one is nobody's second tap."""
    try:
        return UUID(sent or "")
    except ValueError:
        return uuid4()
