"""What DongPay's adapter keeps of an attempt."""

from payments.providers.base import ProviderData


class DongPayData(ProviderData):
    session: str = ""  # DongPay's own name for the visit, which its queries ask for
    wallet: str = ""  # "momo", "card" …: how the buyer paid
