"""The personal data of this room: IP addresses of payments, and data about buyers from clients of /v1."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from accounts.phones import normalize_phone
from core.personal_data import Holding, Person, Rows, add_holding, describe
from payments.api.stored_answers import erase_answers
from payments.events.erase import erase_events
from payments.models import EMPTY_CUSTOMER, CheckoutSession, Customer, PaymentIntent

_BOOKS = "the books, tax papers and evidence of a payment (accounting and tax law)"
_SELLERS = "where a seller is paid, and the lists of withheld tax"

describe("payments.Attempt", erased=("ip_address", "redirect_url"), retained={"provider_data": _SELLERS})
describe("payments.PaymentIntent", erased=("receipt_email", "billing_details"))
_NOT_ERASED = {"preferred_locales", "metadata"}
_OF_CUSTOMERS = {name: value for name, value in EMPTY_CUSTOMER.items() if name not in _NOT_ERASED}
describe("payments.Customer", erased=tuple(_OF_CUSTOMERS), other={"preferred_locales": "names of languages"})
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
describe("payments.ApiEvent", erased=("data",))
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
for _model in (
    "CheckoutSession",
    "Customer",
    "Payee",
    "PaymentIntent",
    "Payout",
    "Refund",
    "Transfer",
    "TransferReversal",
):
    describe(f"payments.{_model}", retained={"metadata": "an API client's own words for its own keys"})
describe("payments.WebhookEndpoint", other={"metadata": "of an endpoint"})


def _export(person: Person) -> dict[str, Rows]:
    fields = ("id", "amount", "status", "receipt_email", "billing_details", "description", "succeeded_at")
    customers, intents = _customers(person), _intents(person)
    return {
        "payments": list(intents.order_by("pk").values(*fields)),
        "payment_customers": list(customers.order_by("pk").values("id", *_OF_CUSTOMERS)),
    }


def _erase(person: Person) -> dict[str, int]:
    customers = [row.pk for row in _customers(person)]
    intents = [row.pk for row in _intents(person)]
    sessions = [row.pk for row in _sessions(person)]
    objects = [*customers, *intents, *sessions]
    changed = {
        "payments.PaymentIntent": PaymentIntent.objects.filter(pk__in=intents).update(
            receipt_email="", billing_details={}
        ),
        "payments.Customer": Customer.objects.filter(pk__in=customers).update(**_OF_CUSTOMERS),
        "payments.CheckoutSession": CheckoutSession.objects.filter(pk__in=sessions).update(customer_email=""),
        "payments.ApiEvent": erase_events(objects),
        "core.IdempotentAnswer": erase_answers(objects),
    }
    return {table: rows for table, rows in changed.items() if rows}


def _sessions(person: Person) -> QuerySet[CheckoutSession]:
    mine = CheckoutSession.objects.filter(_until(person), customer_email__iexact=person.email)
    return mine if person.email else mine.none()


def _intents(person: Person) -> QuerySet[PaymentIntent]:
    """The intents with data to erase of this person: named by their client, or of this person's customers."""
    named = Q(billing_details__phone__in=_written(person, _billing_phones()))
    if person.email:
        named |= Q(receipt_email__iexact=person.email) | Q(billing_details__email__iexact=person.email)
    own = named | Q(customer__in=_customers(person).values("pk"))
    anything = ~Q(receipt_email="") | ~Q(billing_details={})
    return PaymentIntent.objects.filter(_until(person), own & anything)


def _customers(person: Person) -> QuerySet[Customer]:
    phones = _written(person, _customer_phones())
    named = Q(phone__in=phones) | Q(shipping__phone__in=phones)
    if person.email:
        named |= Q(email__iexact=person.email)
    return Customer.objects.filter(_until(person), named)


def _until(person: Person) -> Q:
    return Q(created_at__lte=person.until) if person.until else Q()


def _written(person: Person, phones: Iterable[str]) -> list[str]:
    """This person's phone number in every format that clients used."""
    return [phone for phone in phones if normalize_phone(phone) == person.phone] if person.phone else []


def _customer_phones() -> Iterable[str]:
    own = Customer.objects.exclude(phone="").values_list("phone", flat=True)
    recipients = Customer.objects.exclude(shipping={}).values_list("shipping__phone", flat=True)
    return {phone for phone in [*own.distinct(), *recipients.distinct()] if phone}


def _billing_phones() -> Iterable[str]:
    named = PaymentIntent.objects.filter(billing_details__has_key="phone")
    return named.values_list("billing_details__phone", flat=True).distinct()


def _phones() -> set[str]:
    read = (normalize_phone(phone) for phone in [*_customer_phones(), *_billing_phones()])
    return {phone for phone in read if phone}


add_holding(
    Holding(
        room="payments",
        export=_export,
        erase=_erase,
        phones=_phones,
        keeps=(gettext_lazy("Sổ cái, giao dịch, sao kê, hóa đơn, chứng từ thuế: luật kế toán, luật thuế buộc lưu."),),
    )
)
