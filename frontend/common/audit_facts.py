"""Labels for the facts of the audit trail: their names, codes, amounts and dates."""

from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import IdentityCheck, ResetKind, ResetStatus, Role
from catalog.models.product import TaxCategory
from cooperatives.models import SellerKind, SellerRole
from frontend.templatetags.formatting import dong, full_day, moment
from orders.models.order import CancelReason, ChargeStatus, OrderStatus
from orders.models.pos import PosMethod, PosSaleStatus
from orders.models.returns import ReturnState
from payments.sdk.choices import FeedKind, PaymentReviewReason, PayoutInterval, RefundPhase, ReviewReason, TransferState
from shipping.models import Zone

NAMES: dict[str, Promise] = {
    "about": gettext_lazy("giới thiệu"),
    "account": gettext_lazy("tài khoản"),
    "again": gettext_lazy("làm lại"),
    "alt": gettext_lazy("lời tả ảnh"),
    "amount": gettext_lazy("số tiền"),
    "amount_unit": gettext_lazy("đơn vị của số tiền"),
    "anchor": gettext_lazy("ngày chuyển"),
    "answer": gettext_lazy("trả lời"),
    "approvals": gettext_lazy("số người đã duyệt"),
    "attempt": gettext_lazy("lần trả tiền"),
    "authority": gettext_lazy("cơ quan cấp"),
    "bank": gettext_lazy("ngân hàng"),
    "base_price": gettext_lazy("giá"),
    "base_weight_g": gettext_lazy("khối lượng của giá (g)"),
    "bin": gettext_lazy("mã ngân hàng"),
    "bank_reference": gettext_lazy("số bút toán"),
    "basis": gettext_lazy("căn cứ"),
    "browser": gettext_lazy("trình duyệt"),
    "by_hand": gettext_lazy("trả bằng chuyển khoản"),
    "cash": gettext_lazy("tiền mặt đã thu"),
    "cash_at_pickup": gettext_lazy("nhận tiền mặt tại nơi bán"),
    "cash_on_delivery": gettext_lazy("nhận tiền mặt khi giao"),
    "category_id": gettext_lazy("loại hàng"),
    "channel": gettext_lazy("qua"),
    "charge_status": gettext_lazy("tiền của đơn"),
    "code": gettext_lazy("mã"),
    "columns": gettext_lazy("cột"),
    "contract": gettext_lazy("số hợp đồng"),
    "cooperative": gettext_lazy("hợp tác xã"),
    "date_formats": gettext_lazy("cách ghi ngày giờ"),
    "day": gettext_lazy("ngày"),
    "days_to_ship": gettext_lazy("số ngày chuẩn bị"),
    "decision": gettext_lazy("quyết định"),
    "decision_no": gettext_lazy("số quyết định"),
    "description": gettext_lazy("mô tả"),
    "difference": gettext_lazy("chênh lệch"),
    "differences": gettext_lazy("số chênh lệch"),
    "email": gettext_lazy("email"),
    "ended": gettext_lazy("mức trước đó hết hiệu lực"),
    "ends": gettext_lazy("ba số cuối"),
    "evidence": gettext_lazy("giấy tờ"),
    "expires_on": gettext_lazy("hết hạn"),
    "factor": gettext_lazy("bằng"),
    "fee_unit": gettext_lazy("đơn vị của phí"),
    "full_name": gettext_lazy("họ tên"),
    "given_at": gettext_lazy("đồng ý lúc"),
    "group": gettext_lazy("nhóm sản phẩm"),
    "hold": gettext_lazy("tạm giữ chi trả"),
    "holder": gettext_lazy("chủ tài khoản"),
    "identity_check": gettext_lazy("nhận ra người yêu cầu"),
    "incoming_words": gettext_lazy("từ chỉ tiền vào"),
    "interval": gettext_lazy("lịch chuyển"),
    "is_active": gettext_lazy("đang dùng"),
    "is_published": gettext_lazy("bày bán"),
    "is_staff": gettext_lazy("vào được trang quản trị"),
    "issued_on": gettext_lazy("ngày cấp"),
    "joined_on": gettext_lazy("ngày vào"),
    "key": gettext_lazy("tệp"),
    "kind": gettext_lazy("loại"),
    "last_day": gettext_lazy("ngày cuối"),
    "legal_basis": gettext_lazy("căn cứ pháp lý"),
    "limit": gettext_lazy("giới hạn"),
    "lines": gettext_lazy("số dòng"),
    "max_days": gettext_lazy("lâu nhất (ngày)"),
    "max_weight_g": gettext_lazy("nặng nhất (g)"),
    "method": gettext_lazy("cách trả"),
    "min_days": gettext_lazy("sớm nhất (ngày)"),
    "month": gettext_lazy("tháng"),
    "name": gettext_lazy("tên"),
    "network": gettext_lazy("từ mạng"),
    "note": gettext_lazy("ghi chú"),
    "number": gettext_lazy("số"),
    "number_ends": gettext_lazy("số cuối"),
    "on_hand": gettext_lazy("tồn kho"),
    "options": gettext_lazy("tùy chọn"),
    "order": gettext_lazy("đơn hàng"),
    "origin": gettext_lazy("nơi trồng, nơi làm"),
    "outcome": gettext_lazy("kết quả"),
    "outgoing_words": gettext_lazy("từ chỉ tiền ra"),
    "paid": gettext_lazy("đã trả"),
    "payouts": gettext_lazy("số khoản chi"),
    "pending_at": gettext_lazy("chờ xác nhận từ"),
    "phase": gettext_lazy("bước"),
    "phone": gettext_lazy("điện thoại"),
    "pit": gettext_lazy("thuế thu nhập cá nhân"),
    "price": gettext_lazy("giá"),
    "price_per_extra_kg": gettext_lazy("mỗi kg thêm"),
    "product": gettext_lazy("hàng"),
    "proof": gettext_lazy("bằng chứng"),
    "prove_by": gettext_lazy("hạn khách xác nhận"),
    "question": gettext_lazy("câu hỏi"),  # in entries of before
    "unmatched_reason": gettext_lazy("lý do chưa khớp"),
    "rate": gettext_lazy("mức"),
    "rates": gettext_lazy("phí giao"),
    "reason": gettext_lazy("lý do"),
    "reasons": gettext_lazy("lý do"),
    "reference": gettext_lazy("mã giao dịch"),
    "refund": gettext_lazy("khoản hoàn"),
    "refund_words": gettext_lazy("từ chỉ hoàn tiền"),
    "requested_by": gettext_lazy("tài khoản yêu cầu"),
    "resent": gettext_lazy("số tin gửi lại"),
    "response_code": gettext_lazy("mã trả lời"),
    "restocked": gettext_lazy("hàng trở lại kho"),
    "review_reason": gettext_lazy("lý do cần xem"),
    "role": gettext_lazy("vai trò"),
    "rows": gettext_lazy("số dòng"),
    "rule": gettext_lazy("mức"),
    "sale_id": gettext_lazy("lần bán"),
    "season_months": gettext_lazy("tháng có hàng"),
    "seller_id": gettext_lazy("người bán"),
    "settlement": gettext_lazy("quyết toán"),
    "sheet": gettext_lazy("trang tính"),
    "signed_on": gettext_lazy("ngày ký"),
    "skip_rows": gettext_lazy("số dòng đầu bỏ qua"),
    "stars": gettext_lazy("số sao"),
    "state": gettext_lazy("trạng thái"),
    "status": gettext_lazy("trạng thái"),
    "step": gettext_lazy("ở bước"),
    "storage": gettext_lazy("cách giữ"),
    "success_words": gettext_lazy("từ chỉ thành công"),
    "summary": gettext_lazy("tóm tắt"),
    "tax_category": gettext_lazy("nhóm thuế"),
    "total": gettext_lazy("tổng tiền"),
    "transfer": gettext_lazy("khoản chuyển tiền"),
    "tries": gettext_lazy("số lần thử"),
    "unit": gettext_lazy("mã đơn vị"),
    "url": gettext_lazy("địa chỉ"),
    "user": gettext_lazy("tài khoản"),
    "vat": gettext_lazy("thuế giá trị gia tăng"),
    "verified": gettext_lazy("đã xác minh"),
    "verified_at": gettext_lazy("xác minh lúc"),
    "verified_by": gettext_lazy("tài khoản xác minh"),
    "why": gettext_lazy("lý do"),
    "widths": gettext_lazy("cỡ ảnh"),
    "withdrawn_at": gettext_lazy("rút lúc"),
    "zone": gettext_lazy("vùng"),
}
HIDDEN = {"epoch"}  # the session epoch; "signed out everywhere" states it
_AMOUNTS = {"amount", "base_price", "cash", "pit", "price", "price_per_extra_kg", "total", "vat"}  # đồng

