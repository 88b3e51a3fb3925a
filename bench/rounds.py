"""Rounds: what is compared is measured alternately; the figure is the median, its spread tells how much to trust it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

NOISY = 0.10  # a spread above this is said, after the row was repeated


@dataclass(frozen=True)
class Outcome:
    """A row's figure with its bar. `spread` is relative, 0 where the figure is counted."""

    name: str
    figure: float
    bar: float
    spread: float = 0.0
    at_most: bool = False  # the bar is an upper bound
    unit: str = "×"
    note: str = ""

    @property
    def failed(self) -> bool:
        """Whether the figure misses its bar by more than its spread."""
        margin = self.bar * self.spread
        return self.figure > self.bar + margin if self.at_most else self.figure < self.bar - margin

    def line(self) -> str:
        sign = "≤" if self.at_most else "≥"
        spread = f"±{self.spread:.0%}" if self.spread else ""
        noisy = " noisy" if self.spread > NOISY else ""
        verdict = "FAILED" if self.failed else "ok"
        return (
            f"{self.name:44}{self.figure:>10.4g} {self.unit:3}{spread:>6}   {sign} {self.bar:<7g}{verdict:7}"
            f"{noisy} {self.note}".rstrip()
        )


@dataclass(frozen=True)
class Rounds:
    """How often and how long a row is measured."""

    count: int = 5
    seconds: float = 2.0
    figures: dict[str, float] = field(default_factory=dict)  # figures that several rows need


def ratio(name: str, bar: float, plan: Rounds, ours: Callable[[], float], other: Callable[[], float]) -> Outcome:
    """The ratio of two rates, each round's own; the row is repeated once where its spread is above NOISY."""
    for attempt in range(2):
        pairs = [(ours(), other()) for _ in range(plan.count)]
        ratios = [mine / its for mine, its in pairs]
        if (half := spread(ratios)) <= NOISY or plan.count < 3:
            break
        if attempt == 0:
            print(f"{name}: spread {half:.0%}, repeated", flush=True)
    rates = f"{median(mine for mine, _ in pairs):.4g}/s of {median(its for _, its in pairs):.4g}/s"
    return Outcome(name, median(ratios), bar, half, note=rates)


def spread(figures: Sequence[float]) -> float:
    """Half of the range of the middle figures (the best and the worst left out of five or more), over the median."""
    ordered = sorted(figures)
    middle = ordered[1:-1] if len(ordered) >= 5 else ordered
    return (middle[-1] - middle[0]) / 2 / median(ordered)
