"""Hàng: all products of the seller, with their stock to be changed in place."""

from django.contrib import messages
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
from core.errors import NotFound
from frontend.common.paging import PAGE
from frontend.common.redirects import next_page
from frontend.common.submit import submit
from frontend.seller.acting import SellerRequest, seller_page
from frontend.seller.forms.product import StockForm

_PAGE = 30


@require_safe
@seller_page
def goods(request: SellerRequest) -> HttpResponse:
    page = Paginator(seller_products(request.seller), _PAGE).get_page(request.GET.get(PAGE))
    rows = [(product, next(map(photo_urls, product.pictures), None)) for product in page]  # type: ignore[attr-defined]
    return render(request, "seller/goods.html", {"page": page, "rows": rows})


@require_POST
@seller_page
def stock(request: SellerRequest, variant_id: int) -> HttpResponse:
    """Set the stock of one pack size, reserved ones included."""
    variant = Variant.objects.filter(pk=variant_id, product__seller=request.seller).select_related("product").first()
    if variant is None:
        raise NotFound(_("Không tìm thấy quy cách hàng này."))
    form = StockForm(request.POST)
    sent = submit(form, lambda: adjust_stock(variant_id=variant.pk, actor=request.user, **form.cleaned_data))
    if sent:
        names = {"product": variant.product.name, "pack": variant.name, "count": form.cleaned_data["on_hand"]}
        messages.success(request, _("%(product)s, %(pack)s: đang có %(count)d.") % names)
    else:
        typed = _("Bạn đã ghi “%(typed)s”.") % {"typed": str(form["on_hand"].value() or "").strip()[:40]}
        problems = [str(error) for errors in form.errors.values() for error in errors]
        messages.error(request, f"{variant.product.name}, {variant.name}: {' '.join([*problems, typed])}")
    return HttpResponseRedirect(next_page(request, reverse("seller:goods")))
