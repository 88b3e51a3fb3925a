"""A product: price, price per kilogram, delivery to the chosen commune, seller and returns."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from catalog.products.queries import Pack, ProductPage, product_page
from core.http.headers import same_for_all
from core.response_cache.declare import cached_for_guests
from core.response_cache.scopes import LOW_STOCK, Scope
from frontend.common import cookies, parsing
from orders.models import MAX_QUANTITY
from shipping.carriers import Parcel
from shipping.models import Carrier
from shipping.quotes.offers import ask_carriers
from shipping.quotes.queries import Quote


@cached_for_guests(Scope.CATALOG, Scope.SELLERS, params=("goi",))
@require_safe
@same_for_all
def product(request: HttpRequest, slug: str, product_id: int) -> HttpResponse:
    page = find(request, product_id)
    if page.product.slug != slug:
        return redirect("shop:product", page.product.slug, page.product.pk, permanent=True)
    return show(request, page, parsing.whole(request.GET.get("goi")))


def find(request: HttpRequest, product_id: int) -> ProductPage:
    """The public page; else the page for this person (a seller sees unpublished products)."""
    page = product_page(product_id) if product_id < 2**63 else None
    if page is None and "_auth_user_id" in request.session:
        page = product_page(product_id, user=request.user)
    if page is None:
        raise Http404
    return page


def show(
    request: HttpRequest,
    page: ProductPage,
    pack_id: int | None,
    *,
    quantity: int | str = 1,
    problem: object = None,
    status: int = 200,
) -> HttpResponse:
    """The page with one pack size chosen; `problem` is why it could not be added to the cart."""
    pack = next((pack for pack in page.packs if pack.id == pack_id), None)
    pack = pack or next((pack for pack in page.packs if pack.available), None) or next(iter(page.packs), None)
    place = cookies.place(request)
    quotes = _quotes(page, pack, place.unit_id if place else None)
    context = {
        "page": page,
        "product": page.product,
        "seller": page.product.seller,
        "pack": pack,
        "place": place,
        "quotes": quotes,
        "delivers": any(one.carrier != Carrier.PICKUP for one in quotes),
        "low_stock": LOW_STOCK,
        # From LOW_STOCK on the page does not depend on the exact stock, so that a sale does not end cached pages.
        "most": min(pack.available, MAX_QUANTITY) if pack and pack.available < LOW_STOCK else MAX_QUANTITY,
        "quantity": quantity,
        "problem": problem,
    }
    return render(request, "shop/product.html", context, status=status)


def _quotes(page: ProductPage, pack: Pack | None, unit_id: int | None) -> list[Quote]:
    if pack is None:
        return []
    seller_id = page.product.seller_id
    parcel = Parcel(seller_id=seller_id, weight_g=pack.weight_g, days_to_ship=page.product.days_to_ship)
    return ask_carriers(parcels=[parcel], unit_id=unit_id).get(seller_id, [])
