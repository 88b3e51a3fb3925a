"""Tables of money, by concern."""

from payments.models.intent import OPEN_STATUSES, Attempt, AttemptStatus, Collector, IntentStatus, PaymentIntent
from payments.models.ledger import Book, LedgerAccount, LedgerEntry, LedgerTransaction
from payments.models.payee import Payee
from payments.models.provider_call import ProviderCall
from payments.models.sandbox import SandboxPayment
from payments.models.settlement import Refund, RefundStatus, Transfer

__all__ = [
    "OPEN_STATUSES",
    "Attempt",
    "AttemptStatus",
    "Book",
    "Collector",
    "IntentStatus",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "Payee",
    "PaymentIntent",
    "ProviderCall",
    "Refund",
    "RefundStatus",
    "SandboxPayment",
    "Transfer",
]
