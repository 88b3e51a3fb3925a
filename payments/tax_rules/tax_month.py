"""In which month an entry of the tax list counts."""

from datetime import datetime

from core import clock
from payments.models import TaxFiling


def counted_at(moment: datetime, *, livemode: bool) -> datetime:
    """The moment itself; of a clock that was set back into a declared month, the first one after it (1 statement).

    What was declared never changes: whatever is written later is offset in the month that is open.
    """
    declared = TaxFiling.objects.filter(livemode=livemode).order_by("-month").values_list("month", flat=True).first()
    return max(moment, clock.month_span(declared)[1]) if declared else moment
