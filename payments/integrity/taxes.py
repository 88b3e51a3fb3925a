"""Withheld tax: its entries agree with its transfers, its accounts with its entries, its filings with its months."""

from core.integrity import CheckResult, integrity_check
from payments.base.mode import livemode
from payments.integrity.sql import count, rows
from payments.models import TaxFiling
from payments.tax.monthly import month_of


@integrity_check("payments.tax-entries-equal-transfers")
def tax_entries_equal_transfers() -> CheckResult:
    """The tax of each transfer and reversal is the sum of its entries; their bases are the sales, and zero once all
    is reversed.
    """
    bad = rows(
        "SELECT x.id, x.vat, x.pit, coalesce(sum(t.vat), 0), coalesce(sum(t.pit), 0) FROM "
        "(SELECT id, id transfer_id, NULL::text reversal_id, vat, pit FROM payments_transfer UNION ALL "
        " SELECT id, transfer_id, id, -vat, -pit FROM payments_transferreversal) x "
        "LEFT JOIN payments_taxentry t ON t.transfer_id = x.transfer_id "
        "  AND t.reversal_id IS NOT DISTINCT FROM x.reversal_id "
        "GROUP BY x.id, x.vat, x.pit HAVING (x.vat, x.pit) <> (coalesce(sum(t.vat), 0), coalesce(sum(t.pit), 0)) "
        "ORDER BY x.id"
    )
    problems = [f"{pk}: withheld {figures[:2]}, entries {figures[2:]} (VAT, PIT)" for pk, *figures in bad]
    bases = rows(
        "SELECT f.id, f.amount, f.reversed, sum(t.base) FILTER (WHERE t.reversal_id IS NULL), sum(t.base) "
        "FROM payments_transfer f JOIN payments_taxentry t ON t.transfer_id = f.id GROUP BY f.id "
        "HAVING f.amount <> sum(t.base) FILTER (WHERE t.reversal_id IS NULL) "
        "OR f.reversed = f.amount AND sum(t.base) <> 0 ORDER BY f.id"
    )
    problems += [f"{pk}: amount {figures[0]}, reversed {figures[1]}, bases {figures[2:]}" for pk, *figures in bases]
    return CheckResult(count("payments_taxentry"), problems)


@integrity_check("payments.tax-back-follows-the-goods")
def tax_back_follows_the_goods() -> CheckResult:
    """For each line of a transfer the returned tax never exceeds what was withheld, and matches the returned goods to
    the đồng.

    A reversal that names its sales takes the tax from their lines, as long as they last.
    """
    bad = rows(
        "WITH line AS (SELECT transfer_id, category, evidence, sum(base) FILTER (WHERE reversal_id IS NULL) base, "
        "    sum(vat) FILTER (WHERE reversal_id IS NULL) vat, sum(pit) FILTER (WHERE reversal_id IS NULL) pit, "
        "    -coalesce(sum(base) FILTER (WHERE reversal_id IS NOT NULL), 0) base_back, "
        "    -coalesce(sum(vat) FILTER (WHERE reversal_id IS NOT NULL), 0) vat_back, "
        "    -coalesce(sum(pit) FILTER (WHERE reversal_id IS NOT NULL), 0) pit_back "
        "  FROM payments_taxentry GROUP BY 1, 2, 3) "
        "SELECT transfer_id, category, base_back, vat_back, pit_back FROM line WHERE base IS NULL "
        "OR base_back NOT BETWEEN 0 AND base OR vat_back NOT BETWEEN 0 AND vat OR pit_back NOT BETWEEN 0 AND pit "
        "OR abs(vat_back * base - vat * base_back) > base OR abs(pit_back * base - pit * base_back) > base "
        "ORDER BY 1, 2"
    )
    problems = [f"{pk}, {category}: given back {figures} (base, VAT, PIT)" for pk, category, *figures in bad]
    other = rows(
        "WITH named AS (SELECT r.id, r.transfer_id, s.category, s.evidence, sum(s.amount) amount "
        "    FROM payments_transferreversal r, jsonb_to_recordset(r.sales) "
        "      AS s(category text, amount bigint, evidence text) GROUP BY 1, 2, 3, 4), "
        "took AS (SELECT reversal_id, category, evidence, -sum(base) base FROM payments_taxentry "
        "    WHERE reversal_id IS NOT NULL GROUP BY 1, 2, 3), "
        "line AS (SELECT transfer_id, category, evidence, sum(base) remains FROM payments_taxentry GROUP BY 1, 2, 3) "
        "SELECT n.id, n.category, n.amount, coalesce(t.base, 0) FROM named n "
        "JOIN line l ON l.transfer_id = n.transfer_id AND l.category = n.category AND l.evidence = n.evidence "
        "LEFT JOIN took t ON t.reversal_id = n.id AND t.category = n.category AND t.evidence = n.evidence "
        "WHERE coalesce(t.base, 0) < n.amount AND l.remains > 0 ORDER BY n.id, n.category"
    )
    problems += [f"{pk}: names {amount} of {category}, took {took}" for pk, category, amount, took in other]
    return CheckResult(count("payments_taxentry"), problems)


