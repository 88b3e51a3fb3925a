"""The ledger balances, by itself and against the balance transactions."""

from core.integrity import CheckResult, integrity_check
from payments.integrity.sql import count, rows


@integrity_check("payments.ledger-sums-to-zero")
def ledger_sums_to_zero() -> CheckResult:
    """Every journal entry balances, with at least two entries."""
    bad = rows(
        "SELECT t.id, coalesce(sum(e.amount), 0), count(e.id) FROM payments_journalentry t "
        "LEFT JOIN payments_ledgerentry e ON e.transaction_id = t.id "
        "GROUP BY t.id HAVING coalesce(sum(e.amount), 0) <> 0 OR count(e.id) < 2 ORDER BY t.id"
    )
    problems = [f"ledger transaction {pk}: sum {total}, {sides} entries" for pk, total, sides in bad]
    return CheckResult(count("payments_journalentry"), problems)


@integrity_check("payments.modes-and-books-apart")
def modes_and_books_apart() -> CheckResult:
    """No journal entry mixes live and test money, or the main book and the memo book."""
    bad = rows(
        "SELECT t.id FROM payments_journalentry t JOIN payments_ledgerentry e ON e.transaction_id = t.id "
        "JOIN payments_ledgeraccount a ON a.id = e.account_id LEFT JOIN payments_paymentintent i ON i.id = t.intent_id "
        "GROUP BY t.id HAVING count(DISTINCT a.book) > 1 OR bool_or(a.livemode <> t.livemode) "
        "OR bool_or(i.livemode <> t.livemode) ORDER BY t.id"
    )
    return CheckResult(count("payments_journalentry"), [f"ledger transaction {pk} mixes" for (pk,) in bad])


@integrity_check("payments.ledger.journal-lines-equal-ledger")
def balance_lines_equal_ledger() -> CheckResult:
    """An owner's balance transactions sum to its balance in the ledger: the platform's, each payee's."""
    bad = rows(
        "SELECT coalesce(l.owner, b.owner), l.livemode, coalesce(b.told, 0), coalesce(l.held, 0) FROM "
        "(SELECT coalesce(a.payee_id, '') owner, a.livemode, -sum(e.amount) held FROM payments_ledgerentry e "
        "  JOIN payments_ledgeraccount a ON a.id = e.account_id "
        "  WHERE a.code IN ('customer_funds', 'payee:pending', 'payee:available') OR a.code LIKE 'op:%' "
        "  GROUP BY 1, 2) l FULL JOIN "
        "(SELECT coalesce(payee_id, '') owner, livemode, sum(net) told FROM "
        "  payments_balancetransaction GROUP BY 1, 2) b "
        "  ON b.owner = l.owner AND b.livemode = l.livemode "
        "WHERE coalesce(b.told, 0) <> coalesce(l.held, 0) ORDER BY 1"
    )
    problems = [f"{owner or 'platform'}: lines sum to {net}, the ledger holds {held}" for owner, _m, net, held in bad]
    return CheckResult(count("payments_balancetransaction"), problems)
