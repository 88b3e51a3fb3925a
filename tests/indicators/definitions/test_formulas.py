"""Shares in basis points; none where the denominator is zero."""

import pytest

from indicators.definitions.formulas import share_of


@pytest.mark.parametrize(
    ("numerator", "denominator", "share"),
    [
        (4745, 5214, 9100),
        (1, 3, 3333),
        (2, 3, 6667),
        (1, 20_000, 1),  # half a basis point rounds up
        (0, 5, 0),
        (5, 5, 10_000),
        (0, 0, None),
        (3, None, None),
        (-1, 2, None),  # a refund of last month's sale in a month without such sales
        (3, 2, None),
        (1, -1, None),
    ],
)
def test_share_is_rounded_to_basis_points(numerator: int, denominator: int | None, share: int | None) -> None:
    assert share_of(numerator, denominator) == share
