"""One list out of two tables: a payee's charges are what it took itself, and what it was given of the platform's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from payments.api.errors import ApiError, resource_missing
from payments.api.fields import ListParams
from payments.events.serializers.registry import Kind


@dataclass(frozen=True)
class Part:
    """Rows of one kind, and the column of the moment by which the parts are put in one order."""

    kind: Kind
    rows: QuerySet[Any]
    moment: str


def cut(parts: Sequence[Part], params: ListParams, owned: Sequence[Part]) -> tuple[list[Any], bool]:
    """One page of the parts together, latest first, and whether there are more (3 statements, 2 more for a cursor).

    `owned` are the same parts before they were narrowed: there the cursor is looked up.
    """
    backwards = params.ending_before is not None
    if backwards and params.starting_after is not None:
        raise ApiError("You cannot specify both starting_after and ending_before.", param="ending_before")
    named = [part.rows.annotate(at=F(part.moment), name=F(part.kind.key)).order_by() for part in parts]
    if params.starting_after is not None:
        at = _moment(owned, params.starting_after, "starting_after")
        after = Q(at__lt=at) | Q(at=at, name__lt=params.starting_after)
        named = [rows.filter(after) for rows in named]
    if params.ending_before is not None:
        at = _moment(owned, params.ending_before, "ending_before")
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


def _moment(parts: Sequence[Part], id: str, param: str) -> datetime:
    for part in parts:
        if id.startswith(part.kind.prefix) and "\x00" not in id:
            row = part.rows.filter(**{part.kind.key: id}).values_list(part.moment, flat=True).first()
            if row is not None:
                return row
    raise resource_missing(parts[0].kind.name, id, param=param, status=400)
