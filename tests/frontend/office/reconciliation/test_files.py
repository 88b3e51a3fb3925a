"""Importing VNPay's file on a page: completely or not at all, with every error; then its result."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from payments.models import BankAccount, BankTransfer, FileLayout, ImportedFile, SettlementLine
from tests.frontend.office.figures.test_overview import text_of
from tests.payments.bank.helpers import make_feed, operators_account, reported
from tests.payments.helpers import make_attempt, state
from tests.payments.reconciliation.conftest import line, vnpay_layout, yesterday
from tests.payments.reconciliation.files import HEAD, as_csv, as_xlsx

pytestmark = pytest.mark.django_db
URL = "/co-quan/doi-soat/tep/"


def upload(client, data: bytes, name: str = "T11.csv", **more):
    form = {"layout": vnpay_layout().pk, "file": SimpleUploadedFile(name, data)} | more
    return client.post(URL, form, follow=True)


def test_page_without_files_shows_an_empty_state(client_as) -> None:
    page = text_of(client_as("operator").get(URL))
    assert "Chưa nhập tệp nào." in page
    assert "VNPay (mẫu tham khảo)" in page


def test_imported_file_shows_its_result(paid, client_as) -> None:
    good, less = paid(300_000), paid(50_000)
    client = client_as("operator")
    answer = upload(client, as_xlsx([HEAD, line(good.reference, 300_000, fee=3_300), line(less.reference, 49_000)]))
    page = text_of(answer).replace("\xa0", " ")

    file = ImportedFile.objects.get()
    assert answer.redirect_chain == [(reverse("office:money-file", args=[file.pk]), 302)]
    assert "Đã nhập tệp." in page
    assert "2 khoản thu 349.000 đ" in page
    assert "VNPay chuyển về ngân hàng 345.700 đ" in page
    assert "2 dòng, 1 đã quyết toán" in page
    assert "Lệch số tiền chờ quyết định" in page
    assert "VNPay đã thu 49.000 đ Sàn 50.000 đ, đã thu" in page
    assert "1 chờ quyết định" in text_of(client.get(URL))


def test_faulty_file_is_refused_with_its_faults(paid, client_as) -> None:
    attempt = paid()
    before = state()
    answer = upload(client_as("operator"), as_csv([HEAD, line(attempt.reference, 300_000), line("", 5), line("A", 0)]))
    page = text_of(answer)

    assert answer.status_code == 422
    assert "Chưa nhập gì." in page
    assert "Dòng 3, cột “Mã tham chiếu”: để trống." in page
    assert "Dòng 4, cột “Số tiền”: để trống hoặc bằng 0." in page
    assert (state(), ImportedFile.objects.count()) == (before, 0)


def test_duplicate_file_is_refused(paid, client_as) -> None:
    data = as_csv([HEAD, line(paid().reference, 300_000)])
    client = client_as("operator")
    upload(client, data)
    answer = upload(client, data, "lần hai.csv")

    assert answer.status_code == 422
    assert "Tệp này đã được nhập: “T11.csv”" in text_of(answer)
    assert ImportedFile.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "reported"),
    [
        ({"file": ""}, "Vui lòng chọn tệp."),
        ({"file": SimpleUploadedFile("x.csv", b"")}, "Tệp rỗng."),
        ({"layout": "0"}, "Mẫu tệp"),
        ({"layout": "x", "file": SimpleUploadedFile("x.csv", b"x")}, "Mẫu tệp"),
    ],
)
def test_missing_file_or_layout_is_refused(client_as, form: dict, reported: str) -> None:
    answer = client_as("operator").post(URL, {"layout": vnpay_layout().pk} | form)
    assert answer.status_code == 422
    assert reported in text_of(answer)


class TestStatements:
    HEAD = ["Ngày giao dịch", "Số tham chiếu", "Ghi nợ", "Ghi có", "Nội dung"]

    @pytest.fixture
    def account(self, units) -> BankAccount:
        return BankAccount.objects.create(livemode=False, bin="970436", number="0123456789", holder="DON VI")

    def send(self, client, account, *rows):
        layout = FileLayout.objects.get(name="Sao kê ngân hàng (chung)")
        file = SimpleUploadedFile("sao-ke.csv", as_csv([self.HEAD, *rows]))
        form = {"layout": layout.pk, "file": file} | ({"account": account.pk} if account else {})
        return client.post(URL, form, follow=True)

    def test_imported_statement_shows_its_result(self, account, client_as) -> None:
        day = f"{yesterday():%d/%m/%Y} 10:00"
        answer = self.send(
            client_as("operator"),
            account,
            [day, "FT1", "", "989.000", "VNPAY QUYET TOAN"],
            [day, "FT2", "50.000", "", "phi"],
        )
        page = text_of(answer)
        assert "Đã nhập sao kê 2 dòng: 0 khoản vào tự khớp, 1 chờ xem; 0 khoản chi đã tới." in page
        assert "Sao kê của tài khoản 970436 …6789." in page
        assert BankTransfer.objects.get().amount == 989_000

    def test_statement_without_an_account_is_refused(self, account, client_as) -> None:
        answer = self.send(client_as("operator"), None, ["22/11/2026", "FT1", "", "5.000", "x"])
        assert answer.status_code == 422
        assert "Vui lòng chọn tài khoản của sao kê này." in text_of(answer)
        assert not ImportedFile.objects.exists()

    def test_faulty_statement_is_refused_with_its_faults(self, account, client_as) -> None:
        answer = self.send(client_as("operator"), account, ["22/11/2026", "FT1", "", "năm nghìn", "x"])
        assert answer.status_code == 422
        assert "Dòng 2, cột “Ghi có”: “năm nghìn” không phải số tiền." in text_of(answer)
        assert not BankTransfer.objects.exists()


def test_older_files_are_on_the_next_page(paid, take_file, client_as, monkeypatch) -> None:
    monkeypatch.setattr("frontend.office.reconciliation.files.SHOWN", 1)
    take_file(line(paid(10_000).reference, 10_000), name="cũ.csv")
    take_file(line(paid(20_000).reference, 20_000), name="mới.csv")
    client = client_as("operator")
    latest = text_of(client.get(URL))
    assert "mới.csv" in latest
    assert "cũ.csv" not in latest
    older = text_of(client.get(URL, {"sau": ImportedFile.objects.latest("pk").pk}))
    assert "cũ.csv" in older
    assert "Không còn tệp cũ hơn." in text_of(client.get(URL, {"sau": "1"}))


def test_unknown_file_is_not_found(client_as) -> None:
    assert client_as("operator").get(f"{URL}999/").status_code == 404


def test_other_roles_are_refused(units, client_as) -> None:
    make_attempt()
    for role in ("commune", "province", "buyer"):
        client = client_as(role)
        assert client.get(URL).status_code == 403
        assert upload(client, as_csv([HEAD, line("A", 5)])).status_code == 403
    assert not SettlementLine.objects.exists()


def test_file_shows_which_days_were_deposited(paid, client_as, run_events) -> None:
    client, account = client_as("operator"), operators_account()
    attempt = paid(300_000)
    page = plain(upload(client, as_csv([HEAD, line(attempt.reference, 300_000, fee=3_300)])))
    assert "Tiền về tài khoản: 0 trên 1 ngày" in page
    assert f"{yesterday():%d/%m/%Y}: 296.700 đ chưa thấy về" in page

    reported(make_feed(account), "VNPAY QUYET TOAN", 296_700, bank_reference="FT26331000777")
    run_events()

    page = plain(client.get(reverse("office:money-file", args=[ImportedFile.objects.get().pk])))
    assert "Tiền về tài khoản: 1 trên 1 ngày" in page
    assert "FT26331000777 đã về" in page


def plain(answer) -> str:
    return text_of(answer).replace("\xa0", " ")
