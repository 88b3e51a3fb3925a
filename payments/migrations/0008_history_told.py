"""What happened before balances were told line by line: charges, reversals and lines for it, from the ledger itself."""

from django.db import migrations

from core.identifiers import new_id

OWN = ("customer_funds", "op:commission", "op:fees", "op:losses")
PAYEES = ("payee:pending", "payee:available")
TYPES = {
    "capture": ("charge", "payment"),
    "transfer": ("transfer", "payment"),
    "transfer_reversal": ("transfer_refund", "payment_refund"),
    "refund": ("refund", "payment_refund"),
}


def tell(apps, schema_editor):
    _charges(apps)
    _payments(apps)
    reversed_as = _reversals(apps)
    _lines(apps, reversed_as)


def _charges(apps):
    Attempt = apps.get_model("payments", "Attempt")
    for attempt in Attempt.objects.filter(status__in=("succeeded", "surplus", "failed"), charge_id=None).iterator():
        attempt.charge_id = new_id("ch")
        attempt.save(update_fields=["charge_id"])


def _payments(apps):
    for transfer in apps.get_model("payments", "Transfer").objects.filter(payment_id=None).iterator():
        transfer.payment_id = new_id("py")
        transfer.fee_id = new_id("fee") if transfer.commission else None
        transfer.save(update_fields=["payment_id", "fee_id"])


def _reversals(apps):
    """Reversals were known by their refund's id alone; the ledger, which never changes, still names them so."""
    Movement, Refund = apps.get_model("payments", "LedgerTransaction"), apps.get_model("payments", "Refund")
    Transfer, Reversal = apps.get_model("payments", "Transfer"), apps.get_model("payments", "TransferReversal")
    made = {}
    for movement in Movement.objects.filter(cause="transfer_reversal").order_by("pk"):
        if movement.cause_ref.startswith("trr_"):
            continue
        transfer = Transfer.objects.get(intent_id=movement.intent_id, reference=movement.reference)
        entries = {e.account.code: e.amount for e in movement.entries.select_related("account")}
        refund = Refund.objects.filter(pk=movement.cause_ref).first()
        # The ledger is append-only: the reversal takes the name under which it was posted.
        reversal = Reversal.objects.create(
            id=movement.cause_ref,
            livemode=movement.livemode,
            transfer=transfer,
            refund=refund,
            amount=-entries["customer_funds"],
            commission=entries.get("op:commission", 0),
        )
        transfer.commission_reversed += reversal.commission
        transfer.fee_base_reversed += reversal.amount
        transfer.save(update_fields=["commission_reversed", "fee_base_reversed"])
        made[movement.pk] = transfer.payment_id
    return made


def _lines(apps, reversed_as):
    Movement = apps.get_model("payments", "LedgerTransaction")
    Line, Attempt = apps.get_model("payments", "BalanceTransaction"), apps.get_model("payments", "Attempt")
    Transfer = apps.get_model("payments", "Transfer")
    for movement in Movement.objects.filter(balance_lines=None, cause__in=TYPES).order_by("pk").iterator():
        ours, payees = 0, {}
        for entry in movement.entries.select_related("account"):
            if entry.account.code in OWN:
                ours -= entry.amount
            elif entry.account.code in PAYEES:
                payees[entry.account.payee_id] = payees.get(entry.account.payee_id, 0) - entry.amount
        source = movement.cause_ref
        if movement.cause == "capture":
            paid = Attempt.objects.filter(intent_id=movement.intent_id, status="succeeded").first()
            source = paid.charge_id if paid else source
        payment = reversed_as.get(movement.pk)
        if movement.cause == "transfer":
            payment = Transfer.objects.get(pk=movement.cause_ref).payment_id
        for owner, net in [(None, ours), *payees.items()]:
            if net:
                Line.objects.create(
                    id=new_id("txn"),
                    livemode=movement.livemode,
                    payee_id=owner,
                    movement=movement,
                    type=TYPES[movement.cause][0 if owner is None else 1],
                    source=source if owner is None else payment,
                    amount=net,
                    net=net,
                    available_on=movement.created_at if owner is None else None,
                )


class Migration(migrations.Migration):
    dependencies = [("payments", "0007_refund_calls")]
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
