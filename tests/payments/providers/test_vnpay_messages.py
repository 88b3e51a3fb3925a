"""Stripe's decline codes of VNPay's codes, as in the documentation."""

import re
from pathlib import Path

from payments.api.errors import CODES
from payments.providers import decline_codes
from payments.providers.decline_codes import error_code
from payments.providers.vnpay import messages


def test_the_published_table_is_the_code():
    text = (Path(__file__).parents[3] / "docs" / "payments.md").read_text()
    assert dict(re.findall(r"^\| (\d\d) \| `(\w+)` \|", text, re.MULTILINE)) == messages.DECLINE_CODES


def test_every_code_has_words_for_the_buyer():
    shown = {str(decline_codes.words(code)) for code in messages.DECLINE_CODES.values()}
    assert len(shown) == len(messages.DECLINE_CODES)
    assert decline_codes.words("") == ""
    assert messages.decline_code("42") == "generic_decline"
    assert decline_codes.words("generic_decline")
    assert messages.decline_code("00") == messages.decline_code("") == ""


def test_error_code_of_a_decline_is_stripes():
    """`card_declined`, but where Stripe has an error of that very name."""
    errors_by_decline = {
        decline: error_code(decline) for decline in [*messages.DECLINE_CODES.values(), "generic_decline"]
    }
    own = {decline for decline, error in errors_by_decline.items() if error == decline}
    assert own == {
        "incorrect_number", "payment_intent_payment_attempt_expired", "payment_method_customer_decline",
        "processing_error",
    }  # fmt: skip
    assert {error for error in errors_by_decline.values() if error not in own} == {"card_declined"}
    assert set(errors_by_decline.values()) <= CODES.keys()
