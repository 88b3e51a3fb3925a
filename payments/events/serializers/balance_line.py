"""Which balance transaction tells of an object: found by its source and type, as an annotation of the object's rows."""

from django.db.models import OuterRef, Subquery

from payments.models import BalanceTransaction


def line_of(source: str, *types: str) -> Subquery:
    """The id of the first line of one of these types whose source is the column `source`."""
    lines = BalanceTransaction.objects.filter(source=OuterRef(source), type__in=types)
    return Subquery(lines.order_by("sequence").values("id")[:1])
