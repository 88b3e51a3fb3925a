"""charge, as a payee sees a transfer that it received (py_…): the same object, Stripe's `destination_payment`."""

from django.db.models import QuerySet

from payments.events.serializers.base import billing_details, line_of, plain, seconds, sublist
from payments.events.serializers.charge import Charge, ChargeOutcome
from payments.models import Transfer


def rows() -> QuerySet[Transfer]:
    return Transfer.objects.exclude(payment_id=None).annotate(payment_line=line_of("payment_id", "payment"))


def render(row: Transfer) -> Charge:
    return Charge(
        id=row.payment_id or "",
        amount=row.amount,
        amount_captured=row.amount,
        amount_refunded=row.reversed,
        application_fee=row.fee_id,
        application_fee_amount=row.commission if row.fee_id else None,
        balance_transaction=row.payment_line,  # type: ignore[attr-defined]  # an annotation
        billing_details=billing_details({}),
        captured=True,
        created=seconds(row.created_at),
        description=row.description or None,
        livemode=row.livemode,
        metadata=plain(row.metadata),
        outcome=ChargeOutcome(network_status="not_sent_to_network"),
        paid=True,
        payment_method_details={"type": "stripe_account", "stripe_account": {}},
        refunded=row.reversed >= row.amount,
        refunds=sublist([], f"/v1/charges/{row.payment_id}/refunds"),
        source_transfer=row.pk,
        status="succeeded",
        transfer_group=row.transfer_group or None,
    )
