"""Defects in facts and figures, written past all constraints."""

from django.db.models import F

from core.models import Event
from indicators.models import Fact
from orders.models import PosSale
from tests.marketplace.broken import breaks


@breaks("indicators.facts-equal-paid-orders", "a sale that no figure counts")
def _() -> None:
    Fact.objects.filter(kind="sale").delete()


@breaks("indicators.facts-equal-paid-orders", "a refund that no figure counts")
def _() -> None:
    Fact.objects.filter(kind="reversal").delete()


@breaks("indicators.facts-equal-paid-orders", "a sale of another sum")
def _() -> None:
    Fact.objects.filter(kind="sale").update(amount=F("amount") + 1)


@breaks("indicators.facts-equal-pos-sales", "a POS sale that no figure counts")
def _() -> None:
    Fact.objects.filter(channel="pos").delete()


@breaks("indicators.facts-equal-pos-sales", "a figure of no POS sale")
def _() -> None:
    PosSale.objects.filter(method="cash").delete()


@breaks("indicators.facts-equal-pos-sales", "a POS sale of another sum")
def _() -> None:
    PosSale.objects.update(amount=F("amount") + 1)


@breaks("indicators.facts-equal-pos-sales", "a voided POS sale, and counted all the same")
def _() -> None:
    Fact.objects.filter(channel="pos", kind="reversal").delete()


@breaks("indicators.facts-equal-pos-sales", "a figure taken back, and the sale still stands")
def _() -> None:
    PosSale.objects.filter(status="voided").update(status="paid", voided_at=None, void_reason="")


@breaks("indicators.each-fact-has-its-event", "a fact without its event")
def _() -> None:
    Event.objects.filter(type="order.paid").delete()


@breaks("indicators.figures-equal-their-rows", "sums that leave a row out")
def _() -> None:
    """Both sides read the same rows, so here it is the sums of SQL that lie (see the patch in the test)."""


@breaks("indicators.facts-equal-paid-orders", "a part given back of another sum")
def _() -> None:
    Fact.objects.filter(kind="partial").update(amount=F("amount") - 1)
