"""What `marketplace verify` recounts: facts against orders, facts against events, figures against their rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from core import clock
from core.integrity import CheckResult, integrity_check
from core.models import Delivery, Event
from indicators.areas import everywhere
from indicators.definitions.formulas import FORMULAS, WEIGHTS, aggregates
from indicators.facts.services.record_reversal import REFUND_HANDLER, SALE_HANDLER
from indicators.figures import queries as figures
from indicators.models import Channel, Fact, FactKind
from orders.models import ChargeStatus, Order, OrderStatus, PosSale, PosSaleStatus, Return, ReturnState

_TYPE_OF = {
    (Channel.ONLINE, FactKind.SALE): {"order.paid"},
    (Channel.ONLINE, FactKind.PARTIAL): {"order.refund_completed"},
    (Channel.ONLINE, FactKind.REVERSAL): {"order.refund_completed"},
    (Channel.POS, FactKind.SALE): {"pos_sale.paid"},
    (Channel.POS, FactKind.REVERSAL): {"pos_sale.voided"},
}
EVENTS_READ_LATER = frozenset[str]().union(*_TYPE_OF.values())  # those of a fact stay as long as the fact
_HANDLERS = (SALE_HANDLER, REFUND_HANDLER)
_COUNTED = (ChargeStatus.FULL, ChargeStatus.PARTLY_REFUNDED)
_POS_HANDLERS = ("indicators.record_pos_sale", "indicators.record_pos_reversal")


@integrity_check("indicators.facts-equal-paid-orders")
def facts_equal_paid_orders() -> CheckResult:
    """Each paid order has one sale of its amount. Its refunds are reversed in the month of the refund.

    An order that waits for its refund still counts.
    """
    pending = _orders_with_pending_events()
    facts = Fact.objects.filter(channel=Channel.ONLINE)
    sales = dict(facts.filter(kind=FactKind.SALE).values_list("order_ref", "amount"))
    reversals = dict(facts.filter(kind=FactKind.REVERSAL).values_list("order_ref", "amount"))
    back = dict(facts.exclude(kind=FactKind.SALE).values_list("order_ref").annotate(sum=-Sum("amount")).order_by())
    counted_months: dict[str, list[str]] = defaultdict(list)
    for code, month in facts.exclude(kind=FactKind.SALE).values_list("order_ref", "month"):
        counted_months[code].append(f"{month:%m/%Y}")
    paid = {str(e) for e in Event.objects.filter(type="order.paid").values_list("payload__order_id", flat=True)}
    problems = [f"reversal of {code} has no sale of its amount" for code in _unmatched(reversals, back, sales)]
    orders = Order.objects.filter(paid_at__isnull=False)
    refunded_at = _refund_moments(orders)
    known = set()
    columns = ("pk", "code", "total", "status", "charge_status", "returned_total")
    for pk, code, total, status, charge, returned in orders.values_list(*columns).iterator():
        order_id = str(pk)
        known.add(code)
        if order_id in pending:
            continue
        if (order_id in paid or charge in _COUNTED) and code not in sales:
            problems.append(f"paid order {code} has no fact")
        elif code in sales and sales[code] != total:
            problems.append(f"fact of {code} says {sales[code]}, the order {total}")
        if code not in sales:
            continue
        canceled = charge == ChargeStatus.REFUNDED and status != OrderStatus.FULFILLED
        refunded = total if canceled else returned
        if canceled and code not in reversals:
            problems.append(f"refunded order {code} has no reversal")
        elif back.get(code, 0) != refunded:
            problems.append(f"facts take back {back.get(code, 0)} of {code}, the order {refunded}")
        elif sorted(counted_months[code]) != _months_of(refunded_at[code]):
            months = " ".join(sorted(counted_months[code])), " ".join(_months_of(refunded_at[code]))
            problems.append(f"facts take {code} back in {months[0]}, its buyer had the money in {months[1]}")
    problems += [f"fact of {code} has no paid order" for code in sorted(sales.keys() - known)]
    return CheckResult(facts.count(), problems)


def _refund_moments(orders: QuerySet[Order]) -> dict[str, list[datetime]]:
    """When each order was refunded: its returns, or the cancelled order as a whole."""
    moments: dict[str, list[datetime]] = defaultdict(list)
    done = Return.objects.filter(state=ReturnState.DONE, ended_at__isnull=False)
    for code, at in done.values_list("order__code", "ended_at"):
        moments[code] += [at] if at else []
    whole = orders.exclude(status=OrderStatus.FULFILLED).filter(refunded_at__isnull=False)
    for code, at in whole.values_list("code", "refunded_at"):
        moments[code] += [at] if at else []
    return moments


def _months_of(moments: Iterable[datetime]) -> list[str]:
    return sorted(f"{clock.month_of(at):%m/%Y}" for at in moments)


@integrity_check("indicators.facts-equal-pos-sales")
def facts_equal_pos_sales() -> CheckResult:
    """The facts of POS sales equal the paid sales in amount and time; the reversals equal the voided ones."""
    waiting = _payload_values(Delivery.objects.filter(done_at=None, handler__in=_POS_HANDLERS), "sale_id")
    facts = Fact.objects.filter(channel=Channel.POS)
    sales = facts.filter(kind=FactKind.SALE).values_list("order_ref", "amount", "occurred_at")
    counted = {ref: (amount, at) for ref, amount, at in sales}
    reversals = dict(facts.filter(kind=FactKind.REVERSAL).values_list("order_ref", "amount"))
    paid = PosSale.objects.filter(paid_at__isnull=False).values_list("pk", "code", "amount", "paid_at", "status")
    problems, known, voided = [], set(), set()
    for pk, code, amount, at, status in paid.iterator():
        known.add(code)
        if status == PosSaleStatus.VOIDED:
            voided.add(code)
        if str(pk) in waiting:
            continue
        if counted.get(code) != (amount, at):
            problems.append(f"POS sale {code} of {amount}: its fact says {counted.get(code, ('nothing',))[0]}")
        if status == PosSaleStatus.VOIDED and reversals.get(code) != -amount:
            problems.append(f"POS sale {code} was voided: its reversal says {reversals.get(code, 'nothing')}")
    problems += [f"fact of {code} has no POS sale" for code in sorted(counted.keys() - known)]
    problems += [f"reversal of {code}, which was not undone" for code in sorted(reversals.keys() - voided)]
    return CheckResult(len(counted) + len(reversals), problems)


@integrity_check("indicators.each-fact-has-its-event")
def each_fact_has_its_event() -> CheckResult:
    """Each fact comes from an event of its kind about its own order or POS sale."""
    codes = {str(pk): code for pk, code in Order.objects.values_list("pk", "code")}
    codes |= {str(pk): code for pk, code in PosSale.objects.values_list("pk", "code")}
    rows = Event.objects.filter(type__in=set().union(*_TYPE_OF.values()))
    events = {
        pk: (kind, codes.get(str(order_id or sale_id)))
        for pk, kind, order_id, sale_id in rows.values_list("pk", "type", "payload__order_id", "payload__sale_id")
    }
    facts = Fact.objects.values_list("event_id", "channel", "kind", "order_ref")
    wrong = []
    for pk, channel, kind, ref in facts:
        event_type, about = events.get(pk, ("", None))
        if event_type not in _TYPE_OF.get((Channel(channel), FactKind(kind)), ()) or about != ref:
            wrong.append(f"{kind} {ref}: event {pk} is of another kind or order")
    return CheckResult(len(facts), wrong)


@integrity_check("indicators.figures-equal-their-rows")
def figures_equal_their_rows() -> CheckResult:
    """The sums of each commune and month equal a recount of their facts."""
    rows: dict[tuple[date, int], list[Fact]] = defaultdict(list)
    for fact in Fact.objects.iterator():
        rows[fact.month, fact.unit_id].append(fact)
    sums = figures.sums_by(figures.facts_of(everywhere()), "month", "unit")
    problems = []
    for key, facts in rows.items():
        counted = _recount(facts)
        for name in aggregates():
            if sums[key][name] != counted[name]:
                problems.append(f"{key[0]:%m/%Y}, unit {key[1]}, {name}: SQL {sums[key][name]}, rows {counted[name]}")
    return CheckResult(len(rows), problems)


def _recount(facts: Iterable[Fact]) -> Counter[str]:
    counted: Counter[str] = Counter()
    sellers: dict[str, set[int]] = defaultdict(set)
    for fact in facts:
        weights = {"sales": WEIGHTS[FactKind(fact.kind)], "dong": fact.amount}
        for name, formula in FORMULAS.items():
            if not formula.about.holds(fact):
                continue
            if formula.counts == "sellers":
                if formula.in_numerator(fact):
                    sellers[name].add(fact.seller_id)
                continue
            if formula.denominator is not None:
                counted[f"{name}_d"] += weights[formula.counts]
            if formula.in_numerator(fact):
                counted[f"{name}_n"] += weights[formula.counts]
    for name, ids in sellers.items():
        counted[f"{name}_n"] = len(ids)
    return counted


def _unmatched(reversals: Iterable[str], back: Mapping[str, int], sales: Mapping[str, int]) -> list[str]:
    """Sales whose reversals do not sum to zero, or of which more was refunded than sold."""
    whole = {code for code in reversals if sales.get(code) != back[code]}
    return sorted(whole | {code for code, sum in back.items() if sum > sales.get(code, 0)})


def _orders_with_pending_events() -> set[str]:
    return _payload_values(Delivery.objects.filter(done_at=None, handler__in=_HANDLERS), "order_id")


def _payload_values(deliveries: QuerySet[Delivery], name: str) -> set[str]:
    return {str(value) for value in deliveries.values_list(f"event__payload__{name}", flat=True)}
