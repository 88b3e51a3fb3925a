"""What `marketplace verify` recounts: facts against orders, facts against events, figures against their rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from core.models import Delivery, Event
from core.verify import Finding, invariant
from indicators import measures
from indicators.areas import everywhere
from indicators.formulas import FORMULAS
from indicators.models import Fact, FactKind
from orders.models import ChargeStatus, Order

_TYPE_OF = {FactKind.SALE: "order.paid", FactKind.REVERSAL: "order.refunded"}
_HANDLERS = ("indicators.record_sale", "indicators.record_reversal")


@invariant("indicators.facts-equal-paid-orders")
def facts_equal_paid_orders() -> Finding:
    """As many sales, of the same sum, as orders that were paid; a reversal for each of them that was refunded."""
    waiting = _orders_on_their_way()
    sales = dict(Fact.objects.filter(kind=FactKind.SALE).values_list("order_ref", "amount"))
    reversals = dict(Fact.objects.filter(kind=FactKind.REVERSAL).values_list("order_ref", "amount"))
    told = {str(e) for e in Event.objects.filter(type="order.paid").values_list("payload__order_id", flat=True)}
    refunded = {str(e) for e in Event.objects.filter(type="order.refunded").values_list("payload__order_id", flat=True)}
    problems = [f"reversal of {code} has no sale of its amount" for code in _unmatched(reversals, sales)]
    orders = Order.objects.filter(paid_at__isnull=False).values_list("pk", "code", "total", "charge_status")
    known = set()
    for pk, code, total, charge in orders.iterator():
        order_id = str(pk)
        known.add(code)
        if order_id in waiting:
            continue
        if (order_id in told or charge == ChargeStatus.FULL) and code not in sales:
            problems.append(f"paid order {code} has no fact")
        elif code in sales and sales[code] != total:
            problems.append(f"fact of {code} says {sales[code]}, the order {total}")
        if order_id in refunded and code in sales and code not in reversals:
            problems.append(f"refunded order {code} has no reversal")
    problems += [f"fact of {code} has no paid order" for code in sorted(sales.keys() - known)]
    return Finding(len(sales) + len(reversals), problems)


@invariant("indicators.each-fact-has-its-event")
def each_fact_has_its_event() -> Finding:
    """Each fact was told by an event of its kind about its own order."""
    codes = {str(pk): code for pk, code in Order.objects.values_list("pk", "code")}
    events = {
        pk: (kind, codes.get(str(order_id)))
        for pk, kind, order_id in Event.objects.filter(type__in=_TYPE_OF.values()).values_list(
            "pk", "type", "payload__order_id"
        )
    }
    facts = Fact.objects.values_list("event_id", "kind", "order_ref")
    wrong = [
        f"{kind} {ref}: event {pk} does not tell it"
        for pk, kind, ref in facts
        if events.get(pk) != (_TYPE_OF[FactKind(kind)], ref)
    ]
    return Finding(len(facts), wrong)


@invariant("indicators.figures-equal-their-rows")
def figures_equal_their_rows() -> Finding:
    """Each commune's and month's sums, recounted row by row by the formulas' own rule for one fact."""
    rows: dict[tuple[date, int], list[Fact]] = defaultdict(list)
    for fact in Fact.objects.iterator():
        rows[fact.month, fact.unit_id].append(fact)
    sums = measures.sums_by(measures.facts_of(everywhere()), "month", "unit")
    problems = []
    for key, facts in rows.items():
        for name, recounted in _recount(facts).items():
            if sums[key][name] != recounted:
                problems.append(f"{key[0]:%m/%Y}, unit {key[1]}, {name}: SQL {sums[key][name]}, rows {recounted}")
    return Finding(len(rows), problems)


def _recount(facts: Iterable[Fact]) -> Counter[str]:
    counted: Counter[str] = Counter()
    sellers = set()
    for fact in facts:
        sign = 1 if fact.kind == FactKind.SALE else -1
        counted["cashless_count_d"] += sign
        counted["cashless_value_d"] += fact.amount
        if FORMULAS["cashless_count"].in_numerator(fact):
            counted["cashless_count_n"] += sign
        if FORMULAS["cashless_value"].in_numerator(fact):
            counted["cashless_value_n"] += fact.amount
        if FORMULAS["online_value"].in_numerator(fact):
            counted["online_value_n"] += fact.amount
        if FORMULAS["active_sellers"].in_numerator(fact):
            sellers.add(fact.seller_id)
    counted["active_sellers_n"] = len(sellers)
    return counted


def _unmatched(reversals: dict[str, int], sales: dict[str, int]) -> list[str]:
    return sorted(code for code, amount in reversals.items() if sales.get(code) != -amount)


def _orders_on_their_way() -> set[str]:
    waiting = Delivery.objects.filter(done_at=None, handler__in=_HANDLERS)
    return {str(order_id) for order_id in waiting.values_list("event__payload__order_id", flat=True)}
