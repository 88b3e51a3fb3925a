"""Finding the order of a refund's reference."""

import pytest

from orders.models import Order, Return
from orders.returns.references import order_code_of, reference_of


def test_reference_has_order_code_and_number() -> None:
    assert reference_of(Return(order=Order(code="7K2P-9DXM-4H"), number=2)) == "7K2P-9DXM-4H-T2"


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("7K2P-9DXM-4H-T1", "7K2P-9DXM-4H"),
        ("7K2P-9DXM-4H-T12/3", "7K2P-9DXM-4H"),
        ("7K2P-9DXM-4H", "7K2P-9DXM-4H"),
        ("7K2P-9DXM-T7", "7K2P-9DXM-T7"),  # an order whose code ends in the same way
        ("7K2P-9DXM-T7-T1", "7K2P-9DXM-T7"),
        ("po_T1", "po_T1"),
    ],
)
def test_order_code_is_read_from_a_reference(reference: str, code: str) -> None:
    assert order_code_of(reference) == code
