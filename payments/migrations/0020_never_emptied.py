"""The ledger is held by the one function of every append-only table, and no book is emptied at a stroke."""

from django.db import migrations

from core.append_only import AppendOnly, NeverEmptied

_LEDGER = ["payments_ledgerentry", "payments_ledgertransaction", "payments_ledgeraccount"]
_NEVER_EMPTIED = [
    *_LEDGER,
    "payments_apievent",
    "payments_balancetransaction",
    "payments_banknotice",
    "payments_providercall",
    "payments_refundapproval",
    "payments_settlementline",
    "payments_taxentry",
    "payments_taxfiling",
    "payments_transferreversal",
    "payments_webhooktry",
]
OWN = """
DROP TRIGGER payments_account_fixed ON payments_ledgeraccount;
DROP TRIGGER payments_transaction_append_only ON payments_ledgertransaction;
DROP TRIGGER payments_entry_append_only ON payments_ledgerentry;
DROP FUNCTION payments_refuse_change();
"""
AGAIN = """
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


class Migration(migrations.Migration):
    dependencies = [("payments", "0019_longer_description"), ("core", "0003_refuse_every_change")]
    operations = [
        migrations.RunSQL(OWN, AGAIN),
        *map(AppendOnly, _LEDGER),
        *map(NeverEmptied, _NEVER_EMPTIED),
    ]
