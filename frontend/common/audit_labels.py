"""Labels of the audit trail: actions, objects and changes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditEntry
from frontend.common.audit_facts import HIDDEN, name_of, value_of

ACTIONS: dict[str, Promise] = {
    "certificate.refuse": gettext_lazy("Từ chối giấy chứng nhận OCOP"),
    "certificate.submit": gettext_lazy("Gửi giấy chứng nhận OCOP"),
    "certificate.verify": gettext_lazy("Xác minh giấy chứng nhận OCOP"),
    "consent.record": gettext_lazy("Ghi đồng ý cho hợp tác xã làm thay"),
    "consent.refuse": gettext_lazy("Không nhận phiếu đồng ý đang chờ"),
    "consent.submit": gettext_lazy("Gửi phiếu đồng ý, chờ hộ xác nhận"),
    "consent.withdraw": gettext_lazy("Rút đồng ý cho hợp tác xã làm thay"),
    "data.erase": gettext_lazy("Xóa dữ liệu cá nhân theo yêu cầu"),
    "pos_sale.cancel": gettext_lazy("Bỏ lần bán tại chợ"),
    "pos_sale.declare_received": gettext_lazy("Xác nhận đã nhận chuyển khoản tại chợ"),
    "pos_sale.record": gettext_lazy("Bán tại chợ"),
    "pos_sale.void": gettext_lazy("Hủy lần bán ghi nhầm tại chợ"),
    "member.join": gettext_lazy("Thêm thành viên hợp tác xã"),
    "membership.grant": gettext_lazy("Cấp quyền"),
    "membership.revoke": gettext_lazy("Thu quyền"),
    "order.cancel": gettext_lazy("Hủy đơn"),
    "order.confirm": gettext_lazy("Nhận đơn"),
    "order.confirm_phone": gettext_lazy("Ghi đã gọi, khách xác nhận đơn tiền mặt"),
    "order.declare_received": gettext_lazy("Xác nhận đã nhận chuyển khoản của đơn"),
    "order.confirm_refund": gettext_lazy("Ghi đã trả lại tiền cho người mua"),
    "order.fulfill": gettext_lazy("Giao hàng"),
    "payment.add_bank_feed": gettext_lazy("Nối dịch vụ báo tiền về"),
    "payment.close_bank_feed": gettext_lazy("Ngắt dịch vụ báo tiền về"),
    "payment.declare_received": gettext_lazy("Xác nhận đã nhận chuyển khoản"),
    "payment.request_status_query": gettext_lazy("Hỏi lại VNPay"),
    "payment.resolve_message": gettext_lazy("Đóng thông báo không khớp"),
    "payment.resolve_review": gettext_lazy("Quyết định thanh toán cần đối soát"),
    "payment.resolve_bank_transaction": gettext_lazy("Xử lý khoản chuyển tiền chưa khớp"),
    "payment.open_bank_account": gettext_lazy("Đổi tài khoản ngân hàng của đơn vị vận hành"),
    "payment.recognise_settlement": gettext_lazy("Tự nhận ra tiền VNPay quyết toán"),
    "payout.batch": gettext_lazy("Lập tệp chuyển tiền cho ngân hàng"),
    "payout.cancel": gettext_lazy("Hủy khoản chi chờ vào tệp"),
    "payout.create": gettext_lazy("Chi ngay cho người bán"),
    "payout.confirm": gettext_lazy("Ghi ngân hàng đã chuyển tiền"),
    "payout.reject": gettext_lazy("Ghi ngân hàng trả tiền về"),
    "payment.confirm_manual_refund": gettext_lazy("Ghi bằng chứng đã hoàn tiền"),
    "photo.add": gettext_lazy("Thêm ảnh"),
    "photo.delete": gettext_lazy("Bỏ ảnh"),
    "produce.declare": gettext_lazy("Khai nông sản tự sản xuất"),
    "produce.refuse": gettext_lazy("Từ chối khai báo nông sản"),
    "produce.verify": gettext_lazy("Xác minh nông sản tự sản xuất"),
    "produce.withdraw": gettext_lazy("Thôi khai nông sản tự sản xuất"),
    "product.create": gettext_lazy("Thêm hàng"),
    "product.publish": gettext_lazy("Bày bán"),
    "product.update": gettext_lazy("Sửa hàng"),
    "product.withdraw": gettext_lazy("Ngừng bày bán"),
    "refund.approve": gettext_lazy("Duyệt hoàn tiền"),
    "refund.decide": gettext_lazy("Quyết định khoản hoàn tiền"),
    "refund.refuse": gettext_lazy("Không duyệt hoàn tiền"),
    "refund.retry": gettext_lazy("Hoàn tiền lần nữa"),
    "return.accept": gettext_lazy("Đồng ý hoàn tiền hàng đã giao"),
    "return.decline": gettext_lazy("Không đồng ý hoàn tiền hàng đã giao"),
    "seller.add_person": gettext_lazy("Thêm người làm việc cho người bán"),
    "seller.answer_transfer": gettext_lazy("Người bán trả lời khoản chuyển tiền chưa rõ"),
    "seller.close": gettext_lazy("Đóng gian hàng"),
    "seller.record_contract": gettext_lazy("Ghi hợp đồng ủy quyền thu hộ"),
    "seller.request_payout": gettext_lazy("Rút tiền bán hàng"),
    "seller.register": gettext_lazy("Đăng ký người bán"),
    "seller.revoke_person": gettext_lazy("Bớt người làm việc cho người bán"),
    "seller.set_bank_account": gettext_lazy("Đổi tài khoản nhận tiền"),
    "seller.set_tax_code": gettext_lazy("Ghi mã số thuế"),
    "seller.set_payout_schedule": gettext_lazy("Đổi lịch nhận tiền"),
    "seller.unverify": gettext_lazy("Rút xác minh người bán"),
    "seller.update_shop": gettext_lazy("Sửa gian hàng"),
    "seller.verify": gettext_lazy("Xác minh người bán"),
    "settlement.agree": gettext_lazy("Chênh lệch đối soát tự khớp"),
    "settlement.decide": gettext_lazy("Quyết định chênh lệch đối soát"),
    "settlement.import": gettext_lazy("Nhập tệp đối soát"),
    "settlement.layout": gettext_lazy("Đặt mẫu tệp của đối tác"),
    "settlement.write_off": gettext_lazy("Ghi lỗ khoản VNPay không trả"),
    "shipping.set_rates": gettext_lazy("Đổi giá giao hàng"),
    "shipping.update": gettext_lazy("Sửa cách giao hàng"),
    "statement.import": gettext_lazy("Nhập sao kê ngân hàng"),
    "stock.count": gettext_lazy("Đếm lại hàng trong kho"),
    "tax.add_commission": gettext_lazy("Thêm mức hoa hồng"),
    "tax.add_rate": gettext_lazy("Thêm mức thuế"),
    "tax.close_commission": gettext_lazy("Cho hết hiệu lực mức hoa hồng"),
    "tax.close_rate": gettext_lazy("Cho hết hiệu lực mức thuế"),
    "tax.file": gettext_lazy("Ghi đã nộp tờ khai thuế tháng"),
    "tax.pay": gettext_lazy("Ghi đã nộp tiền thuế tháng"),
    "user.change_password": gettext_lazy("Đổi mật khẩu"),
    "user.edit": gettext_lazy("Sửa tài khoản"),
    "user.end_session": gettext_lazy("Đăng xuất một máy"),
    "user.add_second_factor": gettext_lazy("Bật xác thực hai bước"),
    "user.remove_second_factor": gettext_lazy("Tắt xác thực hai bước"),
    "user.renew_recovery_codes": gettext_lazy("Lấy mã khôi phục mới"),
    "user.use_recovery_code": gettext_lazy("Dùng một mã khôi phục"),
    "user.make_password_link": gettext_lazy("Tạo liên kết đặt mật khẩu"),
    "user.refuse_reset": gettext_lazy("Không đặt lại tài khoản"),
    "user.request_reset": gettext_lazy("Yêu cầu đặt lại tài khoản"),
    "user.reset_password": gettext_lazy("Gỡ mật khẩu, hai người duyệt"),
    "user.reset_second_factor": gettext_lazy("Gỡ xác thực hai bước, hai người duyệt"),
    "user.set_password_for": gettext_lazy("Đặt mật khẩu thay người khác"),
    "user.use_password_link": gettext_lazy("Đặt mật khẩu bằng liên kết"),
    "user.add": gettext_lazy("Thêm tài khoản"),
    "user.reauthentication_failed": gettext_lazy("Xác nhận lại mật khẩu không đúng"),
    "user.refresh_token_reused": gettext_lazy("Một mã truy cập cũ bị dùng lại: đã đăng xuất phiên đó"),
    "user.sign_in": gettext_lazy("Đăng nhập"),
    "user.sign_in_failed": gettext_lazy("Đăng nhập không được"),
    "user.sign_out_everywhere": gettext_lazy("Đăng xuất mọi thiết bị"),
    "variant.create": gettext_lazy("Thêm quy cách"),
    "variant.update": gettext_lazy("Sửa quy cách"),
    "webhook.disable": gettext_lazy("Webhook tự tắt"),
    "webhook.enable": gettext_lazy("Bật lại webhook"),
}
OBJECT_LABELS: dict[str, Promise] = {
    "accounts.Membership": gettext_lazy("quyền"),
    "accounts.User": gettext_lazy("tài khoản"),
    "catalog.Certificate": gettext_lazy("giấy chứng nhận"),
    "catalog.ProduceDeclaration": gettext_lazy("khai báo nông sản"),
    "catalog.Product": gettext_lazy("hàng"),
    "catalog.Variant": gettext_lazy("quy cách"),
    "cooperatives.CooperativeMember": gettext_lazy("thành viên hợp tác xã"),
    "cooperatives.Seller": gettext_lazy("người bán"),
    "orders.PosSale": gettext_lazy("lần bán tại chợ"),
    "orders.Order": gettext_lazy("đơn hàng"),
    "payments.BankAccount": gettext_lazy("tài khoản ngân hàng"),
    "payments.BankFeed": gettext_lazy("dịch vụ báo tiền về"),
    "payments.BankTransfer": gettext_lazy("khoản chuyển tiền"),
    "payments.FileLayout": gettext_lazy("mẫu tệp"),
    "payments.ImportedFile": gettext_lazy("tệp đã nhập"),
    "payments.PaymentIntent": gettext_lazy("thanh toán"),
    "payments.Payout": gettext_lazy("khoản chuyển cho người bán"),
    "payments.PayoutBatch": gettext_lazy("tệp chuyển tiền"),
    "payments.CommissionRule": gettext_lazy("mức hoa hồng"),
    "payments.Refund": gettext_lazy("khoản hoàn tiền"),
    "payments.ProviderMessage": gettext_lazy("lời gọi của cổng"),
    "payments.TaxFiling": gettext_lazy("tờ khai thuế"),
    "payments.TaxRate": gettext_lazy("mức thuế"),
    "payments.WebhookEndpoint": gettext_lazy("webhook"),
    "payments.SettlementLine": gettext_lazy("dòng đối soát"),
    "shipping.ShippingMethod": gettext_lazy("cách giao hàng"),
}


@dataclass(frozen=True)
class AuditRow:
    """One entry as a line: when, who, for whom, what, and the facts before and after."""

    id: int
    at: datetime
    who: str
    behalf: str
    action: str
    subject: str
    ref: str
    changes: list[tuple[str, str, str]]  # name, before, after


def present_entry(entry: AuditEntry) -> AuditRow:
    return AuditRow(
        id=entry.pk,
        at=entry.at,
        who=entry.actor.full_name if entry.actor else _("Hệ thống"),
        behalf=_subject(entry.on_behalf_of) if entry.on_behalf_of else "",
        action=str(ACTIONS.get(entry.action, entry.action)),
        subject=_subject(entry.object_ref),
        ref=entry.object_ref,
        changes=[
            (name_of(key), value_of(key, entry.before.get(key)), value_of(key, entry.after.get(key)))
            for key in sorted({*entry.before, *entry.after} - HIDDEN)
            if entry.before.get(key) != entry.after.get(key)
        ],
    )


def _subject(ref: str) -> str:
    """The label of an object: "cooperatives.Seller:12" → "người bán 12"; without a number if there is no row."""
    label, _colon, key = ref.partition(":")
    return f"{OBJECT_LABELS.get(label, label)} {'' if key == 'None' else key}".strip()
