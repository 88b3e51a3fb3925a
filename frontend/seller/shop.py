"""Gian hàng: contact, cash, delivery prices, bank account, payout schedule and consent."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.reauthentication import reauthentication_required
from cooperatives.queries import cooperatives_of
from cooperatives.services.record_consent import record_consent
from cooperatives.services.set_bank_account import set_bank_account
from cooperatives.services.set_payout_schedule import set_payout_schedule
from cooperatives.services.update_shop import update_shop
from cooperatives.services.withdraw_consent import withdraw_consent
from core.errors import NotFound
from frontend.common.bank_forms import BankForm
from frontend.common.redirects import next_page
from frontend.common.submit import perform, submit
from frontend.seller.acting import SellerRequest, seller_page
from frontend.seller.forms.schedule import ScheduleForm
from frontend.seller.forms.shop import MethodNoteForm, RateForm, ShopForm
from payments import sdk
from payments.sdk.banks import BANKS
from shipping.models import Carrier, ShippingMethod, Zone
from shipping.queries import methods_of
from shipping.services.set_rates import set_rates
from shipping.services.update_method import update_method


@require_http_methods(["GET", "HEAD", "POST"])
@seller_page
def shop(request: SellerRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    form = ShopForm(request.POST)
    if submit(form, lambda: update_shop(seller_id=request.seller.pk, actor=request.user, **form.cleaned_data)):
        return _saved(request, _("Đã lưu gian hàng."))
    return _page(request, words=form)


@require_POST
@seller_page
def rates(request: SellerRequest, method_id: int) -> HttpResponse:
    """The rates of own delivery; a zone that is not ticked is not served."""
    method = _method(request, method_id)
    forms = {zone: RateForm(request.POST, prefix=zone) for zone in Zone.values}
    if all(form.is_valid() for form in forms.values()):
        served = [form.as_input(zone) for zone, form in forms.items() if form.cleaned_data["serves"]]
        if perform(request, lambda: set_rates(method_id=method.pk, rates=served, actor=request.user)):
            return _saved(request, _("Đã lưu phí giao hàng."))
    return _page(request, rates=forms)


@require_POST
@seller_page
def offer(request: SellerRequest, method_id: int) -> HttpResponse:
    """Activate or deactivate a shipping method, with a note such as opening hours."""
    method = _method(request, method_id)
    form = MethodNoteForm(request.POST, method=method)
    active = request.POST["is_active"] == "1" if "is_active" in request.POST else None
    if not form.is_valid():
        return _page(request, note=(method.pk, form))
    note = form.cleaned_data["note"] if "note" in request.POST else None
    sent = perform(
        request,
        lambda: update_method(method_id=method.pk, actor=request.user, note=note, is_active=active),
        field="note",
    )
    if sent.field_error:
        form.add_error("note", str(sent.field_error))
        return _page(request, note=(method.pk, form))
    if not sent:
        return redirect("seller:shop")
    return _saved(request, _("Đã lưu cách giao hàng."))


@require_POST
@seller_page
@reauthentication_required("seller:shop")
def bank(request: SellerRequest) -> HttpResponse:
    form = BankForm(request.POST, prefix="bank")
    if submit(form, lambda: set_bank_account(seller_id=request.seller.pk, actor=request.user, **form.cleaned_data)):
        return _saved(request, _("Đã lưu tài khoản nhận tiền."))
    return _page(request, bank=form)


@require_POST
@seller_page
def schedule(request: SellerRequest) -> HttpResponse:
    """The schedule of automatic payouts."""
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        return _page(request, schedule=form)
    set_payout_schedule(seller_id=request.seller.pk, interval=form.interval, anchor=form.anchor, actor=request.user)
    return _saved(request, _("Đã lưu lịch nhận tiền."))


@require_POST
@seller_page
def consent(request: SellerRequest, cooperative_id: int) -> HttpResponse:
    """A household gives or withdraws its consent."""
    parties: dict[str, Any] = {"cooperative_id": cooperative_id, "household_id": request.seller.pk}
    if request.POST.get("agree") == "1":
        evidence = _("Chủ hộ đồng ý trên trang gian hàng")
        record_consent(**parties, evidence=evidence, actor=request.user)
        messages.success(request, _("Đã ghi nhận: hợp tác xã được làm thay bạn."))
    else:
        withdraw_consent(**parties, actor=request.user)
        messages.success(request, _("Đã rút đồng ý: từ bây giờ hợp tác xã không làm thay bạn."))
    return HttpResponseRedirect(next_page(request, reverse("seller:shop")))


def _method(request: SellerRequest, method_id: int) -> ShippingMethod:
    method = ShippingMethod.objects.filter(pk=method_id, seller=request.seller).first()
    if method is None:
        raise NotFound(_("Không tìm thấy cách giao hàng này."))
    return method


def _saved(request: SellerRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("seller:shop")


def _page(
    request: SellerRequest,
    *,
    words: ShopForm | None = None,
    rates: dict[str, RateForm] | None = None,
    bank: BankForm | None = None,
    schedule: ScheduleForm | None = None,
    note: tuple[int, MethodNoteForm] | None = None,
) -> HttpResponse:
    methods = list(methods_of(request.seller.pk))
    own = next((method for method in methods if method.carrier == Carrier.OWN), None)
    account = sdk.accounts.retrieve(request.seller.payee_ref)
    context = {
        "words": words or ShopForm(initial=ShopForm.initial_from(request.seller)),
        "methods": [(method, _note_form(method, note)) for method in methods],
        "own": own,
        "zones": [(label, (rates or _rate_forms(own))[zone]) for zone, label in Zone.choices],
        "bank": bank or BankForm(prefix="bank"),
        "account": account,
        "schedule": schedule or ScheduleForm(initial=ScheduleForm.initial_from(account)),
        "next_bank": sdk.bank_accounts.next_of(account.id) if account.held_until else None,
        "bank_name": BANKS.get(account.bank_bin, ""),
        "cooperatives": [] if request.acting.on_behalf else cooperatives_of(request.seller),
    }
    refused = any((words, rates, bank, schedule, note))
    return render(request, "seller/shop.html", context, status=422 if refused else 200)


def _note_form(method: ShippingMethod, refused: tuple[int, MethodNoteForm] | None) -> MethodNoteForm:
    return refused[1] if refused and refused[0] == method.pk else MethodNoteForm(method=method)


def _rate_forms(method: ShippingMethod | None) -> dict[str, RateForm]:
    known = {rate.zone: rate for rate in method.rates.all()} if method else {}
    return {zone: RateForm(prefix=zone, initial=RateForm.initial_from(known.get(zone))) for zone in Zone.values}
