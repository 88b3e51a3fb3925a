"""The payouts page: from the amount owed to the confirmed bank transfer."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEntry
from payments.models import FileLayout, Payout, PayoutBatch
from payments.payouts.services.create_payout import create_payout
from payments.payouts.services.make_batch import make_batch
from tests.frontend.office.figures.test_overview import text_of
from tests.payments.payouts.helpers import earn, make_operator, make_payee, rich_payee, sent_payout

URL = "/co-quan/chi-tra/"


def words(answer) -> str:
    return text_of(answer).replace("\u00a0", " ")


def statement(client: Client, text: str, **more):
    layout = FileLayout.objects.filter(kind="bank_statement").earliest("pk")
    columns = layout.columns
    head = f"{columns['moment'][0]},{columns['content'][0]},{columns['debit'][0]}"
    file = SimpleUploadedFile("sao-ke.csv", f"{head}\n{text}\n".encode())
    return client.post(f"{URL}sao-ke", {"layout": layout.pk, "file": file} | more)


def test_no_payouts_shows_an_empty_state(client_as) -> None:
    page = words(client_as("operator").get(URL))
    assert "Không có khoản chi nào chờ." in page
    assert "Chưa lập tệp nào." in page
    assert "Chợ không giữ tiền của người bán nào." in page


def test_payees_are_listed_with_balance_and_obstacle(client_as) -> None:
    rich_payee(400_000)
    homeless = make_payee("Hộ mẫu Chưa Thẻ", bank=False)
    earn(homeless, 200_000)
    client = client_as("operator")
    for url in (URL, f"{URL}nguoi-nhan/"):
        page = words(client.get(url))
        assert "400.000 đ" in page
        assert "theo lịch:" in page
        assert "Hộ mẫu Chưa Thẻ 200.000 đ 0 đ chưa có tài khoản" in page
    assert "/co-quan/so-sach/tai-khoan/" in client.get(URL).content.decode()


def test_payout_is_created_and_written_to_a_file(client_as) -> None:
    payee = rich_payee(400_000)
    client = client_as("operator")
    page = words(client.post(f"{URL}nguoi-nhan/{payee.pk}/chi", follow=True))
    assert "Đã lập lệnh chi 400.000 đ, chờ vào tệp." in page
    assert "Lập tệp 1 khoản, 400.000 đ" in page
    answer = client.post(f"{URL}lap-tep", follow=True)
    batch = PayoutBatch.objects.get()
    assert answer.redirect_chain == [(f"{URL}tep/{batch.pk}/", 302)]
    page = words(answer)
    assert "Tệp 1 khoản chi, 400.000 đ" in page
    assert f"Vietcombank 0071001234567 LE THI SEN CHO XA {Payout.objects.get().code}" in page
    assert "1 khoản chờ ngân hàng 1 400.000 đ" in words(client.get(URL))


def test_batch_is_downloaded_as_xlsx(client_as) -> None:
    payout = sent_payout(make_operator(), 400_000)
    client = client_as("operator")
    sheet = client.get(f"{URL}tep/{payout.batch_id}/chuyen-khoan.xlsx")
    assert sheet.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert sheet.content.startswith(b"PK")
    csv = client.get(f"{URL}tep/{payout.batch_id}/chuyen-khoan.csv")
    assert f"0071001234567,LE THI SEN,970436,Vietcombank,400000,CHO XA {payout.code}" in csv.getvalue().decode()
    assert csv.headers["Content-Disposition"].endswith('.csv"')


def test_payouts_are_marked_paid_returned_or_failed(client_as) -> None:
    operator = make_operator()
    first, second, third = (create_payout(payee_id=rich_payee(amount).pk) for amount in (100_000, 200_000, 300_000))
    batch = make_batch(actor=operator)
    client = client_as("operator")
    page = words(client.post(f"{URL}khoan/{first.pk}/da-chuyen", {"bank_reference": "FT1"}, follow=True))
    assert "Đã ghi: 100.000 đ đã tới Hộ mẫu Sen." in page
    page = words(client.post(f"{URL}khoan/{second.pk}/tra-ve", {"reason": "Sai tên"}, follow=True))
    assert "200.000 đ lại sẵn sàng chuyển cho Hộ mẫu Sen." in page
    page = words(client.post(f"{URL}tep/{batch.pk}/da-chuyen", {"bank_reference": "LO-7"}, follow=True))
    assert "Đã ghi ngân hàng chuyển 1 khoản." in page
    assert list(Payout.objects.order_by("sequence").values_list("status", flat=True)) == ["paid", "failed", "paid"]
    assert Payout.objects.get(pk=third.pk).bank_reference == "LO-7"
    page = words(client.get(URL))
    assert "xong 1 bị trả về" in page
    assert "xong 1 bị trả về" in words(client.get(f"{URL}tep/"))


def test_result_without_reference_or_reason_is_refused(client_as) -> None:
    payout = sent_payout(make_operator())
    client = client_as("operator")
    for path, words_shown in (
        (f"khoan/{payout.pk}/da-chuyen", "Vui lòng ghi số giao dịch của ngân hàng."),
        (f"khoan/{payout.pk}/tra-ve", "Vui lòng ghi lý do ngân hàng trả về."),
        (f"tep/{payout.batch_id}/da-chuyen", "Vui lòng ghi số giao dịch của ngân hàng."),
    ):
        assert words_shown in words(client.post(URL + path, follow=True))
    payout.refresh_from_db()
    assert payout.status == "in_transit"


def test_bank_statement_confirms_payouts(client_as) -> None:
    operator = make_operator()
    first, second = sent_payout(operator, 400_000), sent_payout(operator, 300_000)
    answer = statement(
        client_as("operator"), f"26/11/2026,CHO XA {first.code},400000\n26/11/2026,CHO XA {second.code},299000"
    )
    page = words(answer)
    assert answer.status_code == 200
    assert "Xác nhận 1 khoản; 0 dòng đã biết từ trước; 1 dòng cần xem." in page
    assert "Dòng 3 ghi −299.000 đ, khoản chi 300.000 đ. Lệch số tiền: hỏi ngân hàng." in page
    assert list(Payout.objects.order_by("sequence").values_list("status", flat=True)) == ["paid", "in_transit"]


def test_unreadable_statement_is_refused(client_as) -> None:
    payout = sent_payout(make_operator(), 400_000)
    client = client_as("operator")
    answer = statement(client, f"hôm qua,CHO XA {payout.code},400000")
    assert answer.status_code == 422
    assert "Dòng 2, cột" in words(answer)
    answer = client.post(f"{URL}sao-ke", {})
    assert answer.status_code == 422
    assert "Vui lòng chọn tệp." in words(answer)
    payout.refresh_from_db()
    assert payout.status == "in_transit"


def test_payout_is_canceled_before_its_batch(client_as) -> None:
    payout = create_payout(payee_id=rich_payee(400_000).pk)
    client = client_as("operator")
    assert "Đã hủy khoản chi 400.000 đ." in words(client.post(f"{URL}khoan/{payout.pk}/huy", follow=True))
    assert AuditEntry.objects.filter(action="payout.cancel").count() == 1
    assert "đang ở bước khác: đã hủy" in words(client.post(f"{URL}khoan/{payout.pk}/huy", follow=True))


def test_changed_bank_account_is_marked(client_as) -> None:
    payout = create_payout(payee_id=rich_payee().pk)
    type(payout.payee).objects.update(bank_account_no="9999")
    assert "người bán đã đổi tài khoản" in words(client_as("operator").get(URL))


def test_schedule_can_be_run_by_hand(client_as) -> None:
    payee = rich_payee(400_000)
    type(payee).objects.update(payout_interval="daily")
    client = client_as("operator")
    assert "lập 1 lệnh chi, bỏ qua 0 người" in words(client.post(f"{URL}theo-lich", follow=True))
    assert "lập 0 lệnh chi" in words(client.post(f"{URL}theo-lich", follow=True))


@pytest.mark.parametrize(
    ("step", "field", "required"),
    [
        ("da-chuyen", "bank_reference", "Vui lòng ghi số giao dịch của ngân hàng."),
        ("tra-ve", "reason", "Vui lòng ghi lý do ngân hàng trả về."),
    ],
)
def test_refused_result_of_a_payout_keeps_what_was_typed(client_as, step: str, field: str, required: str) -> None:
    payout = sent_payout(make_operator(), 400_000)
    client = client_as("operator")
    path = f"{URL}khoan/{payout.pk}/{step}"
    empty = client.post(path, {field: " "})
    assert (empty.status_code, required in words(empty)) == (422, True)
    long = client.post(path, {field: "FT-9" * 60})
    assert long.status_code == 422
    assert f'value="{"FT-9" * 60}"' in long.content.decode()
    assert "<details open>" in long.content.decode()
    assert Payout.objects.get().status == "in_transit"


def test_refused_result_of_a_file_keeps_what_was_typed(client_as) -> None:
    payout = sent_payout(make_operator(), 400_000)
    path = f"{URL}tep/{payout.batch_id}/da-chuyen"
    client = client_as("operator")
    empty = client.post(path, {"bank_reference": ""})
    assert (empty.status_code, "Vui lòng ghi số giao dịch của ngân hàng." in words(empty)) == (422, True)
    long = client.post(path, {"bank_reference": "L" * 61})
    assert (long.status_code, f'value="{"L" * 61}"' in long.content.decode()) == (422, True)
    assert Payout.objects.get().status == "in_transit"


def test_other_roles_are_refused(client_as) -> None:
    payout = sent_payout(make_operator())
    before = list(Payout.objects.values())
    reads = ["", "nguoi-nhan/", "tep/", f"tep/{payout.batch_id}/", f"tep/{payout.batch_id}/chuyen-khoan.xlsx"]
    writes = [
        f"nguoi-nhan/{payout.payee_id}/chi", "theo-lich", "lap-tep", "sao-ke", f"tep/{payout.batch_id}/da-chuyen",
        f"khoan/{payout.pk}/da-chuyen", f"khoan/{payout.pk}/tra-ve", f"khoan/{payout.pk}/huy",
    ]  # fmt: skip
    for role in ("commune", "province", "buyer"):
        client = client_as(role)
        assert {client.get(URL + path).status_code for path in reads} == {403}
        assert {client.post(URL + path, {"bank_reference": "x", "reason": "x"}).status_code for path in writes} == {403}
    assert list(Payout.objects.values()) == before


def test_unknown_batch_or_payout_is_not_found(client_as) -> None:
    client = client_as("operator")
    assert client.get(f"{URL}tep/pb_nothing/").status_code == 404
    assert client.post(f"{URL}khoan/po_nothing/huy").status_code == 404
    assert client.post(f"{URL}khoan/po_nothing/da-chuyen", {"bank_reference": "x"}).status_code == 404
    assert client.get(f"{URL}lap-tep").status_code == 405
    assert client.get(f"{URL}nguoi-nhan/?trang=-7").status_code == 200
