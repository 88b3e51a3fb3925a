"""Reads of definitions: those in force in a month, and the history of one indicator."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core import clock
from core.compiled_queries import compiled_query
from core.errors import NotFound
from indicators.models import Definition


def definitions_in(months: Iterable[date], code: str | None = None) -> list[Definition]:
    """The definitions in force in any of the months (one statement), in their order."""
    span = sorted(months)
    definitions = _between(span[0], span[-1])
    return [definition for definition in definitions if definition.code == code] if code else definitions


def _in_force_between(first: date, last: date) -> QuerySet[Definition]:
    ended = Q(effective_to__isnull=True) | Q(effective_to__gt=first)
    return Definition.objects.filter(effective_from__lte=last).filter(ended)


_between = compiled_query(_in_force_between, date, date)


def in_force(definitions: Iterable[Definition], month: date) -> list[Definition]:
    """The definitions in force in a month: a report for June uses the definitions of June."""
    return [d for d in definitions if d.effective_from <= month and (d.effective_to is None or month < d.effective_to)]


def definitions_for(last: date, months: int = 12) -> list[Definition]:
    """The definitions of the months up to `last`, read once for the report, the trend and the breakdown of a page."""
    return definitions_in(clock.months_ending(last, max(2, months)))


def definition_of(code: str, month: date) -> Definition:
    """The definition of an indicator in a month. Raises NotFound."""
    definitions = in_force(definitions_in([month], code), month)
    if not definitions:
        raise NotFound(_("Không có chỉ số này trong kỳ đã chọn."))
    return definitions[0]


def history_of(code: str) -> list[Definition]:
    """All definitions of an indicator, the newest first."""
    return list(Definition.objects.filter(code=code).order_by("-effective_from"))
