"""Parts of a whole taken back bit by bit: cumulative, so that the last bit brings the rest exactly to zero."""


def part(whole: int, done: int, of: int) -> int:
    """The share of `whole` that belongs to the first `done` of `of` đồng, half up. part(whole, of, of) == whole."""
    return (2 * whole * done + of) // (2 * of)


def next_part(whole: int, before: int, now: int, of: int) -> int:
    """The share of `whole` that goes with the next `now` đồng after `before` have gone."""
    return part(whole, before + now, of) - part(whole, before, of)
