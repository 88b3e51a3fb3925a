"""The longest that people can type into every field, without a space in it: what no page may become wider from.

`TYPED` names each column that holds somebody's own words. tests/test_longest.py holds that every other column of text
is known to hold words of ours, codes or figures.
"""

from django.apps import apps
from django.db import connection, models
from psycopg.sql import SQL, Composable, Identifier, Literal

LETTER = "W"  # the widest
LONG_TEXT = 2_000  # of a column without a limit of its own
TYPED: dict[str, tuple[str, ...]] = {
    "accounts.User": ("full_name", "email"),
    "accounts.AccountReset": ("reason",),
    "catalog.Certificate": ("decision_no", "authority", "refusal"),
    "catalog.Photo": ("alt",),
    "catalog.ProduceDeclaration": ("evidence", "refusal"),
    "catalog.Product": ("name", "summary", "description", "origin", "storage"),
    "catalog.Variant": ("name",),
    "cooperatives.CooperativeMember": ("consent_evidence", "paper_number"),
    "cooperatives.Seller": ("name", "representative", "email", "about"),
    "orders.Checkout": ("buyer_name", "email", "note"),
    "orders.PosSale": ("note", "void_reason"),
    "orders.Order": ("buyer_name", "email", "note", "shipping_name"),
    "orders.OrderLine": ("product_name", "variant_name", "tax_evidence"),
    "orders.Return": ("words", "answer"),
    "payments.BankAccount": ("holder",),
    "payments.BankTransfer": ("content", "bank_reference", "decision"),
    "payments.CommissionRule": ("basis",),
    "payments.Customer": ("name", "business_name", "individual_name", "email", "description"),
    "payments.FileLayout": ("name",),
    "payments.ImportedFile": ("name",),
    "payments.Payee": ("name", "legal_name", "email", "bank_account_name", "agency_contract"),
    "payments.PaymentIntent": ("description",),
    "payments.Payout": ("bank_account_name", "bank_reference", "description", "failure_message"),
    "payments.ProviderMessage": ("reference", "decision"),
    "payments.Refund": ("proof",),
    "payments.RefundApproval": ("note",),
    "payments.SettlementLine": ("reference", "provider_ref", "decision"),
    "payments.TaxEntry": ("evidence",),
    "payments.TaxFiling": ("reference", "payment_reference"),
    "payments.TaxRate": ("legal_basis",),
    "payments.Transfer": ("description",),
    "payments.WebhookEndpoint": ("description", "url"),
    "payments.DeliveryAttempt": ("answer",),
    "places.Address": ("name", "street"),
    "shipping.ShippingMethod": ("name", "note"),
}
# Texts in JSON: every one of a document, or that of one key.
TYPED_JSON = {
    "accounts.AuditEntry": ("before", "after"),
    "payments.Attempt": ("provider_data.account_holder",),
    "payments.SettlementLine": ("raw",),
    "payments.ProviderMessage": ("payload",),
}


def longest(field: "models.Field[object, object]", who: object = "") -> str:
    """The longest word that this column takes; `who` keeps unique ones apart."""
    if field.name == "email":
        return f"{who}{LETTER * (60 - len(str(who)))}@{'.'.join([LETTER * 60] * 3)}.vn".lower()
    length = field.max_length or LONG_TEXT
    return f"{who}{LETTER * length}"[:length]


def fill() -> None:
    """Let every typed text in the database that is not empty be the longest of its column, in closed books too."""
    for label in sorted({*TYPED, *TYPED_JSON}):
        model = apps.get_model(label)
        table = Identifier(model._meta.db_table)
        changes = [_fill_column(model, name) for name in TYPED.get(label, ())]
        changes += [_fill_json(model, name) for name in TYPED_JSON.get(label, ())]
        with connection.cursor() as cursor:
            cursor.execute(SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table))
            for change in changes:
                cursor.execute(change)
            cursor.execute(SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table))


def _fill_column(model: type[models.Model], name: str) -> Composable:
    field = model._meta.get_field(name)
    text: Composable = Literal(longest(field))
    if field.unique or name == "email":
        text = SQL("overlay({} PLACING {}::text FROM 1)").format(text, Identifier(model._meta.pk.column))
    return SQL("UPDATE {} SET {} = {} WHERE {} <> ''").format(
        Identifier(model._meta.db_table), Identifier(field.column), text, Identifier(field.column)
    )


def _fill_json(model: type[models.Model], name: str) -> Composable:
    name, _, key = name.partition(".")
    table, column = Identifier(model._meta.db_table), Identifier(model._meta.get_field(name).column)
    if key:
        change = SQL("UPDATE {} SET {} = jsonb_set({}, ARRAY[{}], to_jsonb({}::text)) WHERE {} ? {}")
        return change.format(table, column, column, Literal(key), Literal(LETTER * 120), column, Literal(key))
    return SQL(
        "UPDATE {} SET {} = (SELECT jsonb_object_agg(key, CASE jsonb_typeof(value) WHEN 'string' "
        "THEN to_jsonb({}::text) ELSE value END) FROM jsonb_each({})) "
        "WHERE jsonb_typeof({}) = 'object' AND {} <> '{{}}'"
    ).format(table, column, Literal(LETTER * 300), column, column, column)
