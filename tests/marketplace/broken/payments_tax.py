"""Withheld tax, broken past every guard."""

from datetime import date

from django.db.models import F

from core import clock
from payments.models import (
    TaxEntry,
    TaxFiling,
    Transfer,
    TransferReversal,
)
from tests.factories import make_user
from tests.marketplace.broken import breaks


@breaks("payments.tax-entries-equal-transfers", "tax withheld of a transfer that no list knows")
def _() -> None:
    Transfer.objects.update(vat=F("vat") + 1)


@breaks("payments.tax-accounts-equal-entries", "tax in the list that no account owes")
def _() -> None:
    transfer = Transfer.objects.first()
    assert transfer
    TaxEntry.objects.create(
        payee=transfer.payee,
        transfer=transfer,
        category="goods",
        base=100,
        vat=1,
        pit=0,
        livemode=False,
        at=clock.now(),
    )


@breaks("payments.tax-back-follows-the-goods", "tax given back that was never withheld")
def _() -> None:
    reversal = TransferReversal.objects.first()
    assert reversal
    TaxEntry.objects.create(
        payee=reversal.transfer.payee, transfer=reversal.transfer, reversal=reversal, category="service", base=-100,
        vat=-5, pit=-2, livemode=False, at=clock.now(),
    )  # fmt: skip


@breaks("payments.tax-back-follows-the-goods", "goods named as given back, and no tax of theirs")
def _() -> None:
    withheld = TaxEntry.objects.filter(reversal=None).first()
    assert withheld
    sold = {"category": withheld.category, "amount": 1_000, "evidence": withheld.evidence}
    TransferReversal.objects.update(transfer=withheld.transfer, sales=[sold])


@breaks("payments.tax-filings-equal-months", "more declared than was sold")
def _() -> None:
    TaxFiling.objects.create(
        month=date(2026, 1, 1), livemode=False, layout="x", revenue=1, vat=0, pit=0, filed_on=date(2026, 2, 3),
        reference="x", filed_by=make_user(),
    )  # fmt: skip
