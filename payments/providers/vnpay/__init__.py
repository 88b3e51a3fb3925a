"""VNPay 2.1.0: pay, return, IPN and querydr, exact to its documentation; `sandbox/` plays the gateway's side."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from payments.callbacks.vnpay_return import ReturnView


def read_return(params: Mapping[str, str]) -> "ReturnView":
    """Verify a return address for the page that shows it; asks VNPay where nothing has come yet. Completes nothing."""
    from payments.callbacks import vnpay_return  # here, as `returns` stands on the services, and they on the providers

    return vnpay_return.read_return(params)
