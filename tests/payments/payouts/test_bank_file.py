"""The file for the bank: complete, and without formulas."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from payments.models import Payout
from payments.payouts.bank_file import BankLayout, FileColumn, batch_csv, batch_xlsx
from payments.payouts.services.create_payout import create_payout
from payments.payouts.services.make_batch import make_batch
from tests.payments.payouts.helpers import make_operator, rich_payee

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch():
    for amount in (500_000, 1_200_000):
        create_payout(payee_id=rich_payee(amount).pk)
    return make_batch(actor=make_operator())


def test_the_workbook(batch):
    first, second = Payout.objects.order_by("sequence")
    page = load_workbook(BytesIO(batch_xlsx(batch))).worksheets[0]

    assert list(page.iter_rows(values_only=True)) == [
        ("STT", "Số tài khoản", "Tên chủ tài khoản", "Mã ngân hàng (BIN)", "Ngân hàng", "Số tiền", "Nội dung",
         "Mã khoản chi"),
        (1, "0071001234567", "LE THI SEN", "970436", "Vietcombank", 500_000, f"CHO XA {first.code}", first.pk),
        (2, "0071001234567", "LE THI SEN", "970436", "Vietcombank", 1_200_000, f"CHO XA {second.code}", second.pk),
    ]  # fmt: skip
    assert page["B2"].data_type == "s"
    assert page["F2"].data_type == "n"


def test_the_csv_to_the_byte(batch):
    first = Payout.objects.earliest("sequence")
    created = b"".join(batch_csv(batch)).decode().split("\r\n")

    assert created[0] == (
        "\ufeffSTT,Số tài khoản,Tên chủ tài khoản,Mã ngân hàng (BIN),Ngân hàng,Số tiền,Nội dung,Mã khoản chi"
    )
    assert created[1] == f"1,0071001234567,LE THI SEN,970436,Vietcombank,500000,CHO XA {first.code},{first.pk}"
    assert len(created) == 4


def test_name_that_is_a_formula_is_written_as_text(batch):
    Payout.objects.update(bank_account_name="=HYPERLINK(1)")
    page = load_workbook(BytesIO(batch_xlsx(batch))).worksheets[0]

    assert (page["C2"].value, page["C2"].data_type) == ("=HYPERLINK(1)", "s")
    assert ",'=HYPERLINK(1)," in b"".join(batch_csv(batch)).decode()


def test_a_banks_own_layout_is_data(batch):
    layout = BankLayout("Ngân hàng mẫu", (FileColumn("Amount", "amount", 10), FileColumn("Account", "account_no", 20)))
    created = b"".join(batch_csv(batch, layout)).decode().split("\r\n")

    assert created[:3] == ["\ufeffAmount,Account", "500000,0071001234567", "1200000,0071001234567"]


def test_holders_as_banks_write_them(batch):
    Payout.objects.update(bank_account_name="Đặng Thị Ước")
    assert "DANG THI UOC" in b"".join(batch_csv(batch)).decode()
