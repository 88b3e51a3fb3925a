"""Refusals of paying out, in the reader's words."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, NotFound
from payments.models import Payout
from payments.payouts.words import status_words


def no_such_payout() -> NotFound:
    return NotFound(_("Không tìm thấy khoản chuyển tiền này."))


def no_bank_account() -> DomainError:
    return DomainError(_("Chưa có tài khoản ngân hàng để nhận tiền. Hãy thêm tài khoản trước."), code="NO_BANK_ACCOUNT")


def unexpected_state(payout: Payout) -> DomainError:
    """Not to be done with a payout in this state."""
    return DomainError(
        _("Khoản chuyển tiền này đang ở bước khác: %(state)s.") % {"state": status_words(payout.status)},
        code="PAYOUT_UNEXPECTED_STATE",
        params={"status": str(payout.status)},
    )
