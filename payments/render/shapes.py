"""Every shape that others point to, by the name it has in the OpenAPI document."""

from payments.render.account import AccountObject
from payments.render.application_fee import ApplicationFeeObject
from payments.render.balance import BalanceObject
from payments.render.balance_transaction import BalanceTransactionObject
from payments.render.charge import Charge
from payments.render.checkout_session import CheckoutSessionObject
from payments.render.event import EventObject
from payments.render.payment_intent import PaymentIntentObject
from payments.render.payment_method import PaymentMethod
from payments.render.payout import PayoutObject
from payments.render.refund import RefundObject
from payments.render.transfer import TransferObject
from payments.render.transfer_reversal import TransferReversalObject
from payments.render.webhook_endpoint import WebhookEndpointObject

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
