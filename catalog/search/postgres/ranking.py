"""`RANKING_CRITERIA` as one integer, so that a later page begins exactly after the last result of the one before."""

from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Round

from catalog.models import Variant
from catalog.search.postgres import tsquery
from catalog.search.query_text import QueryText

_SPELLED, _NAMED, _IN_STOCK, _RANK = 4_000_000, 2_000_000, 1_000_000, 900_000
_WEIGHTS = [0.05, 0.3, 0.4, 1.0]  # D, C, B, A


def score(text: QueryText) -> Any:
    """The expression to sort by, the largest first."""
    in_stock = Exists(Variant.objects.filter(product=OuterRef("pk"), is_active=True, on_hand__gt=F("reserved")))
    total: Any = _bonus(_IN_STOCK, in_stock)
    if not text:
        return total
    # Normalization 32 maps the rank to 0…1, so that it never outweighs the criterion above it.
    rank = SearchRank(F("search"), tsquery.anywhere(text), weights=_WEIGHTS, normalization=32)
    total += Cast(Round(rank * Value(_RANK)), IntegerField())
    total += _bonus(_NAMED, Q(search=tsquery.in_name(text)))
    spelled = tsquery.with_marks(text)
    return total if spelled is None else total + _bonus(_SPELLED, Q(search=spelled))


def _bonus(points: int, condition: Any) -> Case:
    return Case(When(condition, then=Value(points)), default=Value(0), output_field=IntegerField())
