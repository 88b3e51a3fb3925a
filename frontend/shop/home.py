"""The home page: seasonal products, categories, and the month's figures if there are any."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from catalog.products.queries import CategorySummary, ProductCard, category_summaries, season_and_newest_cards
from cooperatives.queries import seller_cards
from core import clock
from core.http.headers import same_for_all
from core.response_cache.declare import cached_for_guests
from core.response_cache.scopes import Scope
from frontend.shop.awaiting_payment import waiting_payment
from frontend.shop.market_month import month_of_the_market

_PER_SECTION = 8


@cached_for_guests(Scope.CATALOG, Scope.SELLERS, Scope.FIGURES)
@require_safe
@same_for_all
def home(request: HttpRequest) -> HttpResponse:
    kinds = [category for category in category_summaries() if category.has_products]
    ripe, newest = season_and_newest_cards(season=4 * _PER_SECTION, newest=2 * _PER_SECTION)
    in_season = _in_season(ripe, kinds)
    shown = {card.id for card in in_season}
    newest = [card for card in newest if card.id not in shown]
    context = {
        "in_season": in_season,
        "newest": newest[:_PER_SECTION],
        "categories": kinds,
        "month": month_of_the_market(clock.month_of(clock.now())),
        "month_number": clock.today().month,
        "tree_seller": next(iter(seller_cards(slug=settings.MARKET["tree_seller"])), None),
    }
    if waiting := waiting_payment(request):
        context["waiting"] = waiting
    response = render(request, "shop/home.html", context)
    if waiting:
        add_never_cache_headers(response)
    return response


def _in_season(cards: list[ProductCard], kinds: list[CategorySummary]) -> list[ProductCard]:
    """Products of the first categories first, the commune's own before others, then the newest."""
    order = {category.name: place for place, category in enumerate(kinds)}
    home_town = f" {settings.MARKET['place']}"

    def rank(card: ProductCard) -> tuple[int, bool]:
        return order.get(card.category_name, len(order)), not card.seller_place.endswith(home_town)

    return sorted(cards, key=rank)[:_PER_SECTION]
