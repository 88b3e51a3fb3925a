"""Refusals of payouts, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError, NotFound
from payments.models import Payout, PayoutStatus


def no_such_payout() -> NotFound:
    return NotFound(_("Không tìm thấy khoản chuyển tiền này."))


def no_bank_account() -> DomainError:
    return DomainError(_("Chưa có tài khoản ngân hàng để nhận tiền. Hãy thêm tài khoản trước."), code="NO_BANK_ACCOUNT")


def unexpected_state(payout: Payout) -> DomainError:
    """The payout's state does not allow this."""
    return DomainError(
        _("Khoản chuyển tiền này đang ở bước khác: %(state)s.") % {"state": PayoutStatus(payout.status).label},
        code="PAYOUT_UNEXPECTED_STATE",
        params={"status": str(payout.status)},
    )


def too_new(payout: Payout) -> DomainError:
    """The bank account was changed less than 48 hours before."""
    return DomainError(
        _("Tài khoản nhận tiền của %(name)s vừa đổi: khoản này chờ tới %(when)s mới vào tệp.")
        % {
            "name": payout.payee.name,
            "when": f"{clock.local(payout.send_after):%H:%M %d/%m/%Y}" if payout.send_after else "",
        },
        code="PAYOUT_ON_HOLD",
    )
