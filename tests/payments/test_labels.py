"""Every code that people read has a label of its own, in Vietnamese and in English."""

import pytest
from django.apps import apps
from django.db.models import CharField
from django.utils import translation

from payments.ledger import chart
from payments.models import ConfirmationSource, FeedKind
from tests.labels import choices_of, unlabelled_codes

PROPER_NAMES = ["sepay", "casso", "payos"]  # of the services that report bank transfers


def test_every_code_has_a_label_in_both_languages() -> None:
    assert {choices.__name__ for choices in choices_of("payments")} == {
        "ApiKeyKind",
        "AttemptStatus",
        "BalanceTransactionType",
        "Book",
        "BusinessType",
        "CancellationReason",
        "CheckoutSessionStatus",
        "Collector",
        "ConfirmationSource",
        "DeliveryStatus",
        "Difference",
        "DisabledReason",
        "FeedKind",
        "FileKind",
        "IntentStatus",
        "JournalReason",
        "LineKind",
        "LineOutcome",
        "MessageKind",
        "Origin",
        "PaymentReviewReason",
        "PayoutFailureCode",
        "PayoutInterval",
        "PayoutStatus",
        "UnmatchedReason",
        "RefundFailureReason",
        "RefundPhase",
        "RefundReason",
        "RefundStatus",
        "ReviewReason",
        "TaxCategory",
        "TransferState",
    }
    assert sorted(unlabelled_codes("payments")) == sorted(
        f"{choices}.{code.upper()}" for choices in ("ConfirmationSource", "FeedKind") for code in PROPER_NAMES
    )


def test_label_is_not_the_code_itself() -> None:
    for choices in choices_of("payments"):
        for member in choices:
            with translation.override("vi"):
                assert member.value in PROPER_NAMES or str(member.label) not in (member.value, member.name)


def test_bank_feeds_have_one_code_and_label_as_a_source() -> None:
    """A result is confirmed by a feed under the feed's own code."""
    assert set(FeedKind.values) <= set(ConfirmationSource.values)


def test_result_codes_fit_their_columns() -> None:
    for model in apps.get_app_config("payments").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField) and field.choices:
                assert all(len(str(code)) <= (field.max_length or 0) for code, _label in field.flatchoices), field


@pytest.mark.parametrize("code", chart.LABELS)
def test_account_has_a_label_in_both_languages(code: str) -> None:
    with translation.override("vi"):
        vietnamese = str(chart.LABELS[code])
    with translation.override("en"):
        assert str(chart.LABELS[code]) not in ("", code, vietnamese)


def test_every_account_has_a_label() -> None:
    codes = {value for name, value in vars(chart).items() if name.isupper() and isinstance(value, str)}
    assert codes - {chart.PLATFORM_OWN} == set(chart.LABELS)
