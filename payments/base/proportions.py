"""Proportional shares, computed cumulatively, so that the last part leaves a remainder of exactly zero."""


def part(whole: int, done: int, of: int) -> int:
    """The share of `whole` for the first `done` of `of` đồng, rounded half up. part(whole, of, of) == whole."""
    return (2 * whole * done + of) // (2 * of)


def next_part(whole: int, before: int, now: int, of: int) -> int:
    """The share of `whole` for the next `now` đồng, after `before` đồng are done."""
    return part(whole, before + now, of) - part(whole, before, of)
