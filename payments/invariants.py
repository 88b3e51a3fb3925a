"""What must be true of the books at any moment, recomputed from their rows."""

from django.db import connection

from core.verify import Finding, invariant


def _rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _count(table: str) -> int:
    return _rows(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 (a constant of this file)


@invariant("payments.ledger-sums-to-zero")
def ledger_sums_to_zero() -> Finding:
    """Every movement balances, in at least two entries."""
    bad = _rows(
        "SELECT t.id, coalesce(sum(e.amount), 0), count(e.id) FROM payments_ledgertransaction t "
        "LEFT JOIN payments_ledgerentry e ON e.transaction_id = t.id "
        "GROUP BY t.id HAVING coalesce(sum(e.amount), 0) <> 0 OR count(e.id) < 2 ORDER BY t.id"
    )
    problems = [f"ledger transaction {pk}: sum {total}, {sides} entries" for pk, total, sides in bad]
    return Finding(_count("payments_ledgertransaction"), problems)


@invariant("payments.modes-and-books-apart")
def modes_and_books_apart() -> Finding:
    """No movement mixes live and test money, or our books and the memo book."""
    bad = _rows(
        "SELECT t.id FROM payments_ledgertransaction t JOIN payments_ledgerentry e ON e.transaction_id = t.id "
        "JOIN payments_ledgeraccount a ON a.id = e.account_id LEFT JOIN payments_paymentintent i ON i.id = t.intent_id "
        "GROUP BY t.id HAVING count(DISTINCT a.book) > 1 OR bool_or(a.livemode <> t.livemode) "
        "OR bool_or(i.livemode <> t.livemode) ORDER BY t.id"
    )
    return Finding(_count("payments_ledgertransaction"), [f"ledger transaction {pk} mixes" for (pk,) in bad])


@invariant("payments.capture-equals-intent")
def capture_equals_intent() -> Finding:
    """An intent's money was taken once and whole if one of its attempts succeeded, and not at all otherwise.

    A succeeded intent has such an attempt; a cancelled one may (paid too late), and then its refund exists.
    """
    bad = _rows(
        "SELECT i.id, i.status, i.amount, coalesce(w.n, 0), coalesce(c.taken, 0), coalesce(r.sent, 0) "
        "FROM payments_paymentintent i "
        "LEFT JOIN (SELECT intent_id, count(*) n FROM payments_attempt WHERE status = 'succeeded' GROUP BY 1) w "
        "  ON w.intent_id = i.id "
        "LEFT JOIN (SELECT t.intent_id, -sum(e.amount) taken FROM payments_ledgertransaction t "
        "  JOIN payments_ledgerentry e ON e.transaction_id = t.id JOIN payments_ledgeraccount a ON a.id = e.account_id "
        "  WHERE t.cause = 'capture' AND a.code IN ('customer_funds', 'memo:sales') GROUP BY 1) c "
        "  ON c.intent_id = i.id "
        "LEFT JOIN (SELECT f.intent_id, sum(f.amount) sent FROM payments_refund f JOIN payments_attempt a "
        "  ON a.id = f.attempt_id WHERE a.status = 'succeeded' AND f.status <> 'failed' GROUP BY 1) r "
        "  ON r.intent_id = i.id "
        "WHERE (i.status = 'succeeded') > (coalesce(w.n, 0) = 1) "
        "OR coalesce(w.n, 0) > 1 "
        "OR coalesce(w.n, 0) = 1 AND i.status NOT IN ('succeeded', 'canceled') "
        "OR coalesce(c.taken, 0) <> i.amount * coalesce(w.n, 0) "
        "OR coalesce(w.n, 0) = 1 AND i.status = 'canceled' AND coalesce(r.sent, 0) <> i.amount ORDER BY i.id"
    )
    problems = [
        f"{pk} ({status}, {amount}): {wins} successful attempts, taken {taken}, sent back {sent}"
        for pk, status, amount, wins, taken, sent in bad
    ]
    return Finding(_count("payments_paymentintent"), problems)


@invariant("payments.surplus-goes-back")
def surplus_goes_back() -> Finding:
    """A second success lies in suspense with its whole amount, and its refund stands beside it."""
    bad = _rows(
        "SELECT s.reference, s.amount, coalesce(k.kept, 0), coalesce(r.sent, 0) FROM payments_attempt s "
        "LEFT JOIN (SELECT t.cause_ref, -sum(e.amount) kept FROM payments_ledgertransaction t "
        "  JOIN payments_ledgerentry e ON e.transaction_id = t.id JOIN payments_ledgeraccount a ON a.id = e.account_id "
        "  WHERE t.cause = 'surplus' AND a.code = 'suspense' GROUP BY 1) k ON k.cause_ref = s.reference "
        "LEFT JOIN (SELECT attempt_id, sum(amount) sent FROM payments_refund WHERE status <> 'failed' GROUP BY 1) r "
        "  ON r.attempt_id = s.id "
        "WHERE s.status = 'surplus' AND (coalesce(k.kept, 0) <> s.amount OR coalesce(r.sent, 0) <> s.amount) "
        "ORDER BY s.id"
    )
    problems = [f"{ref}: paid twice {amount}, kept {kept}, sent back {sent}" for ref, amount, kept, sent in bad]
    return Finding(_rows("SELECT count(*) FROM payments_attempt WHERE status = 'surplus'")[0][0], problems)


@invariant("payments.no-more-out-than-in")
def no_more_out_than_in() -> Finding:
    """Of every intent: what was allotted and what is on its way back never exceed what was taken."""
    bad = _rows(
        "SELECT t.intent_id, sum(e.amount) FROM payments_ledgerentry e "
        "JOIN payments_ledgertransaction t ON t.id = e.transaction_id "
        "JOIN payments_ledgeraccount a ON a.id = e.account_id "
        "WHERE a.code IN ('customer_funds', 'suspense') AND t.intent_id IS NOT NULL "
        "GROUP BY t.intent_id, a.code HAVING sum(e.amount) > 0 ORDER BY 1"
    )
    return Finding(_count("payments_paymentintent"), [f"{pk}: {over} đồng more out than in" for pk, over in bad])


@invariant("payments.transfers-equal-ledger")
def transfers_equal_ledger() -> Finding:
    """What the transfers say is owed to each payee is what the payee's accounts hold; and so is each transfer."""
    bad = _rows(
        "SELECT p.id, coalesce(s.owed, 0), coalesce(l.held, 0) FROM payments_payee p "
        "LEFT JOIN (SELECT payee_id, sum(amount - reversed - commission "
        "  + (2 * commission * reversed + amount) / (2 * amount)) owed FROM payments_transfer GROUP BY 1) s "
        "  ON s.payee_id = p.id "
        "LEFT JOIN (SELECT a.payee_id, -sum(e.amount) held FROM payments_ledgerentry e JOIN payments_ledgeraccount a "
        "  ON a.id = e.account_id WHERE a.code LIKE 'payee:%' GROUP BY 1) l ON l.payee_id = p.id "
        "WHERE coalesce(s.owed, 0) <> coalesce(l.held, 0) ORDER BY p.id"
    )
    problems = [f"{pk}: transfers say {owed}, the ledger {held}" for pk, owed, held in bad]
    bad = _rows(
        "SELECT f.id, f.amount, f.reversed, coalesce(m.given, 0), coalesce(m.back, 0) FROM payments_transfer f "
        "LEFT JOIN (SELECT t.intent_id, t.reference, sum(e.amount) FILTER (WHERE t.cause = 'transfer') given, "
        "  -sum(e.amount) FILTER (WHERE t.cause = 'transfer_reversal') back FROM payments_ledgertransaction t "
        "  JOIN payments_ledgerentry e ON e.transaction_id = t.id JOIN payments_ledgeraccount a ON a.id = e.account_id "
        "  WHERE t.cause IN ('transfer', 'transfer_reversal') AND a.code = 'customer_funds' GROUP BY 1, 2) m "
        "  ON m.intent_id = f.intent_id AND m.reference = f.reference "
        "WHERE coalesce(m.given, 0) <> f.amount OR coalesce(m.back, 0) <> f.reversed ORDER BY f.id"
    )
    problems += [f"{pk}: {a} allotted, {r} reversed; posted {given} and {back}" for pk, a, r, given, back in bad]
    return Finding(_count("payments_payee"), problems)


@invariant("payments.refunds-equal-ledger")
def refunds_equal_ledger() -> Finding:
    """Every refund was posted once, with its amount; nothing was posted as going back without one."""
    bad = _rows(
        "SELECT f.id, f.amount, coalesce(-sum(e.amount), 0) FROM payments_refund f "
        "LEFT JOIN payments_ledgertransaction t ON t.cause = 'refund' AND t.cause_ref = f.id "
        "LEFT JOIN payments_ledgerentry e ON e.transaction_id = t.id AND e.amount < 0 "
        "GROUP BY f.id HAVING coalesce(-sum(e.amount), 0) <> f.amount ORDER BY f.id"
    )
    problems = [f"{pk}: {amount} asked, {posted} posted" for pk, amount, posted in bad]
    stray = _rows(
        "SELECT t.cause_ref FROM payments_ledgertransaction t LEFT JOIN payments_refund f ON f.id = t.cause_ref "
        "WHERE t.cause = 'refund' AND f.id IS NULL ORDER BY t.id"
    )
    problems += [f"{ref}: posted, but there is no such refund" for (ref,) in stray]
    return Finding(_count("payments_refund"), problems)


@invariant("payments.review-has-attempt")
def review_has_attempt() -> Finding:
    """The review flag stands exactly where an attempt waits for a person."""
    bad = _rows(
        "SELECT i.id, i.review FROM payments_paymentintent i WHERE i.review <> EXISTS "
        "(SELECT 1 FROM payments_attempt a WHERE a.intent_id = i.id AND a.status = 'review') ORDER BY i.id"
    )
    return Finding(_count("payments_paymentintent"), [f"{pk}: review is {flag}" for pk, flag in bad])
