"""What the database holds itself: append-only rows, and live and test money apart in every new table."""

from django.db import migrations

from core.append_only import AppendOnly

_APPEND_ONLY = [
    AppendOnly("payments_taxentry"),
    AppendOnly("payments_refundapproval"),
    AppendOnly("payments_transferreversal", but=["metadata", "description"]),
    AppendOnly("payments_balancetransaction", but=["available_on", "description"]),
    AppendOnly("payments_apievent"),
    AppendOnly("payments_webhooktry"),
    AppendOnly("payments_banknotice"),
    AppendOnly("payments_providercall", but=["decided_at", "decided_by_id", "decision"]),
    AppendOnly(
        "payments_settlementline",
        but=["attempt_id", "refund_id", "difference", "decided_at", "decided_by_id", "decision"],
    ),
]

# (table, column, table it points to): both rows are of one mode, or the database refuses the newer one.
_SAME_MODE = [
    ("paymentintent", "transfer_destination", "payee"),
    ("transferreversal", "transfer", "transfer"),
    ("balancetransaction", "payee", "payee"),
    ("payout", "payee", "payee"),
    ("payout", "batch", "payoutbatch"),
    ("taxentry", "payee", "payee"),
    ("taxentry", "transfer", "transfer"),
    ("bankaccount", "payee", "payee"),
    ("banktransfer", "account", "bankaccount"),
    ("apikey", "payee", "payee"),
    ("apievent", "payee", "payee"),
    ("webhookendpoint", "payee", "payee"),
    ("checkoutsession", "payee", "payee"),
    ("checkoutsession", "intent", "paymentintent"),
]
_TARGETS = ["transfer", "payoutbatch", "bankaccount"]  # payee and paymentintent have it since 0002
_APART = "".join(
    f"ALTER TABLE payments_{t} ADD CONSTRAINT payments_{t}_mode UNIQUE (id, livemode);\n" for t in _TARGETS
) + "".join(
    f"ALTER TABLE payments_{t} ADD CONSTRAINT payments_{t}_{c}_mode FOREIGN KEY ({c}_id, livemode) "
    f"REFERENCES payments_{to} (id, livemode) DEFERRABLE INITIALLY DEFERRED;\n"
    for t, c, to in _SAME_MODE
)
_TOGETHER = "".join(
    f"ALTER TABLE payments_{t} DROP CONSTRAINT payments_{t}_{c}_mode;\n" for t, c, _to in _SAME_MODE
) + "".join(f"ALTER TABLE payments_{t} DROP CONSTRAINT payments_{t}_mode;\n" for t in _TARGETS)


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_money_whole"), ("core", "0002_append_only")]
    operations = [*_APPEND_ONLY, migrations.RunSQL(_APART, _TOGETHER)]
