"""The stand-ins' jobs: the worker imports this module to know them."""

from sandbox.vnpay import jobs as vnpay

__all__ = ["vnpay"]
