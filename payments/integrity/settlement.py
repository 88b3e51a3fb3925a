"""Settlement: what the files said came is what the books say came, and what VNPay still owes is what is left."""

from core.integrity import CheckResult, integrity_check
from payments.integrity.sql import count, rows

# `moved`: money came to the bank or left it, as the counterpart was settled or a person said where it goes.
_LINES = (
    "(SELECT l.file_id, l.kind, l.day, l.fee, l.settled, "
    "CASE l.kind WHEN 'refund' THEN -l.amount ELSE l.amount END came, "
    "CASE l.kind WHEN 'refund' THEN -r.amount ELSE a.amount END owed, "
    "(l.settled OR l.outcome IN ('suspense', 'loss', 'recover')) AND l.kind IN ('payment', 'refund') moved "
    "FROM payments_settlementline l LEFT JOIN payments_attempt a ON a.id = l.attempt_id "
    "LEFT JOIN payments_refund r ON r.id = l.refund_id) l"
)


@integrity_check("payments.settlements-equal-ledger")
def settlements_equal_ledger() -> CheckResult:
    """Of each day of each file: bank, fees and VNPay's debt moved by the sums of its lines, and by nothing else."""
    bad = rows(
        "SELECT coalesce(s.file, m.file), coalesce(s.day, m.day), s.bank, m.bank, s.fees, m.fees, s.owed, m.owed "  # noqa: S608
        "FROM (SELECT l.file_id::text file, l.day::text AS day, "
        "  coalesce(sum(l.came - l.fee) FILTER (WHERE l.moved), 0) bank, "
        "  coalesce(sum(l.fee) FILTER (WHERE l.moved), 0) fees, "
        "  coalesce(sum(l.owed) FILTER (WHERE l.settled), 0) owed "
        "  FROM " + _LINES + " GROUP BY 1, 2) s "
        "FULL JOIN (SELECT split_part(t.reason_ref, ':', 1) file, split_part(t.reason_ref, ':', 2) AS day, "
        "  coalesce(sum(e.amount) FILTER (WHERE a.code = 'bank'), 0) bank, "
        "  coalesce(sum(e.amount) FILTER (WHERE a.code = 'op:fees'), 0) fees, "
        "  -coalesce(sum(e.amount) FILTER (WHERE a.code = 'provider:vnpay'), 0) owed "
        "  FROM payments_journalentry t JOIN payments_ledgerentry e ON e.transaction_id = t.id "
        "  JOIN payments_ledgeraccount a ON a.id = e.account_id WHERE t.reason = 'settlement' GROUP BY 1, 2) m "
        "  ON m.file = s.file AND m.day = s.day "
        "WHERE (coalesce(s.bank, 0), coalesce(s.fees, 0), coalesce(s.owed, 0)) IS DISTINCT FROM "
        "  (coalesce(m.bank, 0), coalesce(m.fees, 0), coalesce(m.owed, 0)) ORDER BY 1, 2"
    )
    problems = [
        f"file {file}, {day}: lines say bank {b}, fees {f}, settled {o}; posted {pb}, {pf}, {po}"
        for file, day, b, pb, f, pf, o, po in bad
    ]
    return CheckResult(count("payments_settlementline"), problems)


