"""What VietQR's adapter keeps of an attempt: account and QR as the buyer was shown them, whatever the payee's account
is later.
"""

from datetime import datetime

from core import clock
from payments.providers.base import ProviderData


class VietQRData(ProviderData):
    bank_bin: str = ""
    account_number: str = ""
    account_holder: str = ""
    qr_text: str = ""
    # Another QR, of a service that is asked by a job, is awaited until then; a moment that is past: it did not come.
    qr_due_at: datetime | None = None

    @property
    def is_pending(self) -> bool:
        """A service is making a QR: nobody should pay by ours yet."""
        return self.qr_due_at is not None and self.qr_due_at > clock.now()

    @property
    def has_failed(self) -> bool:
        """The service made none: ours is shown, of whose money the service does not tell."""
        return self.qr_due_at is not None and self.qr_due_at <= clock.now()
