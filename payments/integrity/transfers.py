"""Transfers: posted and reversed to the đồng, and owed until paid out."""

from core.integrity import CheckResult, integrity_check
from payments.integrity.sql import count, rows


@integrity_check("payments.transfers-equal-ledger")
def transfers_equal_ledger() -> CheckResult:
    """Each transfer and each reversal is posted once, with its amount, commission and tax."""
    bad = rows(
        "SELECT x.id, x.amount, x.commission, x.vat, x.pit, p.funds, p.commission, p.vat, p.pit FROM "
        "(SELECT id, 'transfer' reason, amount, commission, vat, pit FROM payments_transfer UNION ALL "
        " SELECT id, 'transfer_reversal', -amount, -commission, -vat, -pit FROM payments_transferreversal) x "
        "LEFT JOIN (SELECT t.reason, t.reason_ref, coalesce(sum(e.amount) FILTER (WHERE a.code = "
        "  'customer_funds'), 0) funds, "
        "  -coalesce(sum(e.amount) FILTER (WHERE a.code = 'op:commission'), 0) commission, "
        "  -coalesce(sum(e.amount) FILTER (WHERE a.code = 'tax_vat:payee'), 0) vat, "
        "  -coalesce(sum(e.amount) FILTER (WHERE a.code = 'tax_pit:payee'), 0) pit "
        "  FROM payments_journalentry t JOIN payments_ledgerentry e ON e.transaction_id = t.id "
        "  JOIN payments_ledgeraccount a ON a.id = e.account_id "
        "  WHERE t.reason IN ('transfer', 'transfer_reversal') GROUP BY 1, 2) p ON p.reason = x.reason "
        "  AND p.reason_ref = x.id "
        "WHERE (x.amount, x.commission, x.vat, x.pit) IS DISTINCT FROM (p.funds, p.commission, "
        "  p.vat, p.pit) ORDER BY x.id"
    )
    problems = [f"{pk}: is {figures[:4]}, posted {figures[4:]} (amount, commission, vat, pit)" for pk, *figures in bad]
    orphans = rows(
        "SELECT t.reason_ref FROM payments_journalentry t WHERE t.reason = 'transfer' AND NOT EXISTS "
        "(SELECT 1 FROM payments_transfer f WHERE f.id = t.reason_ref) "
        "OR t.reason = 'transfer_reversal' AND NOT EXISTS "
        "(SELECT 1 FROM payments_transferreversal r WHERE r.id = t.reason_ref) ORDER BY t.id"
    )
    problems += [f"{ref}: posted, but there is no such transfer or reversal" for (ref,) in orphans]
    return CheckResult(count("payments_transfer"), problems)


@integrity_check("payments.reversals-add-up")
def reversals_add_up() -> CheckResult:
    """A transfer's reversed amounts are the sums of its reversals."""
    bad = rows(
        "SELECT f.id, f.reversed, f.commission_reversed, f.vat_reversed, f.pit_reversed, coalesce(sum(r.amount), 0), "
        "  coalesce(sum(r.commission), 0), coalesce(sum(r.vat), 0), coalesce(sum(r.pit), 0) FROM payments_transfer f "
        "LEFT JOIN payments_transferreversal r ON r.transfer_id = f.id GROUP BY f.id HAVING "
        "(f.reversed, f.commission_reversed, f.vat_reversed, f.pit_reversed) IS DISTINCT FROM "
        "  (coalesce(sum(r.amount), 0), "
        "  coalesce(sum(r.commission), 0), coalesce(sum(r.vat), 0), coalesce(sum(r.pit), 0)) ORDER BY f.id"
    )
    problems = [f"{pk}: counts {figures[:4]}, its reversals {figures[4:]}" for pk, *figures in bad]
    return CheckResult(count("payments_transfer"), problems)


@integrity_check("payments.owed-equals-history")
def owed_equals_history() -> CheckResult:
    """A payee's pending and available balance is the rest of its transfers, less its payouts."""
    bad = rows(
        "WITH owed AS (SELECT payee_id, released_at IS NOT NULL released, sum(amount - commission - vat - pit "
        "    - reversed + commission_reversed + vat_reversed + pit_reversed) owed FROM "
        "  payments_transfer GROUP BY 1, 2), "
        "sent AS (SELECT payee_id, sum(amount) sent FROM payments_payout WHERE status IN ('pending', "
        "  'in_transit', 'paid') "
        "    GROUP BY 1), "
        "held AS (SELECT a.payee_id, -coalesce(sum(e.amount) FILTER (WHERE a.code = 'payee:pending'), 0) pending, "
        "    -coalesce(sum(e.amount) FILTER (WHERE a.code = 'payee:available'), 0) available FROM "
        "  payments_ledgerentry e "
        "    JOIN payments_ledgeraccount a ON a.id = e.account_id WHERE a.code LIKE 'payee:%' GROUP BY 1) "
        "SELECT p.id, coalesce(w.owed, 0), coalesce(r.owed, 0) - coalesce(s.sent, 0), coalesce(h.pending, 0), "
        "  coalesce(h.available, 0) FROM payments_payee p LEFT JOIN owed w ON w.payee_id = p.id AND NOT w.released "
        "LEFT JOIN owed r ON r.payee_id = p.id AND r.released LEFT JOIN sent s ON s.payee_id = p.id "
        "LEFT JOIN held h ON h.payee_id = p.id WHERE coalesce(w.owed, 0) <> coalesce(h.pending, 0) "
        "OR coalesce(r.owed, 0) - coalesce(s.sent, 0) <> coalesce(h.available, 0) ORDER BY p.id"
    )
    problems = [f"{pk}: history has {sums[:2]}, the ledger {sums[2:]} (pending, available)" for pk, *sums in bad]
    return CheckResult(count("payments_payee"), problems)
