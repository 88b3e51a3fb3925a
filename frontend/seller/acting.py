"""Who works here and for which seller: determined once a request, before any page of the workspace."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.models import User
from cooperatives.models import Seller
from cooperatives.policies import Acting
from cooperatives.queries import list_acting_sellers
from core.errors import Forbidden, NotFound
from frontend.common.interrupted_form import sign_in_first

View = Callable[..., HttpResponse]
_SESSION_KEY = "acting_seller"


class SellerRequest(HttpRequest):
    user: User
    acting: Acting
    seller: Seller
    sellers: list[Seller]  # all sellers for whom this person may act


def seller_page(view: View) -> View:
    """Requires sign-in; then sets `request.acting` and `request.seller` (three statements, with the session's).

    A form names its seller: one left open from before a change of seller changes nothing.
    """

    @never_cache
    @wraps(view)
    def enter(request: SellerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        request.sellers = list_acting_sellers(request.user)
        if not request.sellers:
            return render(request, "seller/no_seller.html", status=403)
        request.seller = _seller_to_act_for(request)
        request.acting = Acting(
            request.seller,
            on_behalf=request.seller.on_behalf,  # type: ignore[attr-defined]
            manages=request.seller.manages,  # type: ignore[attr-defined]
        )
        if request.method == "POST" and request.POST.get("seller", str(request.seller.pk)) != str(request.seller.pk):
            words = _("Chưa lưu: trang đó mở cho gian hàng khác, còn bạn đang làm cho %(name)s.")
            messages.error(request, words % {"name": request.seller.name})
            return redirect("seller:today")
        try:
            return view(request, *args, **kwargs)
        except (Forbidden, NotFound) as refusal:
            status = 404 if isinstance(refusal, NotFound) else 403
            return render(request, "seller/refused.html", {"text": refusal.message}, status=status)

    return enter


def choose(request: SellerRequest, seller_id: int) -> bool:
    """Work for this seller from now on; False where the person may not act for them."""
    if all(seller.pk != seller_id for seller in request.sellers):
        return False
    request.session[_SESSION_KEY] = seller_id
    return True


def _seller_to_act_for(request: SellerRequest) -> Seller:
    """The seller chosen before, while the person may still act for them; else the first."""
    seller_id = request.session.get(_SESSION_KEY)
    return next((seller for seller in request.sellers if seller.pk == seller_id), request.sellers[0])
