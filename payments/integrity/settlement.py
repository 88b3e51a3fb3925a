"""Settlement: the files agree with the books, and what VNPay still owes is the rest."""

from core.integrity import CheckResult, integrity_check
from payments.integrity.sql import count, rows
from payments.providers import codes, provider

# `moved`: money came to the bank or left it: the counterpart was settled, or a person chose an account.
_LINES = (
    "(SELECT l.file_id, l.kind, l.day, l.fee, l.settled, "
    "CASE l.kind WHEN 'refund' THEN -l.amount ELSE l.amount END came, "
    "CASE l.kind WHEN 'refund' THEN -r.amount ELSE a.amount END owed, "
    "(l.settled OR l.outcome IN ('suspense', 'loss', 'recover')) AND l.kind IN ('payment', 'refund') moved, p.provider "
    "FROM payments_settlementline l LEFT JOIN payments_attempt a ON a.id = l.attempt_id "
    "LEFT JOIN payments_refund r ON r.id = l.refund_id "
    "LEFT JOIN payments_attempt p ON p.id = coalesce(l.attempt_id, r.attempt_id)) l"
)


@integrity_check("payments.settlements-equal-ledger")
def settlements_equal_ledger() -> CheckResult:
    """For each day of each file: bank, fees and VNPay's debt changed by the sums of its lines, and by nothing else."""
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
    """Only a captured payment is settled, or a refund that succeeded and was not transferred by a person."""
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
def providers_owe_what_is_left() -> CheckResult:
    """What each provider holds for us: captured payments, less its refunds, less its settled lines."""
    holding = [provider(code) for code in codes() if provider(code).settlement_account]
    bad = rows(
        "SELECT c.code, m.livemode, coalesce(h.held, 0), coalesce(t.taken, 0), coalesce(g.refunded, 0), "  # noqa: S608
        "  coalesce(s.settled, 0) "
        "FROM (VALUES (true), (false)) m (livemode) "
        "CROSS JOIN unnest(%s::text[], %s::text[]) c (code, account) "
        "LEFT JOIN (SELECT a.code, a.livemode, sum(e.amount) held FROM payments_ledgerentry e "
        "  JOIN payments_ledgeraccount a ON a.id = e.account_id GROUP BY 1, 2) h "
        "  ON h.code = c.account AND h.livemode = m.livemode "
        "LEFT JOIN (SELECT a.provider, i.livemode, sum(a.amount) taken FROM payments_attempt a "
        "  JOIN payments_paymentintent i ON i.id = a.intent_id WHERE a.status IN ('succeeded', 'duplicate') "
        "  GROUP BY 1, 2) t ON t.provider = c.code AND t.livemode = m.livemode "
        "LEFT JOIN (SELECT a.provider, r.livemode, sum(r.amount) refunded FROM payments_refund r "
        "  JOIN payments_attempt a ON a.id = r.attempt_id WHERE r.status = 'succeeded' AND NOT r.by_hand "
        "  GROUP BY 1, 2) g ON g.provider = c.code AND g.livemode = m.livemode "
        "LEFT JOIN (SELECT l.provider, f.livemode, sum(l.owed) settled FROM " + _LINES + " "
        "  JOIN payments_importedfile f ON f.id = l.file_id WHERE l.settled GROUP BY 1, 2) s "
        "  ON s.provider = c.code AND s.livemode = m.livemode "
        "WHERE coalesce(h.held, 0) <> coalesce(t.taken, 0) - coalesce(g.refunded, 0) - coalesce(s.settled, 0) "
        "ORDER BY 1, 2",
        [[one.code for one in holding], [one.settlement_account for one in holding]],
    )
    problems = [
        f"{'live' if live else 'test'}: {provider(code).label} holds {held}; taken {taken}, given back {refunded}, "
        f"settled {settled}"
        for code, live, held, taken, refunded, settled in bad
    ]
    return CheckResult(count("payments_attempt"), problems)
