"""Money of intents: captured once and in full, and never more paid out than captured."""

from core.integrity import CheckResult, integrity_check
from payments.integrity.sql import count, rows


@integrity_check("payments.capture-equals-intent")
def capture_equals_intent() -> CheckResult:
    """An intent was captured once and in full if one of its attempts succeeded, and not at all otherwise.

    A succeeded intent has such an attempt. A cancelled one may have one (paid too late), and then it has a refund.
    """
    bad = rows(
        "SELECT i.id, i.status, i.amount, coalesce(w.n, 0), coalesce(c.taken, 0), coalesce(r.sent, 0) "
        "FROM payments_paymentintent i "
        "LEFT JOIN (SELECT intent_id, count(*) n FROM payments_attempt WHERE status = 'succeeded' GROUP BY 1) w "
        "  ON w.intent_id = i.id "
        "LEFT JOIN (SELECT t.intent_id, -sum(e.amount) taken FROM payments_journalentry t "
        "  JOIN payments_ledgerentry e ON e.transaction_id = t.id JOIN payments_ledgeraccount a ON a.id = e.account_id "
        "  WHERE t.reason = 'capture' AND a.code IN ('customer_funds', 'memo:sales') GROUP BY 1) c "
        "  ON c.intent_id = i.id "
        "LEFT JOIN (SELECT f.intent_id, sum(f.amount) sent FROM payments_refund f JOIN payments_attempt a "
        "  ON a.id = f.attempt_id WHERE a.status = 'succeeded' GROUP BY 1) r "
        "  ON r.intent_id = i.id "
        "WHERE (i.status = 'succeeded') > (coalesce(w.n, 0) = 1) "
        "OR coalesce(w.n, 0) > 1 "
        "OR coalesce(w.n, 0) = 1 AND i.status NOT IN ('succeeded', 'canceled') "
        "OR coalesce(c.taken, 0) <> i.amount * coalesce(w.n, 0) "
        "OR coalesce(w.n, 0) = 1 AND i.status = 'canceled' AND coalesce(r.sent, 0) < i.amount ORDER BY i.id"
    )
    problems = [
        f"{pk} ({status}, {amount}): {wins} successful attempts, taken {taken}, sent back {sent}"
        for pk, status, amount, wins, taken, sent in bad
    ]
    return CheckResult(count("payments_paymentintent"), problems)


@integrity_check("payments.duplicate-payments-are-refunded")
def duplicate_payments_are_refunded() -> CheckResult:
    """A second success is in suspense with its full amount, and has a refund."""
    bad = rows(
        "SELECT s.reference, s.amount, coalesce(k.kept, 0), coalesce(r.sent, 0) FROM payments_attempt s "
        "LEFT JOIN (SELECT t.reason_ref, -sum(e.amount) kept FROM payments_journalentry t "
        "  JOIN payments_ledgerentry e ON e.transaction_id = t.id JOIN payments_ledgeraccount a ON a.id = e.account_id "
        "  WHERE t.reason = 'duplicate_payment' AND a.code = 'suspense' GROUP BY 1) k ON k.reason_ref = s.reference "
        "LEFT JOIN (SELECT attempt_id, sum(amount) sent FROM payments_refund GROUP BY 1) r "
        "  ON r.attempt_id = s.id "
        "WHERE s.status = 'duplicate' AND (coalesce(k.kept, 0) <> s.amount OR coalesce(r.sent, 0) < s.amount) "
        "ORDER BY s.id"
    )
    problems = [f"{ref}: paid twice {amount}, kept {kept}, sent back {sent}" for ref, amount, kept, sent in bad]
    return CheckResult(rows("SELECT count(*) FROM payments_attempt WHERE status = 'duplicate'")[0][0], problems)


@integrity_check("payments.no-more-out-than-in")
def no_more_out_than_in() -> CheckResult:
    """Of an intent: transfers and refunds never exceed the captured amount.

    Of an attempt: refunds never exceed what it collected, also where a seller collected it outside of our accounts.
    """
    bad = rows(
        "SELECT t.intent_id, sum(e.amount) FROM payments_ledgerentry e "
        "JOIN payments_journalentry t ON t.id = e.transaction_id "
        "JOIN payments_ledgeraccount a ON a.id = e.account_id "
        "WHERE a.code IN ('customer_funds', 'suspense') AND t.intent_id IS NOT NULL "
        "GROUP BY t.intent_id, a.code HAVING sum(e.amount) > 0 ORDER BY 1"
    )
    problems = [f"{pk}: {over} đồng more out than in" for pk, over in bad]
    back = rows(
        "SELECT a.reference, a.amount, sum(r.amount) FROM payments_refund r "
        "JOIN payments_attempt a ON a.id = r.attempt_id WHERE r.status NOT IN ('failed', 'canceled') "
        "GROUP BY a.id HAVING sum(r.amount) > a.amount ORDER BY a.id"
    )
    problems += [f"{reference}: brought {amount}, {sent} goes back" for reference, amount, sent in back]
    return CheckResult(count("payments_paymentintent"), problems)


@integrity_check("payments.review-has-attempt")
def review_has_attempt() -> CheckResult:
    """The review flag is set exactly where an attempt is in review."""
    bad = rows(
        "SELECT i.id, i.review FROM payments_paymentintent i WHERE i.review <> EXISTS "
        "(SELECT 1 FROM payments_attempt a WHERE a.intent_id = i.id AND a.status = 'review') ORDER BY i.id"
    )
    return CheckResult(count("payments_paymentintent"), [f"{pk}: review is {flag}" for pk, flag in bad])


@integrity_check("payments.settled-attempt-is-a-charge")
def settled_attempt_is_a_charge() -> CheckResult:
    """A closed attempt is a charge with an id of its own; an open one has none."""
    bad = rows(
        "SELECT reference, status FROM payments_attempt WHERE (status IN ('succeeded', 'duplicate', 'failed')) "
        "AND charge_id IS NULL OR status = 'open' AND charge_id IS NOT NULL ORDER BY id"
    )
    return CheckResult(count("payments_attempt"), [f"{reference}: {status}" for reference, status in bad])
