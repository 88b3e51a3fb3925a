"""VNPay's codes in Stripe's words, as the documentation prints them."""

import re
from pathlib import Path

from payments.providers.vnpay import codes


def test_the_published_table_is_the_code():
    text = (Path(__file__).parents[2] / "docs" / "payments.md").read_text()
    assert dict(re.findall(r"^\| (\d\d) \| `(\w+)` \|", text, re.MULTILINE)) == codes.DECLINE_CODES


def test_every_code_has_words_for_the_buyer():
    said = {str(codes.words(code)) for code in codes.DECLINE_CODES.values()}
    assert len(said) == len(codes.DECLINE_CODES)
    assert codes.words("") == ""
    assert codes.decline_code("42") == "generic_decline"
    assert codes.words("generic_decline")
    assert codes.decline_code("00") == codes.decline_code("") == ""
