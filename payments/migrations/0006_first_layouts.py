"""Layouts to begin with. None was obtained from VNPay or a bank: their names say so, and the operator corrects them."""

from django.db import migrations

_REFERENCE = "mẫu tham khảo"
_MOMENT = ["Ngày giao dịch", "Thời gian giao dịch", "Ngày GD", "Ngày hạch toán", "Ngày hiệu lực", "Transaction date", "Date"]
_CONTENT = ["Nội dung", "Nội dung giao dịch", "Diễn giải", "Mô tả", "Nội dung chi tiết", "Description", "Content"]
_REF = ["Số tham chiếu", "Mã giao dịch", "Số chứng từ", "Số bút toán", "Mã tham chiếu", "Reference", "Transaction ID"]
_BALANCE = ["Số dư", "Số dư sau giao dịch", "Số dư cuối", "Balance"]
_WAYS = {
    "incoming_words": ["C", "CR", "Có", "Ghi có", "+", "in", "Tiền vào"],
    "outgoing_words": ["D", "DR", "Nợ", "Ghi nợ", "-", "out", "Tiền ra"],
}
_LAYOUTS = [
    (
        "vnpay_settlement",
        f"VNPay ({_REFERENCE})",
        {
            "reference": ["Mã tham chiếu", "Mã đơn hàng", "Mã hóa đơn", "Mã giao dịch merchant", "TxnRef", "vnp_TxnRef"],
            "provider_ref": ["Mã giao dịch VNPAY", "Mã giao dịch", "Mã GD VNPAY", "TransactionNo", "vnp_TransactionNo"],
            "kind": ["Loại giao dịch", "Loại GD", "TransactionType", "vnp_TransactionType"],
            "status": ["Trạng thái", "Tình trạng giao dịch", "TransactionStatus", "vnp_TransactionStatus"],
            "amount": ["Số tiền", "Số tiền giao dịch", "Giá trị giao dịch", "Amount", "vnp_Amount"],
            "fee": ["Phí", "Phí giao dịch", "Phí xử lý giao dịch", "Fee"],
            "moment": ["Thời gian giao dịch", "Ngày giao dịch", "Thời gian GD", "Ngày thanh toán", "PayDate", "vnp_PayDate"],
        },
        {
            "refund_words": ["Hoàn tiền", "Hoàn trả", "Hoàn trả toàn phần", "Hoàn trả một phần", "Refund", "02", "03", "2", "3"],
            "success_words": ["Thành công", "Giao dịch thành công", "Success", "00", "0"],
            "amount_unit": 1,
        },
    ),
    (
        "bank_statement",
        "Sao kê ngân hàng (chung)",
        {
            "moment": _MOMENT,
            "content": _CONTENT,
            "bank_reference": _REF,
            "credit": ["Ghi có", "Có", "Phát sinh có", "Số tiền ghi có", "Tiền vào", "Credit"],
            "debit": ["Ghi nợ", "Nợ", "Phát sinh nợ", "Số tiền ghi nợ", "Tiền ra", "Debit"],
            "amount": ["Số tiền", "Số tiền giao dịch", "Amount"],
            "direction": ["Nợ/Có", "Loại giao dịch", "Chiều giao dịch", "D/C"],
            "balance": _BALANCE,
        },
        _WAYS,
    ),
    (
        "bank_statement",
        f"Vietcombank ({_REFERENCE})",
        {
            "moment": ["Ngày giao dịch", "Transaction date"],
            "content": ["Nội dung chi tiết", "Mô tả", "Transactions in detail"],
            "bank_reference": ["Số tham chiếu", "Số CT", "Doc No", "Reference"],
            "debit": ["Số tiền ghi nợ", "Nợ", "Debit"],
            "credit": ["Số tiền ghi có", "Có", "Credit"],
            "balance": _BALANCE,
        },
        {},
    ),
    (
        "bank_statement",
        f"VietinBank ({_REFERENCE})",
        {
            "moment": ["Ngày giao dịch", "Ngày hạch toán", "Posting date"],
            "content": ["Mô tả giao dịch", "Nội dung giao dịch", "Transaction description"],
            "bank_reference": ["Số giao dịch", "Mã giao dịch", "Transaction number"],
            "debit": ["Nợ", "Ghi nợ", "Debit"],
            "credit": ["Có", "Ghi có", "Credit"],
            "balance": ["Số dư", "Số dư hiện tại", "Balance", "Running balance"],
        },
        {},
    ),
    (
        "bank_statement",
        f"BIDV ({_REFERENCE})",
        {
            "moment": ["Ngày giao dịch", "Ngày hiệu lực", "TXN date"],
            "content": ["Diễn giải", "Mô tả", "Description"],
            "bank_reference": ["Số chứng từ", "Số bút toán", "Mã giao dịch", "Seq"],
            "debit": ["Phát sinh nợ", "Ghi nợ", "Debit"],
            "credit": ["Phát sinh có", "Ghi có", "Credit"],
            "balance": _BALANCE,
        },
        {},
    ),
    (
        "bank_statement",
        f"Agribank ({_REFERENCE})",
        {
            "moment": ["Ngày giờ giao dịch", "Ngày giao dịch", "Ngày GD"],
            "content": ["Diễn giải", "Nội dung giao dịch", "Nội dung"],
            "bank_reference": ["Số bút toán", "Số tham chiếu", "Mã giao dịch"],
            "debit": ["Số tiền ghi nợ", "Phát sinh nợ", "Nợ"],
            "credit": ["Số tiền ghi có", "Phát sinh có", "Có"],
            "balance": _BALANCE,
        },
        {},
    ),
]


def add(apps, schema_editor):
    Layout = apps.get_model("payments", "FileLayout")
    for kind, name, columns, options in _LAYOUTS:
        Layout.objects.create(kind=kind, name=name, columns=columns, options=options)


def remove(apps, schema_editor):
    Layout = apps.get_model("payments", "FileLayout")
    Layout.objects.filter(name__in=[name for _kind, name, _columns, _options in _LAYOUTS]).delete()


class Migration(migrations.Migration):
    dependencies = [("payments", "0005_first_rules")]
    operations = [migrations.RunPython(add, remove)]
