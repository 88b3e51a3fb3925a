"""Tables of money, by concern."""

from payments.models.api import (
    ApiEvent,
    ApiKey,
    CheckoutSession,
    DeliveryAttempt,
    DeliveryStatus,
    DisabledReason,
    WebhookDelivery,
    WebhookEndpoint,
)
from payments.models.balance_transaction import BalanceTransaction
from payments.models.bank import (
    BankAccount,
    BankFeed,
    BankNotification,
    BankTransfer,
    FeedKind,
    PaymentLink,
    Question,
    TransferState,
)
from payments.models.intent import OPEN_STATUSES, Attempt, AttemptStatus, Collector, IntentStatus, PaymentIntent
from payments.models.ledger import Book, JournalEntry, JournalReason, LedgerAccount, LedgerEntry
from payments.models.origin import Origin
from payments.models.payee import BusinessType, Payee, PayoutInterval
from payments.models.payout import Payout, PayoutBatch, PayoutStatus
from payments.models.provider_message import MessageKind, ProviderMessage, ReviewReason
from payments.models.reconciliation import (
    MOVED_ALONE,
    MOVES_MONEY,
    Difference,
    FileKind,
    FileLayout,
    ImportedFile,
    LineKind,
    LineOutcome,
    SettlementDeposit,
    SettlementLine,
)
from payments.models.refund import (
    UNSUCCESSFUL_REFUND_STATUSES,
    Refund,
    RefundApproval,
    RefundPhase,
    RefundReason,
    RefundStatus,
)
from payments.models.rules import CommissionRule, TaxCategory, TaxEntry, TaxRate
from payments.models.tax import TaxFiling
from payments.models.transfer import Transfer, TransferReversal

__all__ = [
    "MOVED_ALONE",
    "MOVES_MONEY",
    "OPEN_STATUSES",
    "UNSUCCESSFUL_REFUND_STATUSES",
    "ApiEvent",
    "ApiKey",
    "Attempt",
    "AttemptStatus",
    "BalanceTransaction",
    "BankAccount",
    "BankFeed",
    "BankNotification",
    "BankTransfer",
    "Book",
    "BusinessType",
    "CheckoutSession",
    "Collector",
    "CommissionRule",
    "DeliveryAttempt",
    "DeliveryStatus",
    "Difference",
    "DisabledReason",
    "FeedKind",
    "FileKind",
    "FileLayout",
    "ImportedFile",
    "IntentStatus",
    "JournalEntry",
    "JournalReason",
    "LedgerAccount",
    "LedgerEntry",
    "LineKind",
    "LineOutcome",
    "MessageKind",
    "Origin",
    "Payee",
    "PaymentIntent",
    "PaymentLink",
    "Payout",
    "PayoutBatch",
    "PayoutInterval",
    "PayoutStatus",
    "ProviderMessage",
    "Question",
    "Refund",
    "RefundApproval",
    "RefundPhase",
    "RefundReason",
    "RefundStatus",
    "ReviewReason",
    "SettlementDeposit",
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
]
