"""Banks by their NAPAS BIN, and how account numbers are written."""

from payments.base.banks import BANKS, account_number, bank_name

__all__ = ["BANKS", "account_number", "bank_name"]
