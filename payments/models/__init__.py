"""Tables of money, by concern."""

from payments.models.api import (
    ApiEvent,
    ApiKey,
    CheckoutSession,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookTry,
    WhyDisabled,
)
from payments.models.balance import BalanceTransaction
from payments.models.bank import (
    BankAccount,
    BankFeed,
    BankNotice,
    BankTransfer,
    FeedKind,
    PaymentLink,
    Question,
    TransferState,
)
from payments.models.intent import OPEN_STATUSES, Attempt, AttemptStatus, Collector, IntentStatus, PaymentIntent
from payments.models.ledger import Book, LedgerAccount, LedgerEntry, LedgerTransaction
from payments.models.made_by import MadeBy
from payments.models.payee import BusinessType, Payee, PayoutInterval
from payments.models.payout import Payout, PayoutBatch, PayoutStatus
from payments.models.provider_call import ProviderCall
from payments.models.reconcile import (
    MOVED_ALONE,
    MOVES_MONEY,
    Difference,
    FileKind,
    FileLayout,
    ImportedFile,
    LineKind,
    LineOutcome,
    SettlementArrival,
    SettlementLine,
)
from payments.models.rules import CommissionRule, TaxCategory, TaxEntry, TaxRate
from payments.models.sandbox import SandboxPayment, SandboxPlay, SandboxRefund
from payments.models.settlement import (
    REFUND_ENDED_IN_VAIN,
    Refund,
    RefundApproval,
    RefundPhase,
    RefundStatus,
    Transfer,
    TransferReversal,
)
from payments.models.tax import TaxFiling

__all__ = [
    "MOVED_ALONE",
    "MOVES_MONEY",
    "OPEN_STATUSES",
    "REFUND_ENDED_IN_VAIN",
    "ApiEvent",
    "ApiKey",
    "Attempt",
    "AttemptStatus",
    "BalanceTransaction",
    "BankAccount",
    "BankFeed",
    "BankNotice",
    "BankTransfer",
    "Book",
    "BusinessType",
    "CheckoutSession",
    "Collector",
    "CommissionRule",
    "Difference",
    "FeedKind",
    "FileKind",
    "FileLayout",
    "ImportedFile",
    "IntentStatus",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "LineKind",
    "LineOutcome",
    "MadeBy",
    "Payee",
    "PaymentIntent",
    "PaymentLink",
    "Payout",
    "PayoutBatch",
    "PayoutInterval",
    "PayoutStatus",
    "ProviderCall",
    "Question",
    "Refund",
    "RefundApproval",
    "RefundPhase",
    "RefundStatus",
    "SandboxPayment",
    "SandboxPlay",
    "SandboxRefund",
    "SettlementArrival",
    "SettlementLine",
    "TaxCategory",
    "TaxEntry",
    "TaxFiling",
    "TaxRate",
    "Transfer",
    "TransferReversal",
    "TransferState",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookTry",
    "WhyDisabled",
]
