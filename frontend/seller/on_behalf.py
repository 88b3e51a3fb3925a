"""Đã làm thay: all actions of others on behalf of this household, from the audit trail."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.queries import done_on_behalf_of
from cooperatives.queries import cooperatives_of
from core.errors import Forbidden
from frontend.common.audit_labels import present_entry
from frontend.seller.acting import SellerRequest, seller_page


@require_safe
@seller_page
def on_behalf(request: SellerRequest) -> HttpResponse:
    if request.acting.on_behalf:
        raise Forbidden(_("Trang này dành cho chính chủ gian hàng."))
    context = {
        "deeds": [present_entry(entry) for entry in done_on_behalf_of(request.seller)],
        "cooperatives": list(cooperatives_of(request.seller)),
    }
    return render(request, "seller/on_behalf.html", context)
