"""Every code that people read has a label of its own, in Vietnamese and in English."""

import pytest
from django.db.models import TextChoices
from django.utils import translation

from payments.ledger import chart
from payments.models import (
    AttemptStatus,
    Book,
    BusinessType,
    DeliveryStatus,
    Difference,
    DisabledReason,
    FileKind,
    IntentStatus,
    JournalReason,
    LineKind,
    LineOutcome,
    MessageKind,
    PayoutInterval,
    PayoutStatus,
    Question,
    RefundPhase,
    RefundReason,
    RefundStatus,
    ReviewReason,
    TaxCategory,
    TransferState,
)

CHOICES: list[type[TextChoices]] = [
    AttemptStatus, IntentStatus, RefundPhase, TransferState,
    Book, BusinessType, DeliveryStatus, Difference, DisabledReason, FileKind, JournalReason, LineKind, LineOutcome,
    MessageKind, PayoutInterval, PayoutStatus, Question, RefundReason, RefundStatus, ReviewReason, TaxCategory,
]  # fmt: skip
CODES: list[TextChoices] = [member for choices in CHOICES for member in choices]


@pytest.mark.parametrize("member", CODES, ids=lambda member: f"{type(member).__name__}.{member.name}")
def test_code_has_a_label_in_both_languages(member: TextChoices) -> None:
    with translation.override("vi"):
        vietnamese = str(member.label)
    with translation.override("en"):
        english = str(member.label)
    assert vietnamese not in ("", member.value, member.name.replace("_", " ").title())
    assert english not in ("", vietnamese)


@pytest.mark.parametrize("code", chart.LABELS)
def test_account_has_a_label_in_both_languages(code: str) -> None:
    with translation.override("vi"):
        vietnamese = str(chart.LABELS[code])
    with translation.override("en"):
        assert str(chart.LABELS[code]) not in ("", code, vietnamese)


def test_every_account_has_a_label() -> None:
    codes = {value for name, value in vars(chart).items() if name.isupper() and isinstance(value, str)}
    assert codes - {chart.PLATFORM_OWN} == set(chart.LABELS)