@integrity_check("payments.settlements-arrive-once")
def settlements_arrive_once() -> CheckResult:
    """A transfer known as VNPay's is exactly what was posted to the bank for its days, in the operator's own account.

    Each day of a file is the money of one transfer at most, which the database holds itself.
    """
    bad = rows(
        "SELECT t.id, t.state, t.decision, t.amount, coalesce(a.sum, 0), coalesce(a.posted, 0) "
        "FROM payments_banktransfer t JOIN payments_bankaccount b ON b.id = t.account_id "
        "LEFT JOIN (SELECT r.transfer_id, sum(r.amount) sum, sum(m.posted) posted, bool_and(f.livemode) live, "
        "    bool_or(f.livemode) any_live FROM payments_settlementdeposit r "
        "  JOIN payments_importedfile f ON f.id = r.file_id "
        "  LEFT JOIN (SELECT split_part(t.reason_ref, ':', 1) file, split_part(t.reason_ref, ':', 2) AS day, "
        "      sum(e.amount) posted FROM payments_journalentry t JOIN payments_ledgerentry e "
        "      ON e.transaction_id = t.id JOIN payments_ledgeraccount a ON a.id = e.account_id "
        "      WHERE t.reason = 'settlement' AND a.code = 'bank' GROUP BY 1, 2) m "
        "    ON m.file = r.file_id::text AND m.day = r.day::text GROUP BY 1) a ON a.transfer_id = t.id "
        "WHERE (a.transfer_id IS NOT NULL) <> (t.state = 'decided' AND t.decision LIKE 'settlement:%') "
        "OR a.transfer_id IS NOT NULL AND ((a.sum, a.posted) IS DISTINCT FROM (t.amount::numeric, t.amount::numeric) "
        "  OR b.payee_id IS NOT NULL OR a.live <> t.livemode OR a.any_live <> t.livemode) ORDER BY t.id"
    )
    problems = [
        f"transfer {pk} ({state}, {decision!r}) of {amount}: days of {sum_}, posted {posted}"
        for pk, state, decision, amount, sum_, posted in bad
    ]
    return CheckResult(count("payments_settlementdeposit"), problems)


@integrity_check("payments.settled-is-ours")
def settled_is_ours() -> CheckResult:
    """Only a payment that was taken is settled, and a refund that succeeded and that no person had transferred."""
    bad = rows(
        "SELECT l.id, l.kind, coalesce(r.status, a.status, 'none') FROM payments_settlementline l "
        "LEFT JOIN payments_attempt a ON a.id = l.attempt_id LEFT JOIN payments_refund r ON r.id = l.refund_id "
        "WHERE l.settled AND (CASE l.kind WHEN 'refund' THEN r.status = 'succeeded' AND NOT r.by_hand "
        "WHEN 'payment' THEN a.status IN ('succeeded', 'duplicate') WHEN 'missing' THEN "
        "a.status IN ('succeeded', 'duplicate') ELSE false END) IS NOT TRUE ORDER BY l.id"
    )
    problems = [f"settlement line {pk} ({kind}) settles what is {status}" for pk, kind, status in bad]
    return CheckResult(count("payments_settlementline"), problems)


@integrity_check("payments.vnpay-owes-what-is-left")
def vnpay_owes_what_is_left() -> CheckResult:
    """What VNPay holds for us: payments taken, less what it refunded itself, less what its files settled."""
    bad = rows(
        "SELECT m.livemode, coalesce(h.held, 0), coalesce(t.taken, 0), coalesce(g.given, 0), coalesce(s.settled, 0) "  # noqa: S608
        "FROM (VALUES (true), (false)) m (livemode) "
        "LEFT JOIN (SELECT a.livemode, sum(e.amount) held FROM payments_ledgerentry e JOIN payments_ledgeraccount a "
        "  ON a.id = e.account_id WHERE a.code = 'provider:vnpay' GROUP BY 1) h ON h.livemode = m.livemode "
        "LEFT JOIN (SELECT i.livemode, sum(a.amount) taken FROM payments_attempt a JOIN payments_paymentintent i "
        "  ON i.id = a.intent_id WHERE a.provider = 'vnpay' AND a.status IN ('succeeded', 'duplicate') GROUP BY 1) t "
        "  ON t.livemode = m.livemode "
        "LEFT JOIN (SELECT r.livemode, sum(r.amount) given FROM payments_refund r JOIN payments_attempt a "
        "  ON a.id = r.attempt_id WHERE a.provider = 'vnpay' AND r.status = 'succeeded' AND NOT r.by_hand "
        "  GROUP BY 1) g "
        "  ON g.livemode = m.livemode "
        "LEFT JOIN (SELECT f.livemode, sum(l.owed) settled FROM " + _LINES + " "
        "  JOIN payments_importedfile f ON f.id = l.file_id WHERE l.settled GROUP BY 1) s ON s.livemode = m.livemode "
        "WHERE coalesce(h.held, 0) <> coalesce(t.taken, 0) - coalesce(g.given, 0) - coalesce(s.settled, 0)"
    )
    problems = [
        f"{'live' if live else 'test'}: VNPay holds {held}; taken {taken}, given back {given}, settled {settled}"
        for live, held, taken, given, settled in bad
    ]
    return CheckResult(count("payments_attempt"), problems)
