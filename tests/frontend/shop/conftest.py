"""The small market of orders' tests, seen through pages."""

from tests.orders.conftest import market

__all__ = ["market"]
