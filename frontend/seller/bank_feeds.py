"""Báo tiền về: which service reports transfers, the address to give it, and when it last reported one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.reauthentication import reauthentication_required
from cooperatives.services.set_bank_feed import drop_bank_feed, set_bank_feed
from core.errors import Forbidden
from frontend.common.bank_feeds import Offers, active_feeds, offers, take_key
from frontend.seller.acting import SellerRequest, seller_page
from payments import sdk


@require_http_methods(["GET", "HEAD", "POST"])
@seller_page
@reauthentication_required()
def feeds(request: SellerRequest) -> HttpResponse:
    """The services that report now, and a form for each kind; POST stores the key of one."""
    if not request.acting.manages:
        raise Forbidden(_("Chỉ người quản lý của chính gian hàng xem và đổi được dịch vụ báo tiền về."))
    offered = _take(request) if request.method == "POST" else offers()
    if offered.saved:
        words = _("Đã lưu khóa %(name)s. Còn một bước: dán địa chỉ bên dưới vào trang của %(name)s.")
        messages.success(request, words % {"name": offered.name})
        return redirect("seller:shop-feeds")
    context = {
        "bank": sdk.bank_accounts.next_of(request.seller.payee_ref) or sdk.bank_accounts.of(request.seller.payee_ref),
        "active_feeds": active_feeds(request.seller.payee_ref),
        "offers": offered,
    }
    return render(request, "seller/bank_feeds.html", context, status=422 if request.method == "POST" else 200)


def _take(request: SellerRequest) -> Offers:
    return take_key(
        request.POST,
        lambda kind, secrets, auth: set_bank_feed(
            seller_id=request.seller.pk, kind=kind, secrets=secrets, auth=auth, actor=request.user
        ),
    )


@require_POST
@seller_page
@reauthentication_required("seller:shop-feeds")
def drop(request: SellerRequest, feed_id: int) -> HttpResponse:
    drop_bank_feed(seller_id=request.seller.pk, feed_id=feed_id, actor=request.user)
    messages.success(request, _("Đã bỏ dịch vụ báo tiền về. Từ bây giờ bạn tự xác nhận tiền đã nhận."))
    return redirect("seller:shop-feeds")