_STATES: dict[str, list[type[TextChoices]]] = {
    "charge_status": [ChargeStatus],
    "identity_check": [IdentityCheck],
    "interval": [PayoutInterval],
    "kind": [SellerKind, ResetKind, FeedKind],
    "method": [PosMethod],
    "phase": [RefundPhase],
    "reason": [CancelReason],
    "review_reason": [PaymentReviewReason, ReviewReason],
    "role": [Role, SellerRole],
    "state": [ReturnState, TransferState],
    "status": [OrderStatus, PosSaleStatus, ResetStatus],
    "tax_category": [TaxCategory],
    "zone": [Zone],
}
_CODES: dict[str, dict[str, Promise]] = {  # those without labels of their own, and those that several tables share
    "channel": {"api": gettext_lazy("ứng dụng")},
    "factor": {
        "password": gettext_lazy("mật khẩu"),
        "password+totp": gettext_lazy("mật khẩu và mã xác thực"),
        "password+recovery_code": gettext_lazy("mật khẩu và mã khôi phục"),
        "totp": gettext_lazy("mã xác thực"),
        "recovery_code": gettext_lazy("mã khôi phục"),
    },
    "reason": {
        "password": gettext_lazy("sai mật khẩu"),
        "otp_invalid": gettext_lazy("sai mã xác thực"),
        "throttled": gettext_lazy("thử quá nhiều lần"),
    },
    "status": {
        "pending": gettext_lazy("đang chờ"),
        "in_transit": gettext_lazy("đã vào tệp chuyển"),
        "requires_action": gettext_lazy("cần người làm"),
        "paid": gettext_lazy("đã trả tiền"),
        "succeeded": gettext_lazy("đã xong"),
        "failed": gettext_lazy("không thành"),
        "canceled": gettext_lazy("đã hủy"),
        "enabled": gettext_lazy("đang bật"),
        "disabled": gettext_lazy("đã tắt"),
    },
    "step": {"second_factor": gettext_lazy("xác thực hai bước")},
}


def name_of(key: str) -> str:
    """The name of a fact: "amount" → "số tiền"; an unknown one stays as it is."""
    return str(NAMES.get(key, key))


def value_of(key: str, value: object) -> str:
    """One formatted fact. `key` decides the format: an amount in đồng, a state, a reason."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, int) and key in _AMOUNTS:
        return dong(value)
    if isinstance(value, str):
        return _code(key, value) or _time(value) or value
    if isinstance(value, list):
        return ", ".join(value_of(key, each) for each in value) or "–"
    if isinstance(value, dict):
        return "; ".join(f"{name_of(name)}: {value_of(name, each)}" for name, each in value.items()) or "–"
    return str(value)


def _code(key: str, value: str) -> str:
    if words := _CODES.get(key, {}).get(value):
        return str(words)
    for choices in _STATES.get(key, []):
        if value in choices.values:
            return str(choices(value).label)
    return ""


def _time(value: str) -> str:
    """A day or a moment of ISO 8601; empty for anything else."""
    if len(value) < len("2026-11-30") or not value[:4].isdigit() or value[4:5] != "-":
        return ""
    try:
        return full_day(date.fromisoformat(value)) if len(value) == 10 else moment(datetime.fromisoformat(value))
    except ValueError:
        return ""
