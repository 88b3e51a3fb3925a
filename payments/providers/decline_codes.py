"""Stripe's decline code and error code of a provider's refusal, and the message for the buyer."""

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payments.models import Attempt
from payments.providers import provider

EXPIRED = "payment_intent_payment_attempt_expired"
# Decline codes that are also Stripe's error codes.
_OWN = (EXPIRED, "payment_method_customer_decline", "incorrect_number", "processing_error")
DECLINED = "card_declined"

_WORDS: dict[str, Promise] = {
    "fraudulent": _("Ngân hàng đang kiểm tra giao dịch này. Vui lòng chờ kết quả, xin đừng trả tiền lần nữa."),
    "transaction_not_allowed": _("Thẻ hoặc tài khoản chưa đăng ký Internet Banking. Vui lòng dùng thẻ khác."),
    "incorrect_number": _("Thông tin thẻ hoặc tài khoản không đúng quá 3 lần. Vui lòng kiểm tra rồi trả tiền lại."),
    "payment_intent_payment_attempt_expired": _("Đã quá thời gian chờ trả tiền. Vui lòng thử lại."),
    "restricted_card": _("Thẻ hoặc tài khoản đang bị khóa. Vui lòng dùng thẻ khác hoặc hỏi ngân hàng."),
    "incorrect_pin": _("Mã xác thực (OTP) không đúng. Vui lòng trả tiền lại và nhập mã mới nhất."),
    "payment_method_customer_decline": _("Bạn đã hủy việc trả tiền. Bạn có thể thanh toán lại bất cứ lúc nào còn hạn."),
    "insufficient_funds": _("Tài khoản không đủ số dư. Vui lòng nạp thêm hoặc dùng thẻ khác."),
    "withdrawal_count_limit_exceeded": _("Tài khoản đã vượt hạn mức trong ngày. Vui lòng dùng thẻ khác."),
    "issuer_not_available": _("Ngân hàng đang bảo trì. Vui lòng chờ ít phút hoặc dùng ngân hàng khác."),
    "pin_try_exceeded": _("Mật khẩu thanh toán sai quá số lần cho phép. Vui lòng dùng thẻ khác."),
    "processing_error": _("Cổng thanh toán gặp lỗi. Tiền chưa bị trừ; vui lòng thử lại."),
    "generic_decline": _("Ngân hàng không nhận giao dịch này. Vui lòng thử lại hoặc dùng thẻ khác."),
}


def words(code: str) -> str | Promise:
    """The message of a decline code for the buyer, with what to do now; "" for no code."""
    return _WORDS.get(code, _WORDS["generic_decline"]) if code else ""


def decline_code(attempt: Attempt) -> str:
    """Stripe's decline code of a failed attempt (docs/payments.md has the table)."""
    return provider(attempt.provider).decline_code(attempt.response_code) or "generic_decline"


def error_code(decline: str) -> str:
    """Stripe's error code for a decline code."""
    return decline if decline in _OWN else DECLINED


def english_words(decline: str) -> str:
    """The message for the buyer in English, the API's language."""
    with translation.override("en"):
        return str(words(decline))
