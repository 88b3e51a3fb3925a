"""The jobs of every layer: the worker imports this module to know them."""

from payments.api import jobs as api
from payments.bank import jobs as bank
from payments.intents import jobs as intents
from payments.payouts import jobs as payouts
from payments.providers.vietqr import payos_link
from payments.reconciliation import jobs as reconciliation
from payments.refunds import jobs as refunds
from payments.webhooks import jobs as webhooks

__all__ = ["api", "bank", "intents", "payos_link", "payouts", "reconciliation", "refunds", "webhooks"]
