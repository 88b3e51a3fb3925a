"""The signatures, against vectors computed elsewhere."""

import pytest

from payments.providers.vnpay import protocol

SECRET = "TESTSECRETKEY0123456789ABCDEFGHIJ"
PAY = {
    "vnp_Version": "2.1.0",
    "vnp_Command": "pay",
    "vnp_TmnCode": "DEMO0001",
    "vnp_Amount": "15000000",
    "vnp_BankCode": "",
    "vnp_CreateDate": "20260115093000",
    "vnp_CurrCode": "VND",
    "vnp_ExpireDate": "20260115094500",
    "vnp_IpAddr": "113.160.92.202",
    "vnp_Locale": "vn",
    "vnp_OrderInfo": "Thanh toan don hang DH260115-0001",
    "vnp_OrderType": "100000",
    "vnp_ReturnUrl": "https://cho.mytho.example/thanh-toan/vnpay/return",
    "vnp_TxnRef": "DH260115-0001-1",
}
PAY_STRING = (
    "vnp_Amount=15000000&vnp_Command=pay&vnp_CreateDate=20260115093000&vnp_CurrCode=VND&vnp_ExpireDate=20260115094500"
    "&vnp_IpAddr=113.160.92.202&vnp_Locale=vn&vnp_OrderInfo=Thanh+toan+don+hang+DH260115-0001&vnp_OrderType=100000"
    "&vnp_ReturnUrl=https%3A%2F%2Fcho.mytho.example%2Fthanh-toan%2Fvnpay%2Freturn&vnp_TmnCode=DEMO0001"
    "&vnp_TxnRef=DH260115-0001-1&vnp_Version=2.1.0"
)
PAY_HASH = (
    "70a4c33d0601cc76036d07ec5629f730c07516b3e3f56463e933aaa88df4434d"
    "09380630ba7c8afc23d78fc9b086cf9f4b4b1a39aed15d84d828c5ee98b72ec7"
)
QUERY = "REQ0001|2.1.0|querydr|DEMO0001|DH260115-0001-1|20260115093000|20260115100000|113.160.92.202|"
QUERY += "Truy van DH260115-0001-1"
QUERY_HASH = (
    "46fe54963b1a73c5a3cd39cc84978f7cd059d72fb73ca68392c514309f7e5ac3"
    "baee42c75d3562aeb92e078f69aa283a186a70b1a31ec19777a17b13ef293f6f"
)
REFUND = "REQ0002|2.1.0|refund|DEMO0001|02|DH260115-0001-1|15000000|14422574|20260115093000|canbo01|20260116080000|"
REFUND += "113.160.92.202|Hoan tien DH260115-0001-1"
REFUND_HASH = (
    "fab1b31ed14c76e0453f12248c07891997b8038f707c4ea19c140d31ebab34a0"
    "f7335fd91e897c9f268f8259ad15ac68b945494ac760a5fc9b711f989879e67d"
)


def test_pay_vector():
    assert protocol.canonical(PAY) == PAY_STRING
    assert protocol.sign(PAY, SECRET) == PAY_HASH


@pytest.mark.parametrize(("text", "expected"), [(QUERY, QUERY_HASH), (REFUND, REFUND_HASH)])
def test_bar_vectors(text: str, expected: str):
    values = text.split("|")
    assert protocol.sign_bar(values, SECRET) == expected
    assert protocol.verify_bar(values, expected, SECRET)
    assert not protocol.verify_bar([*values[:-1], "x"], expected, SECRET)


def test_vietnamese_and_reserved_characters_are_form_encoded():
    params = {"vnp_OrderInfo": "Xoài cát Chu & đường/50%", "vnp_Amount": "100"}
    assert protocol.canonical(params) == (
        "vnp_Amount=100&vnp_OrderInfo=Xo%C3%A0i+c%C3%A1t+Chu+%26+%C4%91%C6%B0%E1%BB%9Dng%2F50%25"
    )


@pytest.mark.parametrize("supplied", [PAY_HASH, PAY_HASH.upper()])
def test_valid_signature_verifies(supplied: str):
    assert protocol.verify(PAY | {"vnp_SecureHash": supplied, "vnp_SecureHashType": "HmacSHA512"}, SECRET)


@pytest.mark.parametrize("supplied", ["", "0" * 128, PAY_HASH[:-1], PAY_HASH + "0", "đồng", "\x00"])
def test_bad_signature_does_not_verify(supplied: str):
    assert not protocol.verify(PAY | {"vnp_SecureHash": supplied}, SECRET)


@pytest.mark.parametrize("name", [name for name, value in PAY.items() if value])
def test_every_field_is_under_the_signature(name: str):
    assert not protocol.verify(PAY | {"vnp_SecureHash": PAY_HASH, name: PAY[name] + "1"}, SECRET)


def test_no_secret_verifies_nothing():
    assert not protocol.verify(PAY | {"vnp_SecureHash": protocol.sign(PAY, "")}, "")


def test_both_spellings_of_star_and_tilde_are_accepted():
    java = "vnp_BankTranNo=a*b%7Ec"
    supplied = protocol._hash(java, SECRET)
    assert protocol.verify({"vnp_BankTranNo": "a*b~c", "vnp_SecureHash": supplied}, SECRET)
    assert protocol.verify(
        {"vnp_BankTranNo": "a*b~c", "vnp_SecureHash": protocol._hash("vnp_BankTranNo=a%2Ab~c", SECRET)}, SECRET
    )