@integrity_check("payments.tax-accounts-equal-entries")
def tax_accounts_equal_entries() -> CheckResult:
    """A payee's tax accounts hold the sum of its entries, less what was paid."""
    bad = rows(
        "WITH said AS (SELECT payee_id, livemode, sum(vat) vat, sum(pit) pit FROM payments_taxentry GROUP BY 1, 2), "
        "held AS (SELECT a.payee_id, a.livemode, "
        "    -coalesce(sum(e.amount) FILTER (WHERE a.code = 'tax_vat:payee' AND t.reason <> 'tax_payment'), 0) vat, "
        "    -coalesce(sum(e.amount) FILTER (WHERE a.code = 'tax_pit:payee' AND t.reason <> 'tax_payment'), 0) pit "
        "    FROM payments_ledgerentry e JOIN payments_ledgeraccount a ON a.id = e.account_id "
        "    JOIN payments_journalentry t ON t.id = e.transaction_id "
        "    WHERE a.code IN ('tax_vat:payee', 'tax_pit:payee') GROUP BY 1, 2) "
        "SELECT p.id, coalesce(s.vat, 0), coalesce(s.pit, 0), coalesce(h.vat, 0), coalesce(h.pit, 0) "
        "FROM payments_payee p LEFT JOIN said s ON s.payee_id = p.id AND s.livemode = p.livemode "
        "LEFT JOIN held h ON h.payee_id = p.id AND h.livemode = p.livemode "
        "WHERE (coalesce(s.vat, 0), coalesce(s.pit, 0)) <> (coalesce(h.vat, 0), coalesce(h.pit, 0)) ORDER BY p.id"
    )
    problems = [f"{pk}: entries say {figures[:2]}, the ledger {figures[2:]} (VAT, PIT)" for pk, *figures in bad]
    return CheckResult(count("payments_payee"), problems)


@integrity_check("payments.tax-filings-equal-months")
def tax_filings_equal_months() -> CheckResult:
    """A month's filing equals its entries today, and its payment equals the posted one."""
    problems = []
    filings = list(TaxFiling.objects.filter(livemode=livemode()).order_by("month"))
    for filing in filings:
        sums = month_of(filing.month).total
        figures, now = (filing.revenue, filing.vat, filing.pit), (sums.revenue, sums.vat, sums.pit)
        if figures != now:
            problems.append(f"{filing}: declared {figures}, its entries say {now} (revenue, VAT, PIT)")
    bad = rows(
        "SELECT to_char(f.month, 'YYYY-MM'), f.paid_vat + f.paid_pit, -coalesce(sum(e.amount), 0) "
        "FROM payments_taxfiling f LEFT JOIN payments_ledgerentry e ON e.transaction_id = f.journal_entry_id "
        "  AND e.account_id IN (SELECT id FROM payments_ledgeraccount WHERE code = 'bank') "
        "GROUP BY f.id HAVING f.paid_vat + f.paid_pit <> -coalesce(sum(e.amount), 0) ORDER BY f.month"
    )
    problems += [f"{month}: paid {paid}, the bank account gave {gave}" for month, paid, gave in bad]
    return CheckResult(len(filings), problems)
