"""A month's list: net, by payee and category, in the month in which things happened; equal to the ledger's accounts."""

from datetime import date

import pytest
import time_machine
from django.db.models import Sum

from payments.models import LedgerEntry
from payments.tax.layouts import layout_for, layouts
from payments.tax.monthly import Sums, due_on, month_of, months
from payments.tax_rules.withholding import Sale
from tests.payments.tax.helpers import at, cooperative, household, reverse_sale, sell

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def rows(month: date) -> list[tuple]:
    return [
        (line.shop, line.category, line.sums.revenue, line.sums.vat, line.sums.pit) for line in month_of(month).lines
    ]


def test_net_by_payee_and_category_in_the_months_of_viet_nam() -> None:
    sen, mai = household(), household("Hộ mẫu Mai", "", "Trần Thị Mai")
    sell(cooperative(), at(2026, 10, 5, 9), [Sale("goods", 900_000)])
    sell(sen, at(2026, 10, 1, 0, 0), [Sale("goods", 100_000), Sale("transport", 30_000)])
    late = sell(sen, at(2026, 10, 31, 23, 59), [Sale("goods", 50_000), Sale("exempt", 70_000, "Khai báo 3")])
    gone = sell(mai, at(2026, 10, 7, 8), [Sale("service", 200_000)])
    reverse_sale(gone, at(2026, 10, 8, 8))
    sell(mai, at(2026, 11, 1, 0, 0), [Sale("goods", 10_000)])
    reverse_sale(late, at(2026, 11, 2, 8), 120_000)

    assert rows(OCTOBER) == [
        ("Hộ mẫu Sen", "goods", 150_000, 1_500, 750),
        ("Hộ mẫu Sen", "transport", 30_000, 900, 450),
    ]
    october = month_of(OCTOBER)
    assert october.total == Sums(180_000, 2_400, 1_200)
    assert [(line.evidence, line.sums.revenue) for line in october.exempt] == [("Khai báo 3", 70_000)]
    assert october.without_tax_id == []
    # The refund came after: offset in its own month, below zero, and shown so.
    assert rows(NOVEMBER) == [
        ("Hộ mẫu Sen", "goods", -50_000, -500, -250),
        ("Hộ mẫu Mai", "goods", 10_000, 100, 50),
    ]
    november = month_of(NOVEMBER)
    assert november.total == Sums(-40_000, -400, -200)
    assert [line.sums.revenue for line in november.exempt] == [-70_000]
    assert november.without_tax_id == ["Hộ mẫu Mai"]
    with time_machine.travel(at(2026, 11, 22, 8), tick=False):
        assert [(reported.month, reported.sums, reported.exempt, reported.sellers) for reported in months()] == [
            (NOVEMBER, Sums(-40_000, -400, -200), -70_000, 2),
            (OCTOBER, Sums(180_000, 2_400, 1_200), 70_000, 2),
        ]


def test_its_totals_are_the_tax_accounts_movements_of_the_month() -> None:
    sen, mai = household(), household("Hộ mẫu Mai", "082093001235")
    first = sell(sen, at(2026, 10, 9, 9), [Sale("goods", 123_457), Sale("service", 7_777)])
    sell(mai, at(2026, 10, 10, 9), [Sale("transport", 99_999)])
    reverse_sale(first, at(2026, 10, 11, 9), 33_333)
    reverse_sale(first, at(2026, 11, 1, 9), 11_111)

    for month, span in ((OCTOBER, 10), (NOVEMBER, 11)):
        moved = dict(
            LedgerEntry.objects.filter(
                account__code__startswith="tax_",
                transaction__created_at__gte=at(2026, span, 1),
                transaction__created_at__lt=at(2026, span + 1, 1),
            )
            .values_list("account__code")
            .annotate(sum=Sum("amount"))
        )
        total = month_of(month).total
        assert (total.vat, total.pit) == (-moved["tax_vat:payee"], -moved["tax_pit:payee"])
        assert total.vat != 0


@pytest.mark.parametrize(
    ("month", "due"),
    [
        (date(2026, 10, 1), date(2026, 11, 20)),  # a Friday
        (date(2026, 8, 1), date(2026, 9, 21)),  # 20 September is a Sunday
        (date(2026, 5, 1), date(2026, 6, 22)),  # 20 June is a Saturday
        (date(2026, 12, 1), date(2027, 1, 20)),
    ],
)
def test_due_on_the_twentieth_or_the_monday_after(month: date, due: date) -> None:
    assert due_on(month) == due


def test_layouts_follow_each_other_without_a_gap() -> None:
    first, second = layouts()
    assert (first.code, first.effective_from, first.effective_to) == ("nd117-2025", date(2025, 7, 1), date(2026, 6, 30))
    assert (second.code, second.effective_from, second.effective_to) == ("nd252-2026", date(2026, 7, 1), None)
    assert layout_for(date(2026, 6, 30)) is first
    assert layout_for(date(2026, 7, 1)) is second
    with pytest.raises(LookupError):
        layout_for(date(2025, 6, 30))
    for layout in layouts():
        assert layout.is_reference
        assert [field.code for field in layout.monthly_list.fields] == [
            *(f"({number:02d})" for number in range(1, 12)),
            "(12) = (10) + (11)",
        ]
        assert [line.code for line in layout.monthly_summary.lines] == ["[09]", "[10]", "[11]", "[12]", "[13]"]
        assert [line.code for line in layout.certificate.lines] == ["[11]", "[12]", "[13]", "[14]", "[15]"]
