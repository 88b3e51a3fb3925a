"""A household sees the tax withheld from its sales, by month and year, with its certificate; a cooperative has none."""

import time_machine

from payments.models import Payee
from payments.tax_rules.withholding import Sale
from tests.papers import words
from tests.payments.tax.helpers import at, household, reverse_sale, sell

URL = "/ban-hang/tien/thue/"


def test_withheld_tax_is_listed_by_month_and_year(owner, market, django_assert_max_num_queries) -> None:
    payee = Payee.objects.get(pk=market.household.payee_ref)
    sold = sell(payee, at(2025, 12, 9, 9), [Sale("goods", 100_000), Sale("exempt", 30_000, "Khai báo 3")])
    reverse_sale(sold, at(2026, 1, 3, 9), 65_000)
    sell(payee, at(2026, 10, 9, 9), [Sale("service", 200_000)])
    stranger = household("Hộ mẫu khác")
    sell(stranger, at(2024 + 1, 12, 9, 9), [Sale("goods", 777_000)])

    with time_machine.travel(at(2026, 11, 5, 9), tick=False):
        with django_assert_max_num_queries(8):
            page = owner.get(URL).content.decode()
        for shown in ("13.250", "Năm 2026", "Năm 2025", "1.500", "−750", "Năm chưa hết", "chưa có mã số thuế"):
            assert shown in page
        assert "777.000" not in page
        paper = " ".join(words(owner.get(f"{URL}2025.pdf").content))
        assert "01/CTKT-TMĐT" in paper
        assert "1.500" in paper
        assert owner.get(f"{URL}2025.xlsx")["Content-Disposition"].endswith('"chung-tu-thue-2025.xlsx"')
        for year in ("2024", "2027", "9999"):
            assert owner.get(f"{URL}{year}.pdf").status_code == 404
    assert 'href="/ban-hang/tien/thue/"' in owner.get("/ban-hang/tien/").content.decode()


def test_seller_without_withheld_tax_sees_an_empty_state(owner) -> None:
    assert "Chợ chưa giữ lại khoản thuế nào." in owner.get(URL).content.decode()


def test_cooperative_is_referred_to_its_own_declaration(manager) -> None:
    assert "tự kê khai, tự nộp thuế" in manager.get(URL).content.decode()
    assert manager.get(f"{URL}2026.pdf").status_code == 404
    assert 'href="/ban-hang/tien/thue/"' not in manager.get("/ban-hang/tien/").content.decode()
