"""Reads of the operator's search: orders, payments and bank transfers."""

from collections.abc import Sequence

from django.db.models import Q

from accounts.phones import normalize_phone
from core.identifiers import read_order_code
from orders.models import Order
from orders.returns.references import order_code_of
from payments.models import Attempt, BankTransfer

LIMIT = 30
_SHORTEST_TEXT = 6  # minimum characters of a transfer's text; shorter ones match too many


def orders_matching(typed: str) -> list[Order]:
    """Orders by code (also in a refund's name), phone, TxnRef or the text of their transfer; latest first.

    At most 3 statements.
    """
    code = read_order_code(order_code_of(typed.upper().partition("/")[0]))
    phone = normalize_phone(typed)
    orders = Order.objects.select_related("seller").order_by("-created_at")
    if code or phone:  # ten digits may be either
        own = Q(code=code or "-") | Q(phone=phone or "-")
        if rows := list(orders.filter(own)[:LIMIT]):
            return rows
    intents = _intents_of(typed)
    return list(orders.filter(allocation__intent_id__in=intents)[:LIMIT]) if intents else []


def unmatched_transfers(typed: str) -> list[BankTransfer]:
    """Transfers to the operator's account that match no payment, by a part of their text; latest first."""
    if len(typed) < _SHORTEST_TEXT:
        return []
    rows = BankTransfer.objects.filter(content__icontains=typed, attempt=None, account__payee=None)
    return list(rows.select_related("account").order_by("-pk")[:LIMIT])


def _intents_of(typed: str) -> Sequence[str]:
    """Payments with a reference among the typed words, or whose matched transfer has this text."""
    words = typed.upper().split()[:20]
    by_reference = list(Attempt.objects.filter(reference__in=words).values_list("intent_id", flat=True)[:LIMIT])
    if by_reference or len(typed) < _SHORTEST_TEXT:
        return by_reference
    transfers = BankTransfer.objects.filter(content__icontains=typed).exclude(attempt=None)
    return list(transfers.values_list("attempt__intent_id", flat=True)[:LIMIT])
