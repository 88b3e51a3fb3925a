"""Báo tiền về: which service tells of transfers, the address to give it, and whether it has been heard."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cooperatives.services.set_bank_feed import drop_bank_feed, set_bank_feed
from core.errors import DomainError, Forbidden
from frontend.forms import take_refusal
from frontend.workspace.acting import WorkspaceRequest, workspace
from frontend.workspace.forms.feed import FORMS
from payments import sdk

NAMES = {"sepay": "SePay", "casso": "Casso", "payos": "payOS"}


@require_http_methods(["GET", "HEAD", "POST"])
@workspace
def feeds(request: WorkspaceRequest) -> HttpResponse:
    """What tells now, and a form a service; POST takes the key of one."""
    if not request.acting.manages:
        raise Forbidden(_("Chỉ người quản lý của chính gian hàng xem và đổi được dịch vụ báo tiền về."))
    kind = request.POST.get("kind", "")
    forms = {name: form(prefix=name) for name, form in FORMS.items()}
    refused = False
    if request.method == "POST" and kind in FORMS:
        form = forms[kind] = FORMS[kind](request.POST, prefix=kind)
        if form.is_valid():
            given = dict(form.cleaned_data)
            auth = given.pop("auth", "hmac")
            try:
                set_bank_feed(seller_id=request.seller.pk, kind=kind, secrets=given, auth=auth, actor=request.user)
            except DomainError as refusal:
                take_refusal(form, refusal)
            else:
                words = _("Đã lưu khóa %(name)s. Còn một bước: dán địa chỉ bên dưới vào trang của %(name)s.")
                messages.success(request, words % {"name": NAMES[kind]})
                return redirect("workspace:shop-feeds")
        refused = True
    heard = sdk.bank_feeds.of(request.seller.payee_ref)
    told = sdk.bank_feeds.last_told(feed.id for feed in heard)
    context = {
        "bank": sdk.bank_accounts.of(request.seller.payee_ref),
        "heard": [(feed, told.get(feed.id)) for feed in heard],
        "offers": [(name, NAMES[name], form) for name, form in forms.items()],
        "kind": kind,
    }
    return render(request, "workspace/feeds.html", context, status=422 if refused else 200)


@require_POST
@workspace
def drop(request: WorkspaceRequest, feed_id: int) -> HttpResponse:
    drop_bank_feed(seller_id=request.seller.pk, feed_id=feed_id, actor=request.user)
    messages.success(request, _("Đã bỏ dịch vụ báo tiền về. Từ bây giờ bạn tự xác nhận tiền đã nhận."))
    return redirect("workspace:shop-feeds")
