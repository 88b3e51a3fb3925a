"""Money in integer đồng: exact shares, rounded percentages, and formatting."""

from collections.abc import Sequence

from django.utils.translation import pgettext

CURRENCY = "VND"
MAX_DONG = 2**53 - 1  # the largest integer that a JSON number holds exactly


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` đồng by `weights` (≥ 0, not all 0); the parts sum to `total` exactly.

    Largest remainder; ties go to the earlier part, so that the answer never depends on anything but its input.
    A negative total (a refund) is the mirror of the positive one. Raises ValueError on bad weights.
    """
    if not weights or any(weight < 0 for weight in weights) or sum(weights) == 0:
        raise ValueError("weights must be non-negative and not all zero")
    if total < 0:
        return [-part for part in apportion(-total, weights)]
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def share(amount: int, basis_points: int) -> int:
    """`basis_points` hundredths of a percent of `amount` đồng, half away from zero, in whole đồng."""
    magnitude = (abs(amount) * basis_points + 5_000) // 10_000
    return magnitude if amount >= 0 else -magnitude


def group(amount: int) -> str:
    """5214 → "5.214" ("5,214" in English), with a true minus sign."""
    sign = "−" if amount < 0 else ""
    return sign + f"{abs(amount):,}".replace(",", pgettext("between thousands", "."))


def format_dong(amount: int) -> str:
    """245000 → "245.000 đ", with a space that does not break."""
    return group(amount) + "\u00a0đ"
