"""Lists with Stripe's cursors, latest first by the sequence of creation, not by the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from payments.api.authentication import ApiCaller
from payments.api.endpoint import Page, owned
from payments.api.errors import ApiError, resource_missing
from payments.api.fields import ListParams, Span
from payments.events.serializers.registry import Kind, kind_of_id


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
    """`created[…]` as a condition. Moments have whole seconds, so a second matches as a whole."""
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
    """The rows, filtered by the conditions that are not None."""
    return rows.filter(**{name: value for name, value in conditions.items() if value is not None})


@dataclass(frozen=True)
class ListPart:
    """Rows of one kind for a list of several kinds: a payee's charges are its own, and the payments that it
    received from the platform. `moment` is the column that orders them all.
    """

    kind: Kind
    rows: QuerySet[Any]
    moment: str


def paginate_parts(parts: Sequence[ListPart], params: ListParams, owned: Sequence[ListPart]) -> tuple[list[Any], bool]:
    """One page out of two tables, latest first, and whether there are more (3 statements, 2 more for a cursor).

    `owned` are the same parts before they were narrowed: there the cursor is looked up.
    """
    backwards = params.ending_before is not None
    if backwards and params.starting_after is not None:
        raise ApiError("You cannot specify both starting_after and ending_before.", param="ending_before")
    named = [part.rows.annotate(at=F(part.moment), name=F(part.kind.key)).order_by() for part in parts]
    if params.starting_after is not None:
        at = _moment_of(owned, params.starting_after, "starting_after")
        after = Q(at__lt=at) | Q(at=at, name__lt=params.starting_after)
        named = [rows.filter(after) for rows in named]
    if params.ending_before is not None:
        at = _moment_of(owned, params.ending_before, "ending_before")
        before = Q(at__gt=at) | Q(at=at, name__gt=params.ending_before)
        named = [rows.filter(before) for rows in named]
    first, *others = (rows.values_list("at", "name") for rows in named)
    order = ("at", "name") if backwards else ("-at", "-name")
    names = [name for _at, name in first.union(*others).order_by(*order)[: params.limit + 1]]
    shown = names[: params.limit]
    found: dict[str, Any] = {}
    for part in parts:
        for row in part.kind.rows().filter(**{f"{part.kind.key}__in": shown}):
            rendered = part.kind.render(row)
            found[rendered["id"]] = rendered
    page = [found[name] for name in shown]
    return page[::-1] if backwards else page, len(names) > params.limit


def _moment_of(parts: Sequence[ListPart], id: str, param: str) -> datetime:
    for part in parts:
        if id.startswith(part.kind.prefix) and "\x00" not in id:
            row = part.rows.filter(**{part.kind.key: id}).values_list(part.moment, flat=True).first()
            if row is not None:
                return row
    raise resource_missing(parts[0].kind.name, id, param=param, status=400)
