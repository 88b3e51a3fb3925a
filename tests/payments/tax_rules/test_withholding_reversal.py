"""Tax is reversed with the returned goods: exempt with exempt, taxed with taxed, the remainder with the last part."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.errors import DomainError
from payments import integrity
from payments.connected_accounts.services.reverse_transfer import reverse_transfer
from payments.models import Transfer
from payments.tax_rules.withholding import Sale
from tests.payments.helpers import state
from tests.payments.tax.helpers import at, household, owed_to_state, reverse_sale, sell, taxes

pytestmark = pytest.mark.django_db
NOON = at(2026, 11, 22, 12)
MANGO, CANDY = Sale("exempt", 80_000, "Khai báo 12"), Sale("goods", 20_000)


@pytest.fixture
def mixed() -> Transfer:
    """80.000 of the household's own mangoes and 20.000 of candy: 200 + 100 withheld, of the candy alone."""
    transfer = sell(household(), NOON, [MANGO, CANDY])
    assert (transfer.vat, transfer.pit) == (200, 100)
    return transfer


def faults() -> list[str]:
    checks = (
        integrity.taxes.tax_entries_equal_transfers,
        integrity.taxes.tax_back_follows_the_goods,
        integrity.taxes.tax_accounts_equal_entries,
        integrity.transfers.transfers_equal_ledger,
        integrity.transfers.reversals_add_up,
        integrity.transfers.owed_equals_history,
    )
    return [problem for check in checks for problem in check().problems]


def test_exempt_goods_bring_no_tax_back(mixed) -> None:
    reversal = reverse_sale(mixed, NOON, 40_000, [Sale("exempt", 40_000, "Khai báo 12")])

    assert (reversal.vat, reversal.pit) == (0, 0)
    assert reversal.sales == [{"category": "exempt", "amount": 40_000, "evidence": "Khai báo 12"}]
    assert taxes(mixed)[2:] == [("exempt", -40_000, 0, 0)]
    assert owed_to_state(mixed.payee) == (200, 100)
    assert faults() == []


def test_taxed_goods_bring_all_of_theirs(mixed) -> None:
    reversal = reverse_sale(mixed, NOON, 20_000, [CANDY])

    assert (reversal.vat, reversal.pit) == (200, 100)
    assert owed_to_state(mixed.payee) == (0, 0)
    assert faults() == []


def test_nothing_named_is_all_in_proportion(mixed) -> None:
    reversal = reverse_sale(mixed, NOON, 50_000)

    assert (reversal.vat, reversal.pit, reversal.sales) == (100, 50, [])
    assert taxes(mixed)[2:] == [("exempt", -40_000, 0, 0), ("goods", -10_000, -100, -50)]
    assert faults() == []


def test_amount_above_a_lines_rest_is_reversed_from_other_lines(mixed) -> None:
    """Half went back in proportion; 20.000 of candy are named, of which 10.000 are left."""
    reverse_sale(mixed, NOON, 50_000)
    reversal = reverse_sale(mixed, NOON, 20_000, [CANDY])

    assert (reversal.vat, reversal.pit) == (100, 50)
    assert taxes(mixed)[4:] == [("exempt", -10_000, 0, 0), ("goods", -10_000, -100, -50)]
    assert faults() == []


def test_an_exemption_without_evidence_is_goods() -> None:
    transfer = sell(household(), NOON, [Sale("exempt", 10_000), MANGO])
    reversal = reverse_sale(transfer, NOON, 10_000, [Sale("exempt", 10_000)])
    assert (reversal.vat, reversal.pit) == (100, 50)
    assert faults() == []


@pytest.mark.parametrize("sales", [[Sale("goods", 19_999)], [Sale("goods", 30_000), Sale("exempt", -10_000, "A")]])
def test_parts_that_do_not_sum_to_the_amount_are_refused(mixed, sales) -> None:
    before = state()
    with pytest.raises(DomainError) as caught:
        reverse_transfer(transfer_id=mixed.pk, amount=20_000, sales=sales)
    assert (caught.value.code, state()) == ("SALES_INVALID", before)


class InAnyOrder(TestCase):
    @settings(max_examples=30, deadline=None)
    @given(
        amounts=st.tuples(*[st.integers(1, 10**7)] * 3),
        cuts=st.lists(
            st.tuples(st.sampled_from(["exempt", "goods", "service", None]), st.integers(1, 10**7)), max_size=5
        ),
    )
    def test_named_or_not_the_last_brings_every_line_to_zero(self, amounts, cuts) -> None:
        evidence = {"exempt": "Khai báo 12"}
        sold = dict(zip(("exempt", "goods", "service"), amounts, strict=True))
        transfer = sell(household(), NOON, [Sale(name, n, evidence.get(name, "")) for name, n in sold.items()])
        for name, cut in cuts:
            transfer.refresh_from_db()
            if cut < transfer.amount - transfer.reversed:
                reverse_sale(transfer, NOON, cut, [Sale(name, cut, evidence.get(name, ""))] if name else [])
                assert faults() == []
        reverse_sale(transfer, NOON)

        left = dict.fromkeys(sold, (0, 0, 0))
        for name, *row in taxes(transfer):
            left[name] = tuple(a + b for a, b in zip(left[name], row, strict=True))
        assert left == dict.fromkeys(sold, (0, 0, 0))
        assert owed_to_state(transfer.payee) == (0, 0)
        assert faults() == []
