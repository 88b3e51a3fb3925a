"""What the database itself holds: append-only tables, a ledger that balances, live and test money apart."""

from django.db import migrations

from core.append_only import AppendOnly, NeverEmptied

ACCOUNT, ENTRY, TRANSACTION = "payments_ledgeraccount", "payments_ledgerentry", "payments_journalentry"

# Table: columns that may still be updated.
APPEND_ONLY = {
    ACCOUNT: [],
    ENTRY: [],
    TRANSACTION: [],
    "payments_apievent": [],
    "payments_balancetransaction": ["available_on", "description"],
    "payments_banknotification": [],
    "payments_providermessage": ["decided_at", "decided_by_id", "decision"],
    "payments_refundapproval": [],
    "payments_settlementdeposit": [],
    "payments_settlementline": [
        *("attempt_id", "refund_id", "difference", "decided_at", "decided_by_id", "decision", "settled", "outcome")
    ],
    "payments_taxentry": [],
    "payments_taxfiling": ["paid_on", "paid_vat", "paid_pit", "payment_reference", "paid_by_id", "journal_entry_id"],
    "payments_transferreversal": ["metadata", "description"],
    "payments_deliveryattempt": [],
}

# Deferred: a transaction's entries arrive one by one, and only at commit must they agree.
BALANCED = f"""
CREATE FUNCTION payments_check_balance(movement bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  total numeric; sides bigint; books bigint; stray bigint;
BEGIN
  SELECT coalesce(sum(e.amount), 0), count(*), count(DISTINCT a.book), count(*) FILTER (WHERE a.livemode <> t.livemode)
    INTO total, sides, books, stray
    FROM {ENTRY} e
    JOIN {ACCOUNT} a ON a.id = e.account_id
    JOIN {TRANSACTION} t ON t.id = e.transaction_id
    WHERE e.transaction_id = movement;
  IF total <> 0 THEN
    RAISE EXCEPTION 'ledger transaction % does not balance: %', movement, total USING ERRCODE = 'check_violation';
  ELSIF sides < 2 THEN
    RAISE EXCEPTION 'ledger transaction % has % entries', movement, sides USING ERRCODE = 'check_violation';
  ELSIF books > 1 OR stray > 0 THEN
    RAISE EXCEPTION 'ledger transaction % mixes books or modes', movement USING ERRCODE = 'check_violation';
  END IF;
END $$;
CREATE FUNCTION payments_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM payments_check_balance(NEW.transaction_id);
  RETURN NULL;
END $$;
CREATE FUNCTION payments_transaction_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM payments_check_balance(NEW.id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payments_entry_balances AFTER INSERT ON {ENTRY}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_entry_balances();
CREATE CONSTRAINT TRIGGER payments_transaction_balances AFTER INSERT ON {TRANSACTION}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_transaction_balances();
"""
UNBALANCED = f"""
DROP TRIGGER payments_transaction_balances ON {TRANSACTION};
DROP TRIGGER payments_entry_balances ON {ENTRY};
DROP FUNCTION payments_transaction_balances();
DROP FUNCTION payments_entry_balances();
DROP FUNCTION payments_check_balance(bigint);
"""

# (table, foreign key, table it points to): both rows are of one mode, live or test.
SAME_MODE = [
    (ACCOUNT, "payee", "payments_payee"),
    (TRANSACTION, "intent", "payments_paymentintent"),
    ("payments_paymentintent", "payee", "payments_payee"),
    ("payments_paymentintent", "transfer_destination", "payments_payee"),
    ("payments_refund", "intent", "payments_paymentintent"),
    ("payments_transfer", "intent", "payments_paymentintent"),
    ("payments_transfer", "payee", "payments_payee"),
    ("payments_transferreversal", "transfer", "payments_transfer"),
    ("payments_balancetransaction", "payee", "payments_payee"),
    ("payments_payout", "payee", "payments_payee"),
    ("payments_payout", "batch", "payments_payoutbatch"),
    ("payments_taxentry", "payee", "payments_payee"),
    ("payments_taxentry", "transfer", "payments_transfer"),
    ("payments_bankaccount", "payee", "payments_payee"),
    ("payments_banktransfer", "account", "payments_bankaccount"),
    ("payments_apikey", "payee", "payments_payee"),
    ("payments_apievent", "payee", "payments_payee"),
    ("payments_webhookendpoint", "payee", "payments_payee"),
    ("payments_checkoutsession", "payee", "payments_payee"),
    ("payments_checkoutsession", "intent", "payments_paymentintent"),
]
_TARGETS = sorted({target for _table, _column, target in SAME_MODE})
APART = "".join(
    f"ALTER TABLE {table} ADD CONSTRAINT {table}_mode UNIQUE (id, livemode);\n" for table in _TARGETS
) + "".join(
    f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_mode FOREIGN KEY ({column}_id, livemode) "
    f"REFERENCES {target} (id, livemode) DEFERRABLE INITIALLY DEFERRED;\n"
    for table, column, target in SAME_MODE
)
TOGETHER = "".join(
    f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_mode;\n" for table, column, _target in SAME_MODE
) + "".join(f"ALTER TABLE {table} DROP CONSTRAINT {table}_mode;\n" for table in _TARGETS)


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("core", "0002_guards")]
    operations = [
        *(AppendOnly(table, but=columns) for table, columns in APPEND_ONLY.items()),
        *map(NeverEmptied, APPEND_ONLY),
        migrations.RunSQL(BALANCED, UNBALANCED),
        migrations.RunSQL(APART, TOGETHER),
    ]
