"""The registry of bank feeds: services that call us when money comes into an account, each a folder alike."""

from functools import cache

from django.utils.module_loading import import_string

from payments.bank.feeds.base import Feed

_FEEDS = {
    "sepay": "payments.bank.feeds.sepay.feed.SePay",
    "casso": "payments.bank.feeds.casso.feed.Casso",
    "payos": "payments.bank.feeds.payos.feed.PayOS",
}
CALLING = tuple(_FEEDS)  # a statement is brought by a person


@cache
def feed(kind: str) -> Feed | None:
    """The feed of a kind; None where nothing of that kind calls."""
    return import_string(_FEEDS[kind])() if kind in _FEEDS else None
