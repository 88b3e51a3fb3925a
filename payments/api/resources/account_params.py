"""The parameters of accounts. Stripe's data of persons and companies that are not needed here are accepted and not
stored.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from payments.api.fields import (
    ClearableMail,
    ClearableText,
    CreatedListParams,
    Hash,
    Id,
    Metadata,
    Params,
    Text255,
    Whole,
    named,
    refuse,
)

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _vietnam(value: str) -> str:
    if value.upper() != "VN":
        raise refuse(f"{value[:10]} is not supported: this API opens accounts in VN only.", "country_unsupported")
    return "VN"


def _dong(value: str) -> str:
    if value.lower() != "vnd":
        raise refuse(f"Invalid currency: {value[:10]}. This API supports vnd only.")
    return "vnd"


def _no_token(value: Any) -> Any:
    if isinstance(value, str) and value:
        raise refuse(
            "This API has no tokens: give the bank account itself, external_account[object]=bank_account with "
            "account_number, routing_number (the bank's NAPAS BIN) and account_holder_name."
        )
    return value


Country = Annotated[Text255, AfterValidator(_vietnam)]
Name = Annotated[ClearableText, Field(max_length=120)]
TaxNumber = Annotated[ClearableText, Field(max_length=14)]
Dropped = Any


class BusinessProfileParams(Hash):
    dropped = frozenset({"specified_commercial_transactions_act_url"})

    name: Name = ""
    annual_revenue: Dropped = None
    estimated_worker_count: Dropped = None
    mcc: Dropped = None
    minority_owned_business_designation: Dropped = None
    monthly_estimated_revenue: Dropped = None
    product_description: Dropped = None
    support_address: Dropped = None
    support_email: Dropped = None
    support_phone: Dropped = None
    support_url: Dropped = None
    url: Dropped = None


class CompanyParams(Hash):
    dropped = named(
        """
        address_kana address_kanji administrative_address directorship_declaration export_license_id
        export_purpose_code name_kana name_kanji ownership_declaration ownership_exemption_reason
        physical_address principal_place_of_business registration_date representative_declaration
        tax_id_registrar
        """
    )

    name: Name = ""
    tax_id: TaxNumber = ""  # mã số thuế
    address: Dropped = None
    directors_provided: Dropped = None
    executives_provided: Dropped = None
    owners_provided: Dropped = None
    phone: Dropped = None
    registration_number: Dropped = None
    structure: Dropped = None
    vat_id: Dropped = None
    verification: Dropped = None


class IndividualParams(Hash):
    dropped = named(
        """
        address_kana address_kanji first_name_kana first_name_kanji full_name_aliases id_number_secondary
        last_name_kana last_name_kanji maiden_name registered_address ssn_last_4
        """
    )

    first_name: Name = ""
    last_name: Name = ""
    id_number: TaxNumber = ""  # số định danh cá nhân, or mã số thuế
    address: Dropped = None
    dob: Dropped = None
    email: Dropped = None
    gender: Dropped = None
    metadata: Dropped = None
    nationality: Dropped = None
    phone: Dropped = None
    political_exposure: Dropped = None
    relationship: Dropped = None
    verification: Dropped = None

    @property
    def name(self) -> str:
        """As Vietnamese names are written: the family's first."""
        return f"{self.last_name} {self.first_name}".strip()


class BankAccountParams(Hash):
    dropped = frozenset({"default_for_currency", "metadata"})

    object: Literal["bank_account"] = "bank_account"
    country: Country
    currency: Annotated[Text255, AfterValidator(_dong)]
    account_number: Annotated[Text255, Field(pattern=r"^[0-9A-Za-z]{4,19}$")]
    routing_number: Annotated[Text255, Field(pattern=r"^[0-9]{6}$")]  # the bank's NAPAS BIN: 970436 = Vietcombank
    account_holder_name: Annotated[Text255, Field(max_length=120)]
    account_holder_type: Literal["individual", "company"] | None = None


class ScheduleParams(Hash):
    interval: Literal["manual", "daily", "weekly", "monthly"] | None = None
    weekly_anchor: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] | None = None
    monthly_anchor: Annotated[Whole, Field(ge=1, le=28)] | None = None
    delay_days: Dropped = None  # the return window decides when money is available


class PayoutsParams(Hash):
    schedule: ScheduleParams | None = None
    debit_negative_balances: Dropped = None
    statement_descriptor: Dropped = None


class SettingsParams(Hash):
    dropped = named(
        """
        bacs_debit_payments card_issuing invoices paypay_payments sepa_debit_payments treasury
        """
    )

    payouts: PayoutsParams | None = None
    branding: Dropped = None
    card_payments: Dropped = None
    dashboard: Dropped = None
    payments: Dropped = None


class CapabilityParams(Hash):
    requested: Dropped = None


class AccountUpdateParams(Params):
    business_profile: BusinessProfileParams | None = None
    business_type: Literal["individual", "company"] | None = None
    capabilities: dict[Annotated[str, Field(max_length=80)], CapabilityParams] | Literal[""] = ""
    company: CompanyParams | None = None
    email: ClearableMail = ""
    external_account: Annotated[BankAccountParams | None, BeforeValidator(_no_token)] = None
    individual: IndividualParams | None = None
    metadata: Metadata = {}
    settings: SettingsParams | None = None


class AccountCreateParams(AccountUpdateParams):
    country: Country = "VN"
    type: Literal["custom", "express", "standard"] = "custom"


class AccountListParams(CreatedListParams):
    pass


class ExternalAccountListParams(Params):
    limit: Annotated[Whole, Field(ge=1, le=100)] = 10
    object: Literal["bank_account", "card"] | None = None
    starting_after: Id | None = None
    ending_before: Id | None = None


class ExternalAccountCreateParams(Params):
    external_account: Annotated[BankAccountParams, BeforeValidator(_no_token)]
    default_for_currency: Text255 | None = None
