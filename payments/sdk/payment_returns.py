"""The buyer's return from a gateway, for the page that shows the outcome."""

from payments.callbacks.payment_return import ReturnView, read_return

__all__ = ["ReturnView", "read_return"]
