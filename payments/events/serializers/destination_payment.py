"""charge, as a payee sees the transfer that it was given (py_…): the same object, Stripe's `destination_payment`."""

from django.db.models import QuerySet

from payments.events.serializers.balance_line import line_of
from payments.events.serializers.base import CURRENCY, billing_details, listing, plain, seconds
from payments.events.serializers.charge import Charge
from payments.models import Transfer


def rows() -> QuerySet[Transfer]:
    return Transfer.objects.exclude(payment_id=None).annotate(payment_line=line_of("payment_id", "payment"))


def render(row: Transfer) -> Charge:
    return {
        "id": row.payment_id or "",
        "object": "charge",
        "amount": row.amount,
        "amount_captured": row.amount,
        "amount_refunded": row.reversed,
        "application": None,
        "application_fee": row.fee_id,
        "application_fee_amount": row.commission if row.fee_id else None,
        "balance_transaction": row.payment_line,  # type: ignore[attr-defined]  # an annotation
        "billing_details": billing_details(),
        "calculated_statement_descriptor": None,
        "captured": True,
        "created": seconds(row.created_at),
        "currency": CURRENCY,
        "customer": None,
        "description": row.description or None,
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": row.livemode,
        "metadata": plain(row.metadata),
        "on_behalf_of": None,
        "outcome": {
            "advice_code": None,
            "network_advice_code": None,
            "network_decline_code": None,
            "network_status": "not_sent_to_network",
            "reason": None,
            "risk_level": "not_assessed",
            "seller_message": "Payment complete.",
            "type": "authorized",
        },
        "paid": True,
        "payment_intent": None,
        "payment_method": None,
        "payment_method_details": {"type": "stripe_account", "stripe_account": {}},
        "receipt_email": None,
        "receipt_number": None,
        "receipt_url": None,
        "refunded": row.reversed >= row.amount,
        "refunds": listing([], f"/v1/charges/{row.payment_id}/refunds"),
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": row.pk,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "succeeded",
        "transfer": None,
        "transfer_data": None,
        "transfer_group": row.transfer_group or None,
    }
