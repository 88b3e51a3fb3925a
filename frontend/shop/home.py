"""The home page: what is in season and from whom, the shelves, and the month's figures where there are any."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.filters import Filters
from catalog.queries import product_cards, shelves
from cooperatives.queries import seller_cards
from core import clock
from frontend.shop.month import month_of_the_market

_ON_A_SHELF = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    in_season = product_cards(Filters(in_season=True, available=True), limit=_ON_A_SHELF)
    shown = {card.id for card in in_season}
    newest = [card for card in product_cards(limit=2 * _ON_A_SHELF) if card.id not in shown]
    context = {
        "in_season": in_season,
        "newest": newest[:_ON_A_SHELF],
        "shelves": [shelf for shelf in shelves() if shelf.products],
        "month": month_of_the_market(clock.month_of(clock.now())),
        "month_number": clock.today().month,
        "tree_seller": next(iter(seller_cards(slug=settings.MARKET["tree_seller"])), None),
    }
    return render(request, "shop/home.html", context)
