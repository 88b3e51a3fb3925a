"""Search boxes of the admin that compare stored folds with the fold of what was typed."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from core.text import fold


class FoldedSearch:
    """Before `ModelAdmin`: rows whose `folded_search_fields` hold the fold of the whole search are there as well."""

    folded_search_fields: tuple[str, ...] = ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        as_typed, may_repeat = super().get_search_results(request, queryset, search_term)  # type: ignore[misc]
        folded = fold(search_term)
        if not folded:
            return as_typed, may_repeat
        condition = Q()
        for name in self.folded_search_fields:
            condition |= Q(**{f"{name}__contains": folded})
        return as_typed | queryset.filter(condition), may_repeat
