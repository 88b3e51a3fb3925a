"""Stripe's decline codes in the buyer's words, whichever provider refused."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
    """What a decline code means for the buyer and what to do now; "" for none."""
    return _WORDS.get(code, _WORDS["generic_decline"]) if code else ""
