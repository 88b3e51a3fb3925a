"""What DongPay's adapter keeps of an attempt."""

from payments.base.provider_messages import ProviderData


class DongPayData(ProviderData):
    session: str = ""  # DongPay's own name for the visit, which its queries ask for
    wallet: str = ""  # "momo", "card" …: how the buyer paid
