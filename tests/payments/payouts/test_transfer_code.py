"""The code in a transfer's text, also after banks have changed the text."""

import pytest

from payments.payouts.transfer_code import content, find_codes, new_code

CODE = "CXRT7K2P9DXM4H"


def test_a_code_is_short_plain_and_never_the_same():
    codes = {new_code() for _ in range(1_000)}

    assert len(codes) == 1_000
    assert {len(code) for code in codes} == {14}
    assert all(content(code).isascii() and len(content(code)) <= 30 for code in codes)


@pytest.mark.parametrize(
    "text",
    [
        content(CODE),
        "cho xa cxrt7k2p9dxm4h",
        "MBVCB.7712.CHO XA CXRT7K2P 9DXM4H.CT tu 0071",
        "CHOXACXRT-7K2P-9DXM-4H FT26331",
    ],
)
def test_transfer_code_is_read_from_a_text(text):
    assert find_codes(text) == {CODE}


@pytest.mark.parametrize("text", ["", "CHO XA", "CXRT7K2P", "CX 7K2P9DXM4H", "CXRTUUUUUUUUUU"])
def test_text_without_a_transfer_code_yields_none(text):
    assert find_codes(text) == set()


def test_two_in_one_text():
    assert find_codes(f"{CODE} {CODE[:-1]}9") == {CODE, CODE[:-1] + "9"}
