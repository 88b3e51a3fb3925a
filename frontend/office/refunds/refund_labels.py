"""Labels of refunds for the operator: the state, the next action, and VNPay's codes."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payments.models import ProviderMessage, Refund, RefundStatus
from payments.refunds.queries import Group


@dataclass(frozen=True)
class GroupWords:
    """A group of refunds: its heading, the tag of its refunds, and the action."""

    heading: str | Promise
    tag: str | Promise
    tone: str  # of the tag: "", "warn", "bad", "good", "info"
    to_do: str | Promise


GROUPS: dict[Group, GroupWords] = {
    Group.UNKNOWN: GroupWords(
        gettext_lazy("Chưa rõ VNPay đã hoàn hay chưa"),
        gettext_lazy("chưa rõ kết quả"),
        "bad",
        gettext_lazy(
            "Lệnh đã gửi nhưng không có câu trả lời tin được; sàn không gửi lại để tránh hoàn hai lần. Xem giao dịch"
            " này trên trang quản trị của VNPay hoặc hỏi VNPay, rồi ghi đã hoàn hay chưa."
        ),
    ),
    Group.FAILED: GroupWords(
        gettext_lazy("Không tới được người mua"),
        gettext_lazy("không thành"),
        "bad",
        gettext_lazy(
            "Tiền đã trở lại khoản thanh toán, người mua chưa nhận được và đơn còn ghi đang hoàn. Hoàn lần nữa, hoặc"
            " trả bằng chuyển khoản."
        ),
    ),
    Group.APPROVAL: GroupWords(
        gettext_lazy("Chờ duyệt"),
        gettext_lazy("chờ duyệt"),
        "warn",
        gettext_lazy("Khoản lớn: hai người của đơn vị vận hành cùng duyệt thì mới gửi đi."),
    ),
    Group.BY_HAND: GroupWords(
        gettext_lazy("Chờ chuyển khoản bằng tay"),
        gettext_lazy("chờ chuyển khoản"),
        "warn",
        gettext_lazy("Chuyển khoản cho người mua từ tài khoản thu hộ, rồi ghi số bút toán của ngân hàng."),
    ),
    Group.AT_PROVIDER: GroupWords(
        gettext_lazy("VNPay đang xử lý"),
        gettext_lazy("VNPay đang xử lý"),
        "info",
        gettext_lazy("VNPay đã nhận lệnh. Kết quả có trong tệp đối soát; nếu đã biết chắc thì ghi ở đây."),
    ),
    Group.IN_FLIGHT: GroupWords(
        gettext_lazy("Đang gửi"),
        gettext_lazy("đang gửi"),
        "info",
        gettext_lazy("Lệnh vừa đi, đang chờ VNPay trả lời. Quá 5 phút không có thì chuyển cho người xem."),
    ),
    Group.QUEUED: GroupWords(
        gettext_lazy("Sắp gửi"),
        gettext_lazy("sắp gửi"),
        "info",
        gettext_lazy("Tự gửi trong ít giây; khoản của cùng một giao dịch gửi lần lượt, chờ khoản trước xong."),
    ),
    Group.WITH_SELLER: GroupWords(
        gettext_lazy("Người bán tự hoàn"),
        gettext_lazy("người bán tự hoàn"),
        "info",
        gettext_lazy("Người mua đã trả thẳng cho người bán, nên người bán hoàn và đưa bằng chứng."),
    ),
}
_ENDED: dict[str, GroupWords] = {
    RefundStatus.SUCCEEDED: GroupWords("", gettext_lazy("đã hoàn"), "good", gettext_lazy("Xong. Không phải làm gì.")),
    RefundStatus.FAILED: GroupWords("", gettext_lazy("không thành"), "", gettext_lazy("Đã kết thúc.")),
    RefundStatus.CANCELED: GroupWords("", gettext_lazy("không duyệt"), "", gettext_lazy("Đã kết thúc.")),
}
_CODES: dict[str, Promise] = {
    "02": gettext_lazy("VNPay không nhận: sai mã website"),
    "03": gettext_lazy("VNPay không nhận: sai định dạng"),
    "91": gettext_lazy("VNPay không nhận: không tìm thấy giao dịch"),
    "94": gettext_lazy("VNPay nói đã có yêu cầu hoàn trước đó"),
    "95": gettext_lazy("VNPay không nhận: giao dịch gốc không thành công"),
    "97": gettext_lazy("VNPay không nhận: sai chữ ký"),
    "99": gettext_lazy("VNPay gặp lỗi khác"),
}
_STATUSES: dict[str, Promise] = {
    "00": gettext_lazy("VNPay đã hoàn"),
    "05": gettext_lazy("VNPay đang xử lý hoàn tiền"),
    "06": gettext_lazy("VNPay đã gửi yêu cầu hoàn sang ngân hàng"),
    "09": gettext_lazy("Ngân hàng từ chối hoàn"),
}


def of_group(group: Group, refund: Refund) -> GroupWords:
    """The labels of one refund by its state."""
    return _ENDED[refund.status] if group == Group.ENDED else GROUPS[group]


def answer(refund: Refund) -> str:
    """VNPay's last answer, by the codes stored with the refund ("0005", "91")."""
    return response_label(refund.response_code[:2], refund.response_code[2:])


def response_label(code: str, status: str) -> str:
    """The label of VNPay's two codes; "" without an answer."""
    if not code:
        return ""
    if code != "00":
        return str(_CODES.get(code, _("VNPay trả lời mã %(code)s") % {"code": code}))
    return str(_STATUSES.get(status, _("VNPay trả lời trạng thái %(code)s") % {"code": status or "–"}))


@dataclass(frozen=True)
class Message:
    """One message to or from VNPay as a line of evidence."""

    call: ProviderMessage
    words: str
    number: str  # vnp_TransactionNo or, of ours, vnp_RequestId


def message(call: ProviderMessage) -> Message:
    """The label of a stored message; one with an invalid signature is marked as such."""
    payload = call.payload
    if call.kind == "refund_request":
        whole = payload.get("vnp_TransactionType") == "02"
        words = _("Yêu cầu hoàn toàn bộ (02)") if whole else _("Yêu cầu hoàn một phần (03)")
        return Message(call, words, payload.get("vnp_RequestId", ""))
    if "not_sent" in payload:
        return Message(call, _("Không nối được tới VNPay: chưa gửi gì, sẽ gửi lại"), "")
    if "no_answer" in payload:
        return Message(call, _("VNPay không trả lời"), "")
    if not call.signature_ok:
        return Message(call, _("Trả lời sai chữ ký: không tin"), "")
    words = str(call.get_review_reason_display()) or response_label(
        payload.get("vnp_ResponseCode", ""), payload.get("vnp_TransactionStatus", "")
    )
    return Message(call, words, payload.get("vnp_TransactionNo", ""))
