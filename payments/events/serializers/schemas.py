"""Every shape that others point to, by the name it has in the OpenAPI document."""

from payments.events.serializers.account import AccountObject
from payments.events.serializers.application_fee import ApplicationFeeObject
from payments.events.serializers.balance import BalanceObject
from payments.events.serializers.balance_transaction import BalanceTransactionObject
from payments.events.serializers.charge import Charge
from payments.events.serializers.checkout_session import CheckoutSessionObject
from payments.events.serializers.event import EventObject
from payments.events.serializers.payment_intent import PaymentIntentObject
from payments.events.serializers.payment_method import PaymentMethod
from payments.events.serializers.payout import PayoutObject
from payments.events.serializers.refund import RefundObject
from payments.events.serializers.transfer import TransferObject
from payments.events.serializers.transfer_reversal import TransferReversalObject
from payments.events.serializers.webhook_endpoint import WebhookEndpointObject

SHAPES: dict[str, type] = {
    "Account": AccountObject,
    "ApplicationFee": ApplicationFeeObject,
    "Balance": BalanceObject,
    "BalanceTransaction": BalanceTransactionObject,
    "Charge": Charge,
    "CheckoutSession": CheckoutSessionObject,
    "Event": EventObject,
    "PaymentIntent": PaymentIntentObject,
    "PaymentMethod": PaymentMethod,
    "Payout": PayoutObject,
    "Refund": RefundObject,
    "Transfer": TransferObject,
    "TransferReversal": TransferReversalObject,
    "WebhookEndpoint": WebhookEndpointObject,
}
