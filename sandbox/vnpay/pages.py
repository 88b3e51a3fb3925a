"""The gateway's pages: choose, card, OTP, and back to the shop. Plain server-rendered HTML."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sandbox.models import SandboxPayment
from sandbox.vnpay import control, faults, jobs, notify
from sandbox.vnpay.forms import CardForm, MethodForm, OtpForm
from sandbox.vnpay.gateway import Refused, arrive, is_expired
from sandbox.vnpay.outcomes import CARDS, MOST_TRIES, OTP, OUTCOMES, conclude

_SCENES = ("success", "suspicious", "wrong_otp", "insufficient", "locked", "expired")
_CARD_LIST = [(number, OUTCOMES[outcome].words) for number, outcome in CARDS.items()]


@never_cache
@require_GET
def pay(request: HttpRequest) -> HttpResponse:
    """GET /vnpay-sandbox/paymentv2/vpcpay.html: the address to which the shop sends the buyer."""
    try:
        payment = arrive(request.GET)
    except Refused as refusal:
        return _page(request, "problem", None, {"reason": refusal.reason}, status=400)
    if payment.response_code or is_expired(payment):
        return _over(request, payment)
    scenes = [(name, OUTCOMES[name].words) for name in _SCENES]
    return _page(request, "choose", payment, {"form": MethodForm(), "scenes": scenes})


@require_POST
def choose(request: HttpRequest, payment_id: uuid.UUID) -> HttpResponse:
    """Choose the payment method, or a test outcome."""
    payment = get_object_or_404(SandboxPayment, pk=payment_id)
    form = MethodForm(request.POST)
    if form.is_valid() and not payment.response_code:
        payment.play = form.cleaned_data["play"]
        payment.bank_code = form.cleaned_data["method"]
        payment.card_type = "QRCODE" if payment.bank_code == "VNPAYQR" else "ATM"
        payment.save(update_fields=["play", "bank_code", "card_type"])
    scene = request.POST.get("scene", "")
    if scene in OUTCOMES:
        return _end(payment, scene)
    return redirect("vnpay-sandbox:qr" if payment.bank_code == "VNPAYQR" else "vnpay-sandbox:card", payment.pk)


@never_cache
@require_http_methods(["GET", "POST"])
def card(request: HttpRequest, payment_id: uuid.UUID) -> HttpResponse:
    """The card's data; wrong three times is VNPay's code 10."""
    payment = get_object_or_404(SandboxPayment, pk=payment_id)
    if payment.response_code or is_expired(payment):
        return _over(request, payment)
    form = CardForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            outcome = CARDS[form.cleaned_data["number"]]
            return redirect("vnpay-sandbox:otp", payment.pk) if outcome == "success" else _end(payment, outcome)
        if _count_wrong(payment) >= MOST_TRIES:
            return _end(payment, "wrong_card")
    return _page(request, "card", payment, {"form": form, "cards": _CARD_LIST})


@never_cache
@require_http_methods(["GET", "POST"])
def otp(request: HttpRequest, payment_id: uuid.UUID) -> HttpResponse:
    """The one-time password; wrong three times is VNPay's code 13."""
    payment = get_object_or_404(SandboxPayment, pk=payment_id)
    if payment.response_code or is_expired(payment):
        return _over(request, payment)
    form = OtpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["otp"].strip() == OTP:
            return _end(payment, "success")
        wrong = _count_wrong(payment)
        if wrong >= MOST_TRIES:
            return _end(payment, "wrong_otp")
        form.add_error("otp", _("Mã OTP không đúng. Bạn còn %(left)d lần thử.") % {"left": MOST_TRIES - wrong})
    return _page(request, "otp", payment, {"form": form, "otp": OTP})


@never_cache
@require_GET
def qr(request: HttpRequest, payment_id: uuid.UUID) -> HttpResponse:
    """The page on which a banking app would scan a code."""
    payment = get_object_or_404(SandboxPayment, pk=payment_id)
    if payment.response_code or is_expired(payment):
        return _over(request, payment)
    return _page(request, "qr", payment, {})


@require_POST
def end(request: HttpRequest, payment_id: uuid.UUID, outcome: str) -> HttpResponse:
    """A button that ends the payment: paid by QR, cancelled, or back to the shop after it ended."""
    payment = get_object_or_404(SandboxPayment, pk=payment_id)
    if outcome not in OUTCOMES:
        outcome = "cancel"
    return _end(payment, "expired" if is_expired(payment) else outcome)


def _end(payment: SandboxPayment, outcome: str) -> HttpResponse:
    """Report the result as chosen, and redirect the buyer back. A payment that had ended only redirects."""
    was_over = bool(payment.response_code)
    payment = conclude(payment, outcome)
    fault = "" if was_over else faults.take("ipn", payment.txn_ref)
    if fault == "late":
        control.move_deadline_into_past(payment.txn_ref)
    if fault:
        control.notify_shop(payment, fault)
    elif not was_over and payment.play == "ipn_first":
        jobs.call_until_acknowledged(payment)
    elif not was_over and payment.play == "return_first":
        jobs.call_after_return(payment)
    return HttpResponseRedirect(notify.return_address(payment, notify.message(payment)))


def _over(request: HttpRequest, payment: SandboxPayment) -> HttpResponse:
    reason = (
        _("Giao dịch này đã kết thúc.") if payment.response_code else _("Giao dịch đã quá thời gian chờ thanh toán.")
    )
    return _page(request, "problem", payment, {"reason": reason}, status=410)


def _count_wrong(payment: SandboxPayment) -> int:
    payment.wrong_tries += 1
    payment.save(update_fields=["wrong_tries"])
    return payment.wrong_tries


def _page(
    request: HttpRequest, name: str, payment: SandboxPayment | None, context: dict[str, object], status: int = 200
) -> HttpResponse:
    context |= {"payment": payment, "dong": payment.amount // 100 if payment else None}
    response = render(request, f"sandbox/{name}.html", context, status=status)
    # Browsers apply form-action to redirects, too: back to the shop, which may have another address, and from there to
    # the page of the API client.
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; "
        "form-action 'self' http: https:"
    )
    return response
