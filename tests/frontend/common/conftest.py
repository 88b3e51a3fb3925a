"""The market of the orders' tests, seen through pages."""

from tests.orders.conftest import market

__all__ = ["market"]
