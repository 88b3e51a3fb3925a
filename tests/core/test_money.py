"""Money: shares add up, percentages round half away from zero, typed amounts are parsed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import apportion, format_dong, share


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (528_000, [245_000, 240_000], [266_722, 261_278]),
        (1, [5, 5], [1, 0]),
        (0, [3, 4], [0, 0]),
        (10, [0, 1], [0, 10]),
        (-100, [1, 1, 1], [-34, -33, -33]),
    ],
)
def test_amount_is_apportioned_by_weights(total: int, weights: list[int], parts: list[int]) -> None:
    assert apportion(total, weights) == parts


@given(
    st.integers(-(10**15), 10**15),
    st.lists(st.integers(0, 10**12), min_size=1, max_size=30).filter(any),
)
def test_apportioned_parts_add_up(total: int, weights: list[int]) -> None:
    parts = apportion(total, weights)
    assert sum(parts) == total
    assert all(
        abs(part * sum(weights) - total * weight) < sum(weights) for part, weight in zip(parts, weights, strict=True)
    )


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_apportion_refuses_bad_weights(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        apportion(100, weights)


@pytest.mark.parametrize(
    ("amount", "basis_points", "expected"),
    [(100_000, 150, 1_500), (1, 5_000, 1), (3, 5_000, 2), (-3, 5_000, -2), (99, 50, 0), (0, 9_999, 0), (101, 50, 1)],
)
def test_share_is_rounded(amount: int, basis_points: int, expected: int) -> None:
    assert share(amount, basis_points) == expected


@pytest.mark.parametrize(
    ("amount", "text"), [(245_000, "245.000\u00a0đ"), (0, "0\u00a0đ"), (-1_500, "−1.500\u00a0đ"), (999, "999\u00a0đ")]
)
def test_format_dong(amount: int, text: str) -> None:
    assert format_dong(amount) == text
