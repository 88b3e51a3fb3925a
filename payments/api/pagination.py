"""Lists by Stripe's cursors, latest first by the sequence in which things were made, not by the clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from payments.api.authentication import ApiCaller
from payments.api.endpoint import Page
from payments.api.errors import ApiError, resource_missing
from payments.api.fields import ListParams, Span
from payments.api.find import owned
from payments.events.serializers.registry import kind_of_id


def paginate(page: Page, params: ListParams, caller: ApiCaller) -> tuple[list[Any], bool]:
    """The rendered objects of one page, and whether there are more (1 statement, 1 for a cursor)."""
    kind = page.kind
    backwards = params.ending_before is not None
    if backwards and params.starting_after is not None:
        raise ApiError("You cannot specify both starting_after and ending_before.", param="ending_before")
    rows = page.rows
    if params.starting_after is not None:
        rows = rows.filter(**{f"{kind.order}__lt": _place(page, params.starting_after, caller, "starting_after")})
    if params.ending_before is not None:
        rows = rows.filter(**{f"{kind.order}__gt": _place(page, params.ending_before, caller, "ending_before")})
    order = kind.order if backwards else f"-{kind.order}"
    page_and_one = rows.order_by(order).values("pk")[: params.limit + 1]
    found = list(kind.rows().filter(pk__in=page_and_one).order_by(order))
    shown = [kind.render(row) for row in found[: params.limit]]
    return shown[::-1] if backwards else shown, len(found) > params.limit


def _place(page: Page, id: str, caller: ApiCaller, param: str) -> int:
    kind = page.kind
    known = kind_of_id(id) is kind and "\x00" not in id
    place = owned(kind, caller).filter(**{kind.key: id}).values_list(kind.order, flat=True).first() if known else None
    if place is None:
        raise resource_missing(kind.name, id, param=param, status=400)
    return int(place)


def within(span: Span | None, column: str = "created_at") -> Q:
    """`created[…]` as a condition. Moments are told in whole seconds, so a second is met whole."""
    if span is None:
        return Q()
    bounds = (
        ("gt", f"{column}__gte", span.gt, 1),
        ("gte", f"{column}__gte", span.gte, 0),
        ("lt", f"{column}__lt", span.lt, 0),
        ("lte", f"{column}__lt", span.lte, 1),
    )
    condition = Q()
    for _name, lookup, value, later in bounds:
        if value is not None:
            condition &= Q(**{lookup: _moment(value, later)})
    return condition


def _moment(second: int, later: int) -> datetime:
    try:
        return datetime.fromtimestamp(second, UTC) + timedelta(seconds=later)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def narrowed(rows: QuerySet[Any], **conditions: Any) -> QuerySet[Any]:
    """The rows, by those conditions that were given (not None)."""
    return rows.filter(**{name: value for name, value in conditions.items() if value is not None})
