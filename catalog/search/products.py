"""Search what is on sale: hits, their order, a page of cards, the total; three SQL statements at most."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import Cast, Round
from django.utils.translation import gettext_lazy as _

from catalog.models import Product, Variant
from catalog.products.filters import Filters
from catalog.products.listing import ProductCard, listing_rows, to_card
from catalog.search import query_text
from catalog.search.cursor import read_cursor, write_cursor
from catalog.search.postgres.spelling import correct
from catalog.search.query_text import QueryText
from catalog.visibility import on_sale
from core.errors import DomainError

MAX_LIMIT = 100
SORTS = {  # the column that orders, and whether the largest comes first; the id settles ties in the same direction
    "relevance": ("score", True),
    "new": ("id", True),
    "price": ("price_from", False),
    "-price": ("price_from", True),
}

# What buyers may know of the order of results (NĐ 248/2026/NĐ-CP, Art. 11). Each line outweighs those below it.
RANKING_CRITERIA = (
    _("Sản phẩm viết đúng từng dấu như bạn gõ đứng trước sản phẩm chỉ giống chữ không dấu."),
    _("Sản phẩm có đủ các từ bạn tìm ngay trong tên đứng trước sản phẩm chỉ nhắc đến chúng ở phần khác."),
    _("Sản phẩm còn hàng đứng trước sản phẩm đã hết hàng."),
    _("Sản phẩm nhắc đến các từ bạn tìm nhiều hơn đứng trước."),
    _("Khi mọi điều trên như nhau, sản phẩm mới đăng đứng trước."),
    _("Không ai có thể trả tiền để được xếp cao hơn."),
)
_SPELLED, _NAMED, _IN_STOCK, _RANK = 4_000_000, 2_000_000, 1_000_000, 900_000
_WEIGHTS = [0.05, 0.3, 0.4, 1.0]  # D, C, B, A


@dataclass(frozen=True)
class SearchPage:
    """One page of what was found."""

    cards: list[ProductCard]
    total: int
    corrected_to: str | None  # what was searched instead, where nothing was found as typed
    next_cursor: str | None  # None on the last page
    cursors: list[str] = field(default_factory=list)  # of each card, for the API's edges


def search_products(
    text: str = "",
    category: str | None = None,
    sort: str | None = None,
    after: str | None = None,
    limit: int = 24,
    *,
    filters: Filters | None = None,
) -> SearchPage:
    """What is on sale and fits `text` (all of it where empty), narrowed by `filters` or a `category` slug alone.

    `sort` is one of SORTS ("relevance" by default). Raises DomainError for another sort, limit or a broken cursor.
    """
    sort = sort or "relevance"
    if sort not in SORTS:
        raise DomainError(_("Không có cách sắp xếp này."), field="sort")
    if not 1 <= limit <= MAX_LIMIT:
        raise DomainError(_("Mỗi trang có từ 1 đến 100 kết quả."), field="limit")
    seek = read_cursor(after, sort) if after else None
    narrowed = (filters or Filters(category=category)).apply(on_sale(Product.objects.all()))
    typed = query_text.parse(text)
    if text.strip() and not typed:
        return SearchPage([], 0, None, None)
    page = _page(narrowed, typed, sort, seek, limit)
    if page.total or not typed or seek:
        return page
    mended = correct(typed)
    if mended is None:
        return page
    found = _page(narrowed, mended, sort, seek, limit)
    if not found.total:
        return page
    return replace(found, corrected_to=" ".join(mended.marked))


def _page(
    narrowed: "QuerySet[Product]", typed: QueryText, sort: str, seek: tuple[int, int] | None, limit: int
) -> SearchPage:
    hits = narrowed.filter(search=query_text.everywhere(typed)) if typed else narrowed
    column, falling = SORTS[sort]
    if column == "score":
        hits = hits.annotate(score=_score(typed))
    rows = hits.order_by(*([f"-{column}", "-id"] if falling else [column, "id"]))
    extra: dict[str, Any] = {"position": F(column)}
    if seek is None:
        extra["total"] = Window(Count("*"))
    else:
        rows = rows.filter(_beyond(column, falling, *seek))
    found = list(listing_rows(rows, **extra)[: limit + 1])
    total = hits.count() if seek else (found[0]["total"] if found else 0)
    page, more = found[:limit], len(found) > limit
    cursors = [write_cursor(sort, row["position"], row["id"]) for row in page]
    return SearchPage(
        cards=[to_card(row) for row in page],
        total=total,
        corrected_to=None,
        next_cursor=cursors[-1] if more else None,
        cursors=cursors,
    )


def _beyond(column: str, falling: bool, value: int, pk: int) -> Q:
    way = "lt" if falling else "gt"
    return Q(**{f"{column}__{way}": value}) | Q(**{column: value, f"id__{way}": pk})


def _score(typed: QueryText) -> Any:
    """RANKING_CRITERIA as one whole number, so that pages can go on exactly where the last one ended."""
    in_stock = Exists(Variant.objects.filter(product=OuterRef("pk"), is_active=True, on_hand__gt=F("reserved")))
    score: Any = _bonus(_IN_STOCK, in_stock)
    if not typed:
        return score
    # Normalisation 32 maps the rank to 0…1: it can never outweigh the line above it.
    rank = SearchRank(F("search"), query_text.everywhere(typed), weights=_WEIGHTS, normalization=32)
    score += Cast(Round(rank * Value(_RANK)), IntegerField())
    score += _bonus(_NAMED, Q(search=query_text.in_name(typed)))
    spelled = query_text.with_marks(typed)
    return score if spelled is None else score + _bonus(_SPELLED, Q(search=spelled))


def _bonus(points: int, condition: Any) -> Case:
    return Case(When(condition, then=Value(points)), default=Value(0), output_field=IntegerField())


__all__ = ["RANKING_CRITERIA", "SORTS", "Filters", "SearchPage", "search_products"]
