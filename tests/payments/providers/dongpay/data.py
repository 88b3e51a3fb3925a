"""What DongPay's adapter keeps of an attempt."""

from payments.providers.base import ProviderData


class DongPayData(ProviderData):
    session: str = ""  # DongPay's own id of the attempt, which its queries need
    wallet: str = ""  # "momo", "card" …: how the buyer paid
