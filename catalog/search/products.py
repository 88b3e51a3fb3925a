"""Search products on sale: a page of cards, the total, and the corrected text where nothing matched as typed."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.products.filters import Filters
from catalog.search import query_text
from catalog.search.cursor import read_cursor, write_cursor
from catalog.search.engine import CARDS, COUNT_LIMIT, SearchQuery, SearchResult, Shown, search_engine
from core.errors import DomainError

MAX_LIMIT = 100
SORTS = ("relevance", "new", "price", "-price")

# Buyers may know how results are ordered (NĐ 248/2026/NĐ-CP, Art. 11). Each criterion outweighs those below it.
RANKING_CRITERIA = (
    _("Sản phẩm viết đúng từng dấu như bạn gõ đứng trước sản phẩm chỉ giống chữ không dấu."),
    _("Sản phẩm có đủ các từ bạn tìm ngay trong tên đứng trước sản phẩm chỉ nhắc đến chúng ở phần khác."),
    _("Sản phẩm còn hàng đứng trước sản phẩm đã hết hàng."),
    _("Sản phẩm nhắc đến các từ bạn tìm nhiều hơn đứng trước."),
    _("Khi mọi điều trên như nhau, sản phẩm mới đăng đứng trước."),
    _("Nếu có hơn 1.000 sản phẩm khớp, những sản phẩm mới nhất được xếp hạng như trên, các sản phẩm còn lại theo sau."),
    _("Không ai có thể trả tiền để được xếp cao hơn."),
)


@dataclass(frozen=True)
class SearchPage:
    """One page of results."""

    cards: list[Any]  # what `shown` makes: ProductCard
    total: int  # as far as `shown` counts: COUNT_LIMIT + 1 are "more than COUNT_LIMIT"
    corrected_to: str | None  # the text that was searched instead, where nothing matched as typed
    next_cursor: str | None  # None on the last page
    cursors: list[str] = field(default_factory=list)  # of each card, for the API's edges

    @property
    def more_than(self) -> int | None:
        """The number at which counting stopped; None where `total` is the number of all results."""
        return COUNT_LIMIT if self.total > COUNT_LIMIT else None


def search_products(
    text: str = "",
    category: str | None = None,
    sort: str | None = None,
    after: str | None = None,
    limit: int = 24,
    *,
    filters: Filters | None = None,
    shown: Shown = CARDS,
) -> SearchPage:
    """Products on sale that match `text` (all of them where it is empty), narrowed by `filters` or by a category slug.

    `sort` is one of SORTS ("relevance" by default). A first page without results is searched again with corrected
    words. Raises DomainError for another sort, another limit or an invalid cursor.
    """
    sort = sort or "relevance"
    if sort not in SORTS:
        raise DomainError(_("Không có cách sắp xếp này."), field="sort")
    if not 1 <= limit <= MAX_LIMIT:
        raise DomainError(_("Mỗi trang có từ 1 đến 100 kết quả."), field="limit")
    position = read_cursor(after, sort) if after else None
    parsed = query_text.parse(text)
    if text.strip() and not parsed:
        return SearchPage([], 0, None, None)
    engine = search_engine()
    query = SearchQuery(parsed, filters or Filters(category=category), sort, position, limit, shown)
    page = _page(engine.search(query), sort)
    if page.cards or not parsed or position:
        return page
    corrected = engine.correct(parsed)
    if corrected is None:
        return page
    second = _page(engine.search(replace(query, text=corrected)), sort)
    return replace(second, corrected_to=" ".join(corrected.marked)) if second.cards else page


def _page(result: SearchResult, sort: str) -> SearchPage:
    cursors = [write_cursor(sort, hit.position) for hit in result.hits]
    return SearchPage(
        cards=[hit.card for hit in result.hits],
        total=result.total,
        corrected_to=None,
        next_cursor=cursors[-1] if result.has_more else None,
        cursors=cursors,
    )
