"""Bank transfers agree with payments and with the ledger."""

from core.integrity import CheckResult, integrity_check
from payments.integrity.sql import count, rows
from payments.providers import methods_confirmed_by
from payments.providers.base import ConfirmedBy


@integrity_check("payments.transfers-pay-what-they-match")
def transfers_pay_what_they_match() -> CheckResult:
    """A matched transfer paid its attempt: succeeded, of that amount, into the collector's account.

    So did an accepted transfer; and an attempt that a feed confirmed has its transfer.
    """
    by_transfer = sorted(methods_confirmed_by(ConfirmedBy.BANK_TRANSFER))
    bad = rows(
        "SELECT t.id, t.amount, a.reference, a.status, a.amount FROM payments_banktransfer t "
        "JOIN payments_bankaccount b ON b.id = t.account_id "
        "LEFT JOIN payments_attempt a ON a.id = t.attempt_id LEFT JOIN payments_paymentintent i ON i.id = a.intent_id "
        "WHERE (t.state = 'matched' OR t.state = 'decided' AND t.decision LIKE 'accept:%%') "
        "AND (a.id IS NULL OR a.status <> 'succeeded' OR a.amount <> t.amount OR a.provider <> ALL(%s) "
        "  OR i.livemode <> t.livemode OR i.payee_id IS DISTINCT FROM b.payee_id) ORDER BY t.id",
        [by_transfer],
    )
    problems = [
        f"transfer {pk} of {sum_}: attempt {ref} is {status}, {amount}" for pk, sum_, ref, status, amount in bad
    ]
    bad = rows(
        "SELECT a.reference, a.confirmed_by FROM payments_attempt a "
        "WHERE a.provider = ANY(%s) AND a.status = 'succeeded' "
        "AND a.confirmed_by IN ('sepay', 'casso', 'payos', 'statement', 'operator') "
        "AND NOT EXISTS (SELECT 1 FROM payments_banktransfer t "
        "WHERE t.attempt_id = a.id AND t.state IN ('matched', 'decided')) ORDER BY a.id",
        [by_transfer],
    )
    problems += [f"{reference}: confirmed by {confirmed_by} without a transfer" for reference, confirmed_by in bad]
    return CheckResult(count("payments_banktransfer"), problems)


@integrity_check("payments.unmatched-lies-in-suspense")
def unmatched_lies_in_suspense() -> CheckResult:
    """In the operator's accounts: an undecided transfer is in suspense with its amount, a decided one is not.

    Money in payees' own accounts is never in our books.
    """
    bad = rows(
        "SELECT t.id, t.state, t.amount, coalesce(h.held, 0) FROM payments_banktransfer t "
        "JOIN payments_bankaccount b ON b.id = t.account_id "
        "LEFT JOIN (SELECT m.reason_ref, -sum(e.amount) held FROM payments_journalentry m "
        "  JOIN payments_ledgerentry e ON e.transaction_id = m.id JOIN payments_ledgeraccount a ON a.id = e.account_id "
        "  WHERE m.reason IN ('unmatched', 'unmatched_cleared') AND a.code = 'suspense' GROUP BY 1) h "
        "  ON h.reason_ref = t.id::text "
        "WHERE coalesce(h.held, 0) <> CASE WHEN t.state = 'unmatched' AND b.payee_id IS NULL THEN t.amount ELSE 0 END "
        "ORDER BY t.id"
    )
    problems = [f"transfer {pk} ({state}, {amount}): {held} in suspense" for pk, state, amount, held in bad]
    orphans = rows(
        "SELECT m.reason_ref FROM payments_journalentry m LEFT JOIN payments_banktransfer t "
        "ON t.id::text = m.reason_ref "
        "WHERE m.reason IN ('unmatched', 'unmatched_cleared') AND t.id IS NULL ORDER BY m.id"
    )
    problems += [f"{ref}: held, but there is no such transfer" for (ref,) in orphans]
    return CheckResult(count("payments_banktransfer"), problems)


@integrity_check("payments.transfers-were-told")
def transfers_were_reported() -> CheckResult:
    """Every transfer was reported by a feed of its account's owner."""
    bad = rows(
        "SELECT t.id FROM payments_banktransfer t WHERE NOT EXISTS (SELECT 1 FROM payments_banknotification n "
        "JOIN payments_bankfeed f ON f.id = n.feed_id JOIN payments_bankaccount of_feed ON of_feed.id = f.account_id "
        "JOIN payments_bankaccount b ON b.id = t.account_id "
        "WHERE n.transfer_id = t.id AND of_feed.payee_id IS NOT DISTINCT FROM b.payee_id) ORDER BY t.id"
    )
    return CheckResult(count("payments_banktransfer"), [f"transfer {pk}: nobody told it" for (pk,) in bad])
