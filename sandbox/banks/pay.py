"""Pays a QR without scanning: POST /bank-sandbox/pay/<code> transfers its amount."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from payments.bank.feeds import CALLING
from payments.base.mode import livemode
from payments.models import Attempt, AttemptStatus, BankAccount, BankFeed
from payments.providers.vietqr.data import VietQRData
from sandbox.banks.bank import Order, transfer


@require_POST
def pay(request: HttpRequest, code: str) -> HttpResponse:
    """Transfer the exact amount of an attempt with its code in the text, reported by its account's feed; then redirect
    back.
    """
    attempt = Attempt.objects.filter(reference=code, provider="vietqr", status=AttemptStatus.OPEN).first()
    if attempt is None:
        raise Http404
    account = _account_of(attempt)
    feed = BankFeed.objects.filter(account=account, is_active=True, kind__in=CALLING).order_by("pk").first()
    if feed is None:
        messages.info(
            request,
            _("Chạy thử: coi như đã chuyển khoản. Người bán không dùng dịch vụ báo tiền về nên sẽ tự xác nhận."),
        )
    else:
        content = f"MBVCB.{attempt.pk}.{code}.CT tu 0071000000000 NGUYEN VAN A"
        transfer(Order(account=account, amount=attempt.amount, content=content, kind=feed.kind))
        messages.success(request, _("Chạy thử: coi như đã chuyển khoản."))
    return HttpResponseRedirect(_back(request))


def _account_of(attempt: Attempt) -> BankAccount:
    linked = BankAccount.objects.filter(feeds__links__attempt=attempt).first()
    if linked is not None:
        return linked
    shown = VietQRData.of(attempt)
    return BankAccount.objects.get(livemode=livemode(), bin=shown.bank_bin, number=shown.account_number)


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else "/"
