"""Tax withheld from a sale and reversed with it, to the đồng, by the rates of the sale's day."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.errors import DomainError
from payments import integrity
from payments.connected_accounts.services.create_transfer import create_transfer
from payments.models import LedgerEntry, TaxEntry, TaxRate
from payments.tax_rules.withholding import Sale
from tests.payments.helpers import ledger, state
from tests.payments.tax.helpers import at, cooperative, household, owed_to_state, reverse_sale, sell, taxes

pytestmark = pytest.mark.django_db
NOON = at(2026, 11, 22, 12)


def test_money_mds_example() -> None:
    """100.000 of goods, 5 % commission, 1 % + 0,5 % tax; 40.000 of it refunded before payout."""
    payee = household()
    transfer = sell(payee, NOON, [Sale("goods", 100_000)], fee=5_000)
    assert (transfer.commission, transfer.vat, transfer.pit) == (5_000, 1_000, 500)
    assert ledger(transfer.intent) == {
        ("capture", "provider:vnpay"): 100_000,
        ("capture", "customer_funds"): -100_000,
        ("transfer", "customer_funds"): 100_000,
        ("transfer", "payee:pending"): -93_500,
        ("transfer", "op:commission"): -5_000,
        ("transfer", "tax_vat:payee"): -1_000,
        ("transfer", "tax_pit:payee"): -500,
    }

    reverse_sale(transfer, NOON, 40_000)

    back = {key: amount for key, amount in ledger(transfer.intent).items() if key[0] == "transfer_reversal"}
    assert back == {
        ("transfer_reversal", "payee:pending"): 37_400,
        ("transfer_reversal", "op:commission"): 2_000,
        ("transfer_reversal", "tax_vat:payee"): 400,
        ("transfer_reversal", "tax_pit:payee"): 200,
        ("transfer_reversal", "customer_funds"): -40_000,
    }
    assert taxes(transfer) == [("goods", 100_000, 1_000, 500), ("goods", -40_000, -400, -200)]
    assert owed_to_state(payee) == (600, 300)


@pytest.mark.parametrize(
    ("category", "evidence", "expected"),
    [
        ("goods", "", (1_000, 500)),
        ("service", "", (5_000, 2_000)),
        ("transport", "", (3_000, 1_500)),
        ("unidentified", "", (5_000, 2_000)),
        ("exempt", "Khai báo 12", (0, 0)),
        ("exempt", "", (1_000, 500)),  # no evidence, no exemption
    ],
)
def test_rates_by_category(category: str, evidence: str, expected: tuple[int, int]) -> None:
    transfer = sell(household(), NOON, [Sale(category, 100_000, evidence)])
    assert (transfer.vat, transfer.pit) == expected


def test_an_exemption_keeps_its_evidence() -> None:
    transfer = sell(household(), NOON, [Sale("exempt", 80_000, "Khai báo 12"), Sale("transport", 20_000)])
    entries = TaxEntry.objects.filter(transfer=transfer).order_by("pk")
    assert list(entries.values_list("category", "base", "vat", "pit", "evidence")) == [
        ("exempt", 80_000, 0, 0, "Khai báo 12"),
        ("transport", 20_000, 600, 300, ""),
    ]
    assert {entry.rate.legal_basis.split(",")[0].split(";")[0] for entry in entries} == {
        "Luật Thuế GTGT Điều 5 khoản 1",
        "NĐ 252/2026/NĐ-CP",
    }


@pytest.mark.parametrize(
    ("amount", "vat", "pit"),
    [(49, 0, 0), (50, 1, 0), (99, 1, 0), (100, 1, 1), (149, 1, 1), (150, 2, 1), (299, 3, 1), (300, 3, 2)],
)
def test_each_line_is_rounded_half_up(amount: int, vat: int, pit: int) -> None:
    """1 % and 0,5 % of so many đồng: 50 × 1 % = 0,5 → 1; 100 × 0,5 % = 0,5 → 1; 300 × 0,5 % = 1,5 → 2."""
    transfer = sell(household(), NOON, [Sale("goods", amount)])
    assert (transfer.vat, transfer.pit) == (vat, pit)


def test_lines_are_rounded_apart() -> None:
    """50 đồng of goods twice are not 100: two halves up make 2 đồng of VAT."""
    transfer = sell(household(), NOON, [Sale("goods", 50), Sale("exempt", 50, "A"), Sale("transport", 50)])
    assert taxes(transfer) == [("goods", 50, 1, 0), ("exempt", 50, 0, 0), ("transport", 50, 2, 1)]


def test_the_rates_are_those_of_the_transfers_day_in_viet_nam() -> None:
    """The last minute of 30 June and the first of 1 July 2026 there; goods are given back at the rate of their sale."""
    later = TaxRate.objects.get(collector="platform", category="goods", effective_to=None)
    TaxRate.objects.filter(pk=later.pk).update(vat_basis_points=200, pit_basis_points=80)
    payee = household()
    before = sell(payee, at(2026, 6, 30, 23, 59), [Sale("goods", 100_000)])
    after = sell(payee, at(2026, 7, 1, 0, 0), [Sale("goods", 100_000)])
    assert [(t.vat, t.pit) for t in (before, after)] == [(1_000, 500), (2_000, 800)]
    assert [t.tax_entries.get().rate.effective_from.year for t in (before, after)] == [2025, 2026]
    reverse_sale(before, at(2026, 7, 2, 9))
    assert taxes(before)[1] == ("goods", -100_000, -1_000, -500)


def test_nothing_is_withheld_from_others() -> None:
    transfer = sell(cooperative(), NOON, [Sale("goods", 100_000)])
    assert (transfer.vat, transfer.pit, taxes(transfer)) == (0, 0, [])
    assert not LedgerEntry.objects.filter(account__code__startswith="tax_").exists()


def test_sales_that_are_not_the_amount_are_refused() -> None:
    payee = household()
    transfer = sell(payee, NOON, [Sale("goods", 10_000)])
    before = state()
    for sales in ([Sale("goods", 9_999)], [Sale("goods", 20_000), Sale("service", -10_000)]):
        with pytest.raises(DomainError):
            create_transfer(intent_id=transfer.intent_id, amount=10_000, payee_id=payee.pk, reference="X", sales=sales)
    assert state() == before


class Partial(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(
        sales=st.lists(
            st.tuples(st.sampled_from(["goods", "service", "transport", "exempt"]), st.integers(1, 10**8)),
            min_size=1,
            max_size=4,
            unique_by=lambda sale: sale[0],
        ),
        cuts=st.lists(st.integers(1, 10**8), max_size=5),
        fee=st.integers(0, 10**3),
    )
    def test_last_partial_refund_reverses_all_that_is_left(self, sales, cuts, fee) -> None:
        payee = household()
        parts = [Sale(category, amount, "Khai báo 1" if category == "exempt" else "") for category, amount in sales]
        total = sum(part.amount for part in parts)
        transfer = sell(payee, NOON, parts, fee=min(fee, total // 2))
        for cut in cuts:
            left = total - transfer.reversed
            if cut < left:
                reverse_sale(transfer, NOON, cut)
                transfer.refresh_from_db()
                vat, pit = owed_to_state(payee)
                assert 0 <= vat <= transfer.vat
                assert 0 <= pit <= transfer.pit
        reverse_sale(transfer, NOON)
        assert owed_to_state(payee) == (0, 0)
        sums = [sum(values) for values in zip(*(row[1:] for row in taxes(transfer)), strict=True)]
        assert sums == [0, 0, 0]
        for check in (
            integrity.taxes.tax_entries_equal_transfers, integrity.taxes.tax_accounts_equal_entries,
            integrity.transfers.transfers_equal_ledger, integrity.transfers.owed_equals_history,
        ):  # fmt: skip
            assert check().problems == []
