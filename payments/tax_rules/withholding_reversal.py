"""The withheld tax that returns with a part of its transfer: of the named sales, else in proportion."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from payments.base.proportions import part
from payments.models import TaxEntry
from payments.tax_rules.withholding import Sale, proven

Key = tuple[str, str]  # category, evidence


@dataclass
class Line:
    """One kind of sale in a transfer: what was withheld of it, and what was returned so far (đồng)."""

    like: TaxEntry
    base: int = 0
    vat: int = 0
    pit: int = 0
    base_back: int = 0
    vat_back: int = 0
    pit_back: int = 0

    @property
    def left(self) -> int:
        return self.base - self.base_back


def reversed_entries(
    entries: Sequence[TaxEntry], amount: int, sales: Sequence[Sale], *, is_last: bool
) -> list[TaxEntry]:
    """The entries, unsaved, that take back the tax of the next `amount` đồng; `entries` are the transfer's so far.

    `sales` are what comes back, by the lines of the tax list: each takes from its own line as long as that lasts, and
    what they do not explain comes from all lines in proportion to what is left of them. Cumulative: whatever the
    parts, `is_last` brings every line exactly to zero.
    """
    lines = _lines(entries)
    now = {key: line.left for key, line in lines.items()} if is_last else _taken(lines, amount, sales)
    return [_entry(lines[key], taken) for key, taken in now.items() if taken or is_last]


def _lines(entries: Iterable[TaxEntry]) -> dict[Key, Line]:
    lines: dict[Key, Line] = {}
    for entry in entries:
        line = lines.setdefault((entry.category, entry.evidence), Line(entry))
        if entry.reversal_id is None:
            line.base, line.vat, line.pit = line.base + entry.base, line.vat + entry.vat, line.pit + entry.pit
        else:
            line.base_back -= entry.base
            line.vat_back -= entry.vat
            line.pit_back -= entry.pit
    return lines


def _taken(lines: Mapping[Key, Line], amount: int, sales: Sequence[Sale]) -> dict[Key, int]:
    """How much of the next `amount` đồng each line contributes."""
    named: dict[Key, int] = defaultdict(int)
    for sale in map(proven, sales):
        named[sale.category, sale.evidence[:200]] += sale.amount
    taken, rest = dict.fromkeys(lines, 0), amount
    for key, line in lines.items():
        taken[key] = min(named.get(key, 0), line.left, rest)
        rest -= taken[key]
    weights = {key: line.left - taken[key] for key, line in lines.items()}
    for key, share in _split(min(rest, sum(weights.values())), weights).items():
        taken[key] += share
    return taken


def _split(amount: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """Split `amount` by the weights, to the đồng, no part above its weight; it is at most their sum."""
    whole, done, shares = sum(weights.values()), 0, {}
    for key, weight in weights.items():
        shares[key] = part(amount, done + weight, whole) - part(amount, done, whole) if whole else 0
        done += weight
    return shares


def _entry(line: Line, base: int) -> TaxEntry:
    done = line.base_back + base
    return TaxEntry(
        payee_id=line.like.payee_id,
        transfer_id=line.like.transfer_id,
        category=line.like.category,
        rate_id=line.like.rate_id,
        base=-base,
        vat=-max(part(line.vat, done, line.base) - line.vat_back, 0),
        pit=-max(part(line.pit, done, line.base) - line.pit_back, 0),
        evidence=line.like.evidence,
        livemode=line.like.livemode,
    )
