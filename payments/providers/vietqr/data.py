"""VietQR's data of an attempt: the account and the QR that were shown to the buyer, even if the payee's account changes
later.
"""

from datetime import datetime

from core import clock
from payments.providers.base import ProviderData


class VietQRData(ProviderData):
    bank_bin: str = ""
    account_number: str = ""
    account_holder: str = ""
    qr_text: str = ""
    # Until then the page waits for another QR, which a job requests from a service. In the past: it did not arrive.
    qr_due_at: datetime | None = None

    @property
    def is_pending(self) -> bool:
        """Whether a service is creating a QR: ours should not be paid yet."""
        return self.qr_due_at is not None and self.qr_due_at > clock.now()

    @property
    def has_failed(self) -> bool:
        """Whether the service created none: ours is shown, and the service does not report its payment."""
        return self.qr_due_at is not None and self.qr_due_at <= clock.now()
