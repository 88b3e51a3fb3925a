"""File layouts on a page: edited, tried on a sample, saved when they can be read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEntry
from payments.models import FileLayout
from tests.frontend.office.figures.test_overview import text_of
from tests.payments.reconciliation.files import as_csv

pytestmark = pytest.mark.django_db
NEW = "/co-quan/doi-soat/mau-tep/moi/vnpay_settlement/"
FILLED = {
    "name": "VNPay 2027",
    "column_reference": "Mã hóa đơn | Order",
    "column_amount": "Thành tiền",
    "column_moment": "Lúc",
    "amount_unit": "100",
    "fee_unit": "1",
    "date_formats": "%d.%m.%Y",
    "is_active": "on",
    "action": "save",
}
SAMPLE = as_csv([["Order", "Thành tiền", "Lúc"], ["A1", "30.000.000", "22.11.2026"]])


def plain(answer) -> str:
    return text_of(answer).replace("\xa0", " ")


def test_layouts_are_listed(client_as) -> None:
    page = text_of(client_as("operator").get("/co-quan/doi-soat/mau-tep/"))
    assert "Vietcombank (mẫu tham khảo)" in page


def test_layout_is_tried_and_saved(client_as) -> None:
    client = client_as("operator")
    sample = SimpleUploadedFile("x.csv", SAMPLE)
    tried = client.post(NEW, FILLED | {"action": "try", "sample": sample})
    assert tried.status_code == 200
    assert "Đọc được 1 dòng." in plain(tried)
    assert "2 A1 300.000 đ 00:00 22/11/2026" in plain(tried)
    assert "Mã hóa đơn | Order" in tried.content.decode()
    assert not FileLayout.objects.filter(name="VNPay 2027").exists()

    assert "Đã lưu mẫu tệp." in plain(client.post(NEW, FILLED, follow=True))
    row = FileLayout.objects.get(name="VNPay 2027")
    assert row.columns == {"reference": ["Mã hóa đơn", "Order"], "amount": ["Thành tiền"], "moment": ["Lúc"]}
    assert row.options == {"amount_unit": 100, "fee_unit": 1, "date_formats": ["%d.%m.%Y"]}
    assert AuditEntry.objects.get(action="settlement.layout").after["name"] == "VNPay 2027"


def test_layout_is_changed_and_deactivated(client_as) -> None:
    row = FileLayout.objects.get(name="VNPay (mẫu tham khảo)")
    client, url = client_as("operator"), f"/co-quan/doi-soat/mau-tep/{row.pk}/"
    page = client.get(url).content.decode()
    assert "Mã tham chiếu | Mã đơn hàng" in page
    client.post(url, {key: value for key, value in FILLED.items() if key != "is_active"})
    row.refresh_from_db()
    assert (row.name, row.is_active) == ("VNPay 2027", False)
    assert "thôi dùng" in text_of(client.get("/co-quan/doi-soat/mau-tep/"))


@pytest.mark.parametrize(
    ("change", "reported"),
    [
        ({"name": ""}, "Tên mẫu"),
        ({"name": "VNPay (mẫu tham khảo)"}, "Đã có mẫu tệp mang tên này."),
        ({"column_amount": ""}, "Thiếu tên cột cho: amount."),
        ({"column_fee": "thanh tien"}, "Cột “thanh tien” đứng ở hai trường."),
        ({"date_formats": "%H"}, "Kiểu ngày “%H” không dùng được."),
        ({"amount_unit": "7"}, "Số tiền ghi theo"),
        ({"action": "try"}, "Vui lòng chọn tệp mẫu để thử."),
    ],
)
def test_invalid_layout_is_refused(client_as, change: dict, reported: str) -> None:
    before = list(FileLayout.objects.values())
    answer = client_as("operator").post(NEW, FILLED | change)
    assert answer.status_code == 422
    assert reported in plain(answer)
    assert "Mã hóa đơn | Order" in answer.content.decode()
    assert list(FileLayout.objects.values()) == before


def test_unreadable_sample_is_refused(client_as) -> None:
    sample = SimpleUploadedFile("x.csv", "Order,Lúc\nA,1".encode())
    answer = client_as("operator").post(NEW, FILLED | {"action": "try", "sample": sample})
    assert answer.status_code == 422
    assert "thiếu cột “Thành tiền”" in plain(answer)


def test_unknown_layout_is_not_found(client_as) -> None:
    client = client_as("operator")
    assert client.get("/co-quan/doi-soat/mau-tep/0/").status_code == 404
    assert client.get("/co-quan/doi-soat/mau-tep/moi/khac/").status_code == 404


def test_other_roles_are_refused(units, client_as) -> None:
    for role in ("commune", "province", "buyer"):
        assert client_as(role).get("/co-quan/doi-soat/mau-tep/").status_code == 403
        assert client_as(role).post(NEW, FILLED).status_code == 403
