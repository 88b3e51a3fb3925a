"""An order's tax lines: frozen when placed, summed by category, adding up to its total."""

from datetime import date

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import ProduceDeclaration, Product
from catalog.produce_declarations.services.refuse_declaration import refuse_declaration
from catalog.produce_declarations.services.submit_declaration import submit_declaration
from catalog.produce_declarations.services.verify_declaration import verify_declaration
from orders.fulfilment.services.confirm_order import confirm_order
from orders.models import Order, OrderLine
from orders.tax_lines import sales_of
from payments.connected_accounts.services.update_payee import update_payee
from payments.models import LedgerEntry, TaxEntry, Transfer
from payments.sdk import Sale
from tests.factories import make_officer, make_product
from tests.orders.helpers import ipn, place, ready_cart, refused_transition, start

pytestmark = pytest.mark.django_db


def taxes() -> list[tuple]:
    return list(TaxEntry.objects.order_by("pk").values_list("category", "base", "vat", "pit", "evidence"))


def accepted(product: Product) -> ProduceDeclaration:
    declaration = submit_declaration(product_id=product.pk, evidence="Sổ vườn 2026", actor=None)
    return verify_declaration(declaration_id=declaration.pk, actor=make_officer("operator"))


def paid_order(cart, run_events) -> Order:
    checkout_id = ready_cart(cart)
    order = place(checkout_id).orders[0]
    ipn(start(checkout_id))
    run_events()
    return order


def test_household_order_is_taxed_by_category(market, run_events) -> None:
    """80.000 of manufacture and 25.000 of shipping at 3 % and 1.5 %; 60.000 of goods at 1 % and 0.5 %."""
    Product.objects.filter(pk=market.lotus.product_id).update(tax_category="manufacture")
    fruit = make_product(seller=market.household, name="Ổi", price=60_000)
    order = paid_order([(market.lotus, 1), (fruit, 1)], run_events)
    assert order.shipping_total == order.total - 140_000 > 0

    confirm_order(order_id=order.pk, actor=market.household_owner)

    carried = 80_000 + order.shipping_total
    assert taxes() == [
        ("goods", 60_000, 600, 300, ""),
        ("transport", carried, carried * 3 // 100, carried * 15 // 1000, ""),
    ]
    transfer = Transfer.objects.get()
    assert (transfer.amount, transfer.vat, transfer.pit) == (
        order.total,
        600 + carried * 3 // 100,
        300 + carried * 15 // 1000,
    )


def test_own_produce_is_exempt_by_the_evidence_of_the_order_date(market, run_events) -> None:
    declaration = accepted(market.lotus.product)
    order = paid_order([(market.lotus, 1)], run_events)
    refuse_declaration(declaration_id=declaration.pk, actor=make_officer("operator"), reason="Xác minh nhầm")

    confirm_order(order_id=order.pk, actor=market.household_owner)

    line = order.lines.get()
    assert (line.tax_category, line.tax_evidence) == ("exempt", taxes()[0][4])
    assert line.tax_evidence.startswith(f"Khai báo {declaration.pk}, xác minh ")
    assert taxes()[0][:4] == ("exempt", 80_000, 0, 0)
    assert taxes()[1][0] == "transport"
    assert paid_order([(market.lotus, 1)], run_events).lines.get().tax_category == "goods"


def test_unreviewed_declaration_exempts_nothing(market, run_events) -> None:
    submit_declaration(product_id=market.lotus.product_id, evidence="Sổ vườn 2026", actor=None)
    order = paid_order([(market.lotus, 1)], run_events)
    confirm_order(order_id=order.pk, actor=market.household_owner)
    assert taxes()[0] == ("goods", 80_000, 800, 400, "")


def test_nothing_is_withheld_from_a_cooperative(market, run_events) -> None:
    order = paid_order([(market.mango, 2)], run_events)
    confirm_order(order_id=order.pk, actor=market.manager)
    assert taxes() == []
    assert not LedgerEntry.objects.filter(account__code__startswith="tax_").exists()


@given(
    parts=st.lists(
        st.tuples(
            st.sampled_from(["goods", "service", "manufacture", "exempt"]),
            st.sampled_from(["Khai báo 1", "Khai báo 2"]),
            st.integers(1, 10**9),
        ),
        min_size=1,
        max_size=8,
    ),
    shipping=st.integers(0, 10**6),
)
def test_taxed_amounts_add_up_to_the_order_total(parts, shipping) -> None:
    class Lines:
        def order_by(self, _field):
            return self

        def values_list(self, *_fields):
            return parts

    class Fake:
        lines = Lines()
        shipping_total = shipping

    sales = sales_of(Fake())
    assert sum(sale.amount for sale in sales) == sum(total for *_x, total in parts) + shipping
    assert all(sale.amount > 0 for sale in sales)
    assert {sale.category for sale in sales} <= {"goods", "service", "transport", "exempt"}
    assert all(bool(sale.evidence) == (sale.category == "exempt") for sale in sales)
    assert len({(sale.category, sale.evidence) for sale in sales}) == len(sales)


def test_lines_of_different_evidence_are_separate(market, run_events) -> None:
    order = paid_order([(market.lotus, 1)], run_events)
    line = order.lines.get()
    OrderLine.objects.filter(pk=line.pk).update(tax_category="exempt", tax_evidence="Khai báo 7")
    other = make_product(seller=market.household, price=1_000)
    OrderLine.objects.create(
        order=order, variant=other, product_name="Ổi", variant_name="Túi", unit_price=1_000, quantity=3, total=3_000,
        tax_category="exempt", tax_evidence="Khai báo 9",
    )  # fmt: skip
    assert sales_of(order) == [
        Sale("exempt", 80_000, "Khai báo 7"),
        Sale("exempt", 3_000, "Khai báo 9"),
        Sale("transport", order.shipping_total),
    ]


def test_production_order_needs_a_signed_contract(market) -> None:
    checkout_id = ready_cart([(market.lotus, 1)])
    with override_settings(PRODUCTION=True):
        error = refused_transition(place, checkout_id=checkout_id)
        assert error.code == "PAYMENT_METHOD_NOT_APPLICABLE"
        assert "Hộ mẫu Sen chưa ký hợp đồng" in str(error.message)
        assert not Order.objects.exists()
        update_payee(
            payee_id=market.household.payee_ref, agency_contract="HĐ 12/2026", agency_contract_on=date(2026, 6, 3)
        )
        assert place(checkout_id).orders[0].seller == market.household
