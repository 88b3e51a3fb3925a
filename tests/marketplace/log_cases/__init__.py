"""Every event that is logged, by subject: a case adds itself to `CASES`."""

from tests.marketplace.log_cases import access, authentication, limits
from tests.marketplace.log_cases.base import CASES, World

__all__ = ["CASES", "World", "access", "authentication", "limits"]
