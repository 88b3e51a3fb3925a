"""The in-process SDK: Stripe's shapes without HTTP. Other rooms know this package and the room's events, nothing else.

Each resource is a module: `sdk.payment_intents.create(…)`. Every call that moves money or makes something takes an
idempotency key: the same key does the work once and answers with the same object; the same key with other arguments is
refused (core.idempotency). Errors are DomainErrors.
"""

from payments.connected_accounts.queries import StatementLine
from payments.connected_accounts.statements import BalanceLine, OwnMoney, Statement
from payments.ledger.balances import Balance
from payments.sdk import (
    accounts,
    balances,
    bank_accounts,
    bank_feeds,
    bank_transfers,
    cash,
    payment_intents,
    payment_methods,
    payouts,
    refunds,
    statements,
    transfers,
)
from payments.sdk.accounts import Account
from payments.sdk.bank_accounts import BankAccount
from payments.sdk.bank_feeds import BankFeed, FeedRefusal
from payments.sdk.bank_transfers import BankTransfer
from payments.sdk.cash import CashReceipt
from payments.sdk.intent import Intent
from payments.sdk.payouts import Payout
from payments.sdk.refunds import Refund
from payments.sdk.transfers import Transfer
from payments.tax_rules.withholding import Sale

__all__ = [
    "Account",
    "Balance",
    "BalanceLine",
    "BankAccount",
    "BankFeed",
    "BankTransfer",
    "CashReceipt",
    "FeedRefusal",
    "Intent",
    "OwnMoney",
    "Payout",
    "Refund",
    "Sale",
    "Statement",
    "StatementLine",
    "Transfer",
    "accounts",
    "balances",
    "bank_accounts",
    "bank_feeds",
    "bank_transfers",
    "cash",
    "payment_intents",
    "payment_methods",
    "payouts",
    "refunds",
    "statements",
    "transfers",
]
