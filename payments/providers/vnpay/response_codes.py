"""VNPay's codes: what each means for a payment, its Stripe decline code, and the words for the buyer."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payments.providers.base import Outcome

SUSPICIOUS = "07"
REVERSED = "04"

# vnp_ResponseCode → decline code. Stripe's names; docs/payments.md prints this table.
DECLINE_CODES = {
    "07": "fraudulent",
    "09": "transaction_not_allowed",
    "10": "incorrect_number",
    "11": "payment_intent_payment_attempt_expired",
    "12": "restricted_card",
    "13": "incorrect_pin",
    "24": "payment_method_customer_decline",
    "51": "insufficient_funds",
    "65": "withdrawal_count_limit_exceeded",
    "75": "issuer_not_available",
    "79": "pin_try_exceeded",
    "99": "processing_error",
}

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


def decline_code(response_code: str) -> str:
    """The refusal in Stripe's words; "" for success and for silence."""
    if response_code in ("", "00"):
        return ""
    return DECLINE_CODES.get(response_code, "generic_decline")


def words(code: str) -> str | Promise:
    """What a decline code means for the buyer and what to do now; "" for none."""
    return _WORDS.get(code, _WORDS["generic_decline"]) if code else ""


def outcome(response_code: str, transaction_status: str) -> tuple[Outcome, str]:
    """What an IPN means: success only where both codes say so; 07, 04 and contradictions are for a person."""
    codes = f"{response_code or '–'}/{transaction_status or '–'}"
    if SUSPICIOUS in (response_code, transaction_status):
        return Outcome.REVIEW, f"VNPay {codes}: giao dịch bị nghi ngờ"
    if transaction_status == REVERSED:
        return Outcome.REVIEW, f"VNPay {codes}: giao dịch đảo, ngân hàng đã trừ tiền nhưng VNPay chưa thành công"
    if response_code == "00" and transaction_status == "00":
        return Outcome.SUCCEEDED, ""
    if not response_code or "00" in (response_code, transaction_status):
        return Outcome.REVIEW, f"VNPay {codes}: hai mã mâu thuẫn nhau"
    return Outcome.FAILED, ""


def status_outcome(transaction_status: str) -> tuple[Outcome, str]:
    """What querydr's vnp_TransactionStatus means (its ResponseCode speaks of the question, not of the payment)."""
    if transaction_status == "00":
        return Outcome.SUCCEEDED, ""
    if transaction_status == "01":
        return Outcome.PENDING, ""
    if transaction_status == "02":
        return Outcome.FAILED, ""
    return Outcome.REVIEW, f"VNPay (querydr) {transaction_status or '–'}: cần đối soát"
