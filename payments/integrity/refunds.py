"""Refunds: posted when created, and ended once, as their status says."""

from core.integrity import CheckResult, integrity_check
from payments.integrity.sql import count, rows


@integrity_check("payments.refunds-equal-ledger")
def refunds_equal_ledger() -> CheckResult:
    """A refund of money that the platform collected is posted once when created, and its end once.

    Money that a seller collected was never ours: only its return is written, in the memo book.
    """
    bad = rows(
        "SELECT f.id, i.collector, f.status, f.amount, p.refund, p.refund_settled, p.back FROM payments_refund f "
        "JOIN payments_paymentintent i ON i.id = f.intent_id LEFT JOIN (SELECT t.reason_ref, "
        "  coalesce(sum(e.amount) FILTER (WHERE t.reason = 'refund'), 0) refund, "
        "  coalesce(sum(e.amount) FILTER (WHERE t.reason = 'refund_settled'), 0) refund_settled, "
        "  coalesce(sum(e.amount) FILTER (WHERE t.reason IN ('refund_failed', 'refund_canceled')), 0) back "
        "  FROM payments_journalentry t JOIN payments_ledgerentry e ON e.transaction_id = t.id AND e.amount > 0 "
        "  WHERE t.reason LIKE 'refund%' GROUP BY 1) p ON p.reason_ref = f.id "
        "WHERE (coalesce(p.refund, 0), coalesce(p.refund_settled, 0), coalesce(p.back, 0)) IS DISTINCT FROM ("
        "  CASE WHEN i.collector = 'platform' THEN f.amount ELSE 0 END, "
        "  CASE WHEN f.status = 'succeeded' THEN f.amount ELSE 0 END, "
        "  CASE WHEN i.collector = 'platform' AND f.status IN ('failed', 'canceled') THEN f.amount "
        "  ELSE 0 END) ORDER BY f.id"
    )
    problems = [
        f"{pk} ({collector}, {status}, {amount}): posted {made}, ended {ended}, put back {back}"
        for pk, collector, status, amount, made, ended, back in bad
    ]
    orphans = rows(
        "SELECT t.reason_ref FROM payments_journalentry t LEFT JOIN payments_refund f ON f.id = t.reason_ref "
        "WHERE t.reason LIKE 'refund%' AND f.id IS NULL ORDER BY t.id"
    )
    problems += [f"{ref}: posted, but there is no such refund" for (ref,) in orphans]
    return CheckResult(count("payments_refund"), problems)
