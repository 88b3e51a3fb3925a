"""Hàng: everything on the seller's shelf, its stock changed where it stands."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.media.presenters import photo_urls
from catalog.models import Variant
from catalog.products.queries import seller_products
from catalog.stock.services.adjust_stock import adjust_stock
from core.errors import DomainError, NotFound
from core.form_fields import CountField
from frontend.common.parsing import whole
from frontend.common.redirects import next_page
from frontend.seller.acting import SellerRequest, seller_page

_PAGE = 30


@require_safe
@seller_page
def goods(request: SellerRequest) -> HttpResponse:
    page = Paginator(seller_products(request.seller), _PAGE).get_page(request.GET.get("trang"))
    rows = [(product, next(map(photo_urls, product.pictures), None)) for product in page]  # type: ignore[attr-defined]
    return render(request, "seller/goods.html", {"page": page, "rows": rows})


@require_POST
@seller_page
def stock(request: SellerRequest, variant_id: int) -> HttpResponse:
    """How many there are of one pack size, held ones included."""
    variant = Variant.objects.filter(pk=variant_id, product__seller=request.seller).select_related("product").first()
    if variant is None:
        raise NotFound(_("Không tìm thấy quy cách hàng này."))
    try:
        on_hand = CountField().clean(request.POST.get("on_hand"))
        seen = whole(request.POST.get("seen"))
        adjust_stock(variant_id=variant.pk, on_hand=on_hand, actor=request.user, seen=seen)
    except (DomainError, ValidationError) as refusal:
        typed = _("Bạn đã ghi “%(typed)s”.") % {"typed": request.POST.get("on_hand", "").strip()[:40]}
        words = " ".join([*_words(refusal), typed])
        messages.error(request, f"{variant.product.name}, {variant.name}: {words}")
    else:
        names = {"product": variant.product.name, "pack": variant.name, "count": on_hand}
        messages.success(request, _("%(product)s, %(pack)s: đang có %(count)d.") % names)
    return HttpResponseRedirect(next_page(request, reverse("seller:goods")))


def _words(refusal: DomainError | ValidationError) -> list[str]:
    return refusal.messages if isinstance(refusal, ValidationError) else [str(refusal.message)]
