"""What the ledger promises, held by the database: append-only, balanced at commit, live and test money apart."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION payments_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER payments_entry_append_only BEFORE UPDATE OR DELETE ON payments_ledgerentry
  FOR EACH ROW EXECUTE FUNCTION payments_refuse_change();
CREATE TRIGGER payments_transaction_append_only BEFORE UPDATE OR DELETE ON payments_ledgertransaction
  FOR EACH ROW EXECUTE FUNCTION payments_refuse_change();
CREATE TRIGGER payments_account_fixed BEFORE UPDATE OR DELETE ON payments_ledgeraccount
  FOR EACH ROW EXECUTE FUNCTION payments_refuse_change();
"""
NOT_APPEND_ONLY = """
DROP TRIGGER payments_account_fixed ON payments_ledgeraccount;
DROP TRIGGER payments_transaction_append_only ON payments_ledgertransaction;
DROP TRIGGER payments_entry_append_only ON payments_ledgerentry;
DROP FUNCTION payments_refuse_change();
"""

# Deferred: a transaction's entries arrive one by one, and only at commit must they agree.
BALANCED = """
CREATE FUNCTION payments_check_balance(movement bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  total numeric; sides bigint; books bigint; stray bigint;
BEGIN
  SELECT coalesce(sum(e.amount), 0), count(*), count(DISTINCT a.book), count(*) FILTER (WHERE a.livemode <> t.livemode)
    INTO total, sides, books, stray
    FROM payments_ledgerentry e
    JOIN payments_ledgeraccount a ON a.id = e.account_id
    JOIN payments_ledgertransaction t ON t.id = e.transaction_id
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
CREATE CONSTRAINT TRIGGER payments_entry_balances AFTER INSERT ON payments_ledgerentry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_entry_balances();
CREATE CONSTRAINT TRIGGER payments_transaction_balances AFTER INSERT ON payments_ledgertransaction
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_transaction_balances();
"""
UNBALANCED = """
DROP TRIGGER payments_transaction_balances ON payments_ledgertransaction;
DROP TRIGGER payments_entry_balances ON payments_ledgerentry;
DROP FUNCTION payments_transaction_balances();
DROP FUNCTION payments_entry_balances();
DROP FUNCTION payments_check_balance(bigint);
"""

_SAME_MODE = [
    ("ledgeraccount", "payee"),
    ("ledgertransaction", "intent"),
    ("paymentintent", "payee"),
    ("refund", "intent"),
    ("transfer", "intent"),
    ("transfer", "payee"),
]
_TARGETS = {"payee": "payments_payee", "intent": "payments_paymentintent"}
APART = "".join(f"ALTER TABLE {table} ADD CONSTRAINT {table}_mode UNIQUE (id, livemode);\n" for table in _TARGETS.values())
APART += "".join(
    f"ALTER TABLE payments_{table} ADD CONSTRAINT payments_{table}_{column}_mode FOREIGN KEY ({column}_id, livemode) "
    f"REFERENCES {_TARGETS[column]} (id, livemode) DEFERRABLE INITIALLY DEFERRED;\n"
    for table, column in _SAME_MODE
)
TOGETHER = "".join(
    f"ALTER TABLE payments_{table} DROP CONSTRAINT payments_{table}_{column}_mode;\n" for table, column in _SAME_MODE
)
TOGETHER += "".join(f"ALTER TABLE {table} DROP CONSTRAINT {table}_mode;\n" for table in _TARGETS.values())


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
        migrations.RunSQL(BALANCED, UNBALANCED),
        migrations.RunSQL(APART, TOGETHER),
    ]
