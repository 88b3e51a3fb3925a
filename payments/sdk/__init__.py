"""The in-process SDK: Stripe's resources without HTTP. Other rooms import this package and subscribe to events only.

Each resource is a module: `sdk.payment_intents.create(…)`. Every call that moves money or creates an object takes an
idempotency key. A repeated key does nothing and returns the same object. A repeated key with other arguments is refused
(core.idempotency). Errors are DomainErrors.
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
    mode,
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
    "mode",
    "payment_intents",
    "payment_methods",
    "payouts",
    "refunds",
    "statements",
    "transfers",
]
