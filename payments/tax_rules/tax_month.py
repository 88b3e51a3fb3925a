"""The month in which an entry of the tax list counts."""

from datetime import datetime

from core import clock
from payments.models import TaxFiling


def counted_at(moment: datetime, *, livemode: bool) -> datetime:
    """The moment itself; within a declared month (a clock that was set back) the first moment after it (1 statement).

    A declared month never changes: later entries are offset in the open month.
    """
    declared = TaxFiling.objects.filter(livemode=livemode).order_by("-month").values_list("month", flat=True).first()
    return max(moment, clock.month_span(declared)[1]) if declared else moment
