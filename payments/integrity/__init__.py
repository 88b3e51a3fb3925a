"""Invariants of payments, recomputed from the rows; each module registers its own."""

from payments.integrity import bank, books, customers, intents, payouts, refunds, settlement, taxes, transfers, webhooks

__all__ = [
    "bank",
    "books",
    "customers",
    "intents",
    "payouts",
    "refunds",
    "settlement",
    "taxes",
    "transfers",
    "webhooks",
]
