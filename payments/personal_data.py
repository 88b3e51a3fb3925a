"""What this room holds about people: the address a payment was made from, and e-mails that clients of /v1 gave."""

from django.utils.translation import gettext_lazy

from core.personal_data import Holding, Person, Rows, add_holding, describe
from payments.models import CheckoutSession, PaymentIntent

_BOOKS = "the books, tax papers and evidence of a payment (accounting and tax law)"
_SELLERS = "where a seller is paid, and the lists of withheld tax"

describe("payments.Attempt", erased=("ip_address", "redirect_url"), retained={"provider_data": _SELLERS})
describe("payments.PaymentIntent", erased=("receipt_email",))
describe("payments.CheckoutSession", erased=("customer_email",))
describe(
    "payments.Payee", retained=dict.fromkeys(("name", "legal_name", "email", "tax_id", "bank_account_name"), _SELLERS)
)
describe("payments.Payout", retained={"bank_account_name": _SELLERS})
describe("payments.BankAccount", retained={"holder": _SELLERS})
describe("payments.BankTransfer", retained={"content": "the words of a bank's statement: " + _BOOKS})
describe("payments.BankNotification", retained={"payload": "what a bank or its feed said: " + _BOOKS})
describe("payments.ProviderMessage", retained={"payload": "what a provider said, signed: " + _BOOKS})
describe("payments.SettlementLine", retained={"raw": "a line of a settlement file: " + _BOOKS})
describe("payments.RefundApproval", retained={"note": "why two people let money go back: " + _BOOKS})
describe("payments.ApiEvent", retained={"data": "what was told to the owner of a key, as it was told: " + _BOOKS})
describe("payments.ApiKey", other={"name": "of a key", "permissions": "of a key"})
describe("payments.ImportedFile", other={"name": "of a file"})
describe("payments.FileLayout", other=dict.fromkeys(("name", "columns", "options"), "of a kind of file"))
describe("payments.BalanceTransaction", other={"fee_details": "amounts"})
describe("payments.BankFeed", other={"settings": "of a feed"})
describe("payments.TaxRate", other={"legal_basis": "of a rate"})
describe("payments.TransferReversal", other={"sales": "keys and amounts"})
describe("payments.CheckoutSession", other={"line_items": "goods and prices"})
describe(
    "payments.PaymentIntent",
    other=dict.fromkeys(("payment_method_options", "payment_method_types"), "of a way to pay"),
)
for _model in ("CheckoutSession", "Payee", "PaymentIntent", "Payout", "Refund", "Transfer", "TransferReversal"):
    describe(f"payments.{_model}", retained={"metadata": "an API client's own words for its own keys"})
describe("payments.WebhookEndpoint", other={"metadata": "of an endpoint"})


def _export(person: Person) -> dict[str, Rows]:
    if not person.email:
        return {"payments": []}
    fields = ("id", "amount", "status", "receipt_email", "description", "succeeded_at")
    mine = PaymentIntent.objects.filter(receipt_email__iexact=person.email)
    return {"payments": list(mine.order_by("pk").values(*fields))}


def _erase(person: Person) -> dict[str, int]:
    if not person.email:
        return {}
    intents = PaymentIntent.objects.filter(receipt_email__iexact=person.email).update(receipt_email="")
    sessions = CheckoutSession.objects.filter(customer_email__iexact=person.email).update(customer_email="")
    changed = {"payments.PaymentIntent": intents, "payments.CheckoutSession": sessions}
    return {table: rows for table, rows in changed.items() if rows}


add_holding(
    Holding(
        room="payments",
        export=_export,
        erase=_erase,
        keeps=(gettext_lazy("Sổ cái, giao dịch, sao kê, hóa đơn, chứng từ thuế: luật kế toán, luật thuế buộc lưu."),),
    )
)
