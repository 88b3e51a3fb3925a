"""Create a transfer for a client of the API, out of a named charge or the oldest one that holds enough."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from payments.connected_accounts.services.create_transfer import create_transfer
from payments.models import (
    UNSUCCESSFUL_REFUND_STATUSES,
    AttemptStatus,
    Collector,
    IntentStatus,
    Origin,
    PaymentIntent,
    Refund,
    Transfer,
)
from payments.tax_rules.withholding import Sale


def create_api_transfer(
    *,
    amount: int,
    payee_id: str,
    livemode: bool,
    intent_id: str | None = None,
    transfer_group: str = "",
    tax_category: str = "",
    description: str = "",
    metadata: Mapping[str, Any] | None = None,
) -> Transfer:
    """Make `amount` đồng available to the payee at once. No commission is taken: the platform keeps what it does not
    transfer.

    Without an intent, the money comes from the oldest payment of that group (or of no group) that still holds enough.
    Raises DomainError as `create_transfer` does; INSUFFICIENT_FUNDS where no payment holds enough.
    """
    with transaction.atomic():
        source = intent_id or _source(amount, livemode, transfer_group)
        return create_transfer(
            intent_id=source,
            amount=amount,
            payee_id=payee_id,
            sales=[Sale(tax_category, amount)] if tax_category else [],
            application_fee_amount=0,
            released=True,
            transfer_group=transfer_group,
            description=description,
            metadata=metadata,
        )


def _source(amount: int, livemode: bool, transfer_group: str) -> str:
    found = holding(amount, livemode).filter(transfer_group=transfer_group).order_by("sequence")
    source = found.values_list("pk", flat=True).first()
    if source is None:
        raise DomainError(
            _("Không có khoản thanh toán nào còn đủ số tiền này. Hãy nêu source_transaction."),
            code="INSUFFICIENT_FUNDS",
            field="amount",
        )
    return source


def holding(amount: int, livemode: bool) -> QuerySet[PaymentIntent]:
    """Succeeded intents of the API with at least `amount` đồng not yet transferred or refunded."""
    given = Transfer.objects.filter(intent=OuterRef("pk")).values("intent")
    refunds = Refund.objects.filter(intent=OuterRef("pk"), attempt__status=AttemptStatus.SUCCEEDED)
    back = refunds.exclude(status__in=UNSUCCESSFUL_REFUND_STATUSES).values("intent")
    return (
        PaymentIntent.objects.filter(
            origin=Origin.API,
            livemode=livemode,
            status=IntentStatus.SUCCEEDED,
            collector=Collector.PLATFORM,
            review=False,
            amount__gte=amount,
        )
        .annotate(
            given=Coalesce(Subquery(given.annotate(sum=Sum(F("amount") - F("reversed"))).values("sum")), 0),
            back=Coalesce(Subquery(back.annotate(sum=Sum("amount")).values("sum")), 0),
        )
        .filter(amount__gte=amount + F("given") + F("back"))
    )
