"""Payouts: each is posted as its status requires, has a destination, and was covered when created."""

from core.integrity import CheckResult, integrity_check
from payments.integrity.sql import count, rows


@integrity_check("payments.payouts-equal-ledger")
def payouts_equal_ledger() -> CheckResult:
    """Every payout was posted once with its amount, and so was its end; nothing was posted without a payout."""
    bad = rows(
        "WITH posted AS (SELECT t.reason_ref, string_agg(DISTINCT t.reason, '+' ORDER BY t.reason) causes, "
        "    coalesce(-sum(e.amount) FILTER (WHERE a.code = 'payouts_transit'), 0) transit, "
        "    coalesce(-sum(e.amount) FILTER (WHERE a.code = 'bank'), 0) bank, "
        "    coalesce(sum(e.amount) FILTER (WHERE a.code = 'payee:available'), 0) taken "
        "  FROM payments_journalentry t JOIN payments_ledgerentry e ON e.transaction_id = t.id "
        "  JOIN payments_ledgeraccount a ON a.id = e.account_id "
        "  WHERE t.reason IN ('payout', 'payout_cancel', 'payout_paid', 'payout_failure') GROUP BY 1) "
        "SELECT coalesce(p.id, b.reason_ref), p.status, p.amount, b.causes, b.transit, b.bank, b.taken "
        "FROM payments_payout p FULL JOIN posted b ON b.reason_ref = p.id "
        "WHERE p.id IS NULL OR b.reason_ref IS NULL OR (b.causes, b.transit, b.bank, b.taken) NOT IN ("
        "  SELECT s.causes, s.transit * p.amount, s.bank * p.amount, s.taken * p.amount FROM (VALUES "
        "    ('pending', 'payout', 1, 0, 1), ('in_transit', 'payout', 1, 0, 1), "
        "    ('canceled', 'payout+payout_cancel', 0, 0, 0), ('paid', 'payout+payout_paid', 0, 1, 1), "
        "    ('failed', 'payout+payout_failure', 0, 0, 0), "
        "    ('failed', 'payout+payout_failure+payout_paid', 0, 0, 0)"
        "  ) s(status, causes, transit, bank, taken) WHERE s.status = p.status) ORDER BY 1"
    )
    problems = [
        f"{pk} ({status}, {amount}): posted {causes or 'nothing'}, in transit {transit}, from the bank {bank}, "
        f"from the payee {taken}"
        for pk, status, amount, causes, transit, bank, taken in bad
    ]
    return CheckResult(count("payments_payout"), problems)


@integrity_check("payments.payouts-have-a-destination")
def payouts_have_a_destination() -> CheckResult:
    """Every payout has its bank account as it was when created."""
    bad = rows(
        "SELECT id FROM payments_payout WHERE bank_bin = '' OR bank_account_no = '' OR bank_account_name = '' "
        "OR code = '' ORDER BY id"
    )
    return CheckResult(count("payments_payout"), [f"{pk}: no bank account" for (pk,) in bad])


@integrity_check("payments.payouts-were-covered")
def payouts_were_covered() -> CheckResult:
    """After each payout the payee's available balance was not below zero: only a refund can make a debt.

    In the order of the journal entries: whoever reduces the balance locks the payee while writing.
    """
    bad = rows(
        "SELECT reason_ref, left_over FROM (SELECT t.reason, t.reason_ref, "
        "    -sum(e.amount) OVER (PARTITION BY a.id ORDER BY t.id, e.id) left_over "
        "  FROM payments_ledgerentry e JOIN payments_journalentry t ON t.id = e.transaction_id "
        "  JOIN payments_ledgeraccount a ON a.id = e.account_id WHERE a.code = 'payee:available') told "
        "WHERE reason = 'payout' AND left_over < 0 ORDER BY reason_ref"
    )
    return CheckResult(count("payments_payout"), [f"{pk}: left the balance at {over}" for pk, over in bad])
