"""The registry behind `python -m marketplace verify`: each room adds its invariants when Django is ready."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """What one check saw: how many things it looked at, and what is wrong in words (empty = all is well)."""

    checked: int
    problems: list[str] = field(default_factory=list)


Check = Callable[[], Finding]
_checks: dict[str, Check] = {}


def invariant(name: str) -> Callable[[Check], Check]:
    """Register a check under a name such as "catalog.stock-equals-movements"."""

    def register(check: Check) -> Check:
        if name in _checks:
            raise ValueError(f"invariant {name} is registered twice")
        _checks[name] = check
        return check

    return register


def run_all() -> Iterable[dict[str, object]]:
    """Each invariant recomputed from its rows: {invariant, checked, ok, details}, in name order."""
    for name in sorted(_checks):
        finding = _checks[name]()
        yield {
            "invariant": name,
            "checked": finding.checked,
            "ok": not finding.problems,
            "details": finding.problems[:50],
        }
