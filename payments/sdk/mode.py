"""Whether this process moves real money."""

from payments.base.mode import livemode

__all__ = ["livemode"]
