"""The payment options of a checkout. One option pays the whole checkout, so every seller must accept it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orders.models import PAID_IN_CASH, PaymentMethod
from orders.payment_methods import COLLECTED_BY_PLATFORM, TRANSFERRED_TO_SELLER
from payments import sdk
from shipping.models import Carrier

# In the order in which buyers see them: options without fees and waiting come first.
OFFERED = (PaymentMethod.VIETQR, PaymentMethod.VNPAY, PaymentMethod.COD, PaymentMethod.CASH)


@dataclass(frozen=True)
class PaymentRecipient:
    """A seller of a checkout as the recipient of a payment."""

    seller_name: str
    by_platform: bool  # the market may take money for them (an agency contract, where the money is real)
    by_transfer: bool  # buyers may transfer into an account of theirs
    cash_at_pickup: bool
    cash_on_delivery: bool
    amount: int  # đồng, of the goods and the delivery chosen now
    carrier: str | None  # shipping's Carrier; None where no delivery is chosen or possible


@dataclass(frozen=True)
class PaymentOption:
    """A payment method, and why it cannot be used for this checkout."""

    method: str  # PaymentMethod
    label: str | Promise
    refusal: str | Promise | None
    is_final: bool  # with any delivery: a seller does not accept the method, or it cannot carry the amount

    @property
    def allowed(self) -> bool:
        return self.refusal is None


def payment_options(recipients: Sequence[PaymentRecipient]) -> list[PaymentOption]:
    """All options, in the order in which buyers see them."""
    return [
        PaymentOption(method, method.label, payment_option_refusal(method, recipients), _is_final(method, recipients))
        for method in OFFERED
    ]


def payment_option_refusal(method: str, recipients: Sequence[PaymentRecipient]) -> str | Promise | None:
    """Why a payment method cannot be used; the message names the first seller concerned. None if it can."""
    if refuser := _refuser(method, recipients):
        return _REFUSED[method] % {"seller": refuser.seller_name}
    if refusal := _amount_refusal(method, recipients):
        return refusal
    for recipient in recipients:
        if method in _WRONG_DELIVERY and not _suits_delivery(method, recipient):
            return _WRONG_DELIVERY[method] % {"seller": recipient.seller_name}
    return None


def _refuser(method: str, recipients: Sequence[PaymentRecipient]) -> PaymentRecipient | None:
    return next((recipient for recipient in recipients if not _takes(method, recipient)), None)


def _is_final(method: str, recipients: Sequence[PaymentRecipient]) -> bool:
    return _refuser(method, recipients) is not None or _amount_refusal(method, recipients) is not None


def _amount_refusal(method: str, recipients: Sequence[PaymentRecipient]) -> str | Promise | None:
    """Why the method cannot carry the amount. VNPay carries the total, VietQR the amount of each seller.

    While a seller's delivery is not chosen, the amount may still grow. Then only an amount that is too large is
    certain.
    """
    if method in PAID_IN_CASH or not recipients:
        return None
    amounts = [recipient.amount for recipient in recipients]
    charged_amounts = [sum(amounts)] if method in COLLECTED_BY_PLATFORM else amounts
    grows = any(recipient.carrier is None for recipient in recipients)
    refusals = filter(None, (sdk.payment_intents.amount_refusal(method, amount) for amount in charged_amounts))
    return next((one.message for one in refusals if not (grows and one.code == "AMOUNT_TOO_SMALL")), None)


def _takes(method: str, recipient: PaymentRecipient) -> bool:
    if method == PaymentMethod.CASH:
        return recipient.cash_at_pickup
    if method == PaymentMethod.COD:
        return recipient.cash_on_delivery
    return recipient.by_transfer if method in TRANSFERRED_TO_SELLER else recipient.by_platform


def _suits_delivery(method: str, recipient: PaymentRecipient) -> bool:
    if recipient.carrier is None:
        return False
    return (recipient.carrier == Carrier.PICKUP) == (method == PaymentMethod.CASH)


_REFUSED: dict[str, str | Promise] = {
    PaymentMethod.VNPAY: _(
        "%(seller)s chưa ký hợp đồng để chợ thu tiền hộ nên chưa nhận thanh toán qua VNPay. "
        "Vui lòng chọn cách trả khác hoặc bỏ hàng của người bán này."
    ),
    PaymentMethod.VIETQR: _("%(seller)s chưa nhận chuyển khoản VietQR."),
    PaymentMethod.CASH: _("%(seller)s chưa nhận tiền mặt."),
    PaymentMethod.COD: _("%(seller)s không thu tiền mặt khi giao hàng."),
}
_WRONG_DELIVERY: dict[str, str | Promise] = {
    PaymentMethod.CASH: _(
        "Trả tiền mặt được khi bạn đến nhận hàng tại nơi bán. Hàng của %(seller)s đang chọn giao tận nơi."
    ),
    PaymentMethod.COD: _(
        "Trả tiền mặt cho người giao khi hàng được giao tận nơi. Hàng của %(seller)s chưa chọn giao tận nơi."
    ),
}
