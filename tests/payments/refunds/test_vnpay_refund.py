"""VNPay's refund call: the exact request, and an answer accepted only where it is signed and matches."""

import httpx
import pytest
from django.conf import settings

from payments.callbacks import ipn
from payments.models import ProviderMessage, Refund
from payments.providers import provider
from payments.providers.results import RefundOutcome
from payments.providers.vnpay import api, protocol, refund
from payments.providers.vnpay.api import checksum_values
from payments.providers.vnpay.messages import VNPayData
from payments.providers.vnpay.protocol import merchant
from payments.refunds.services.create_refund import create_refund
from tests.factories import make_officer
from tests.outside import outside
from tests.payments.helpers import make_attempt, message
from tests.payments.providers.test_vnpay_protocol import QUERY, QUERY_HASH, REFUND, REFUND_HASH, SECRET


@pytest.mark.parametrize(
    ("fields", "text", "expected"),
    [(api.QUERYDR_REQUEST, QUERY, QUERY_HASH), (api.REFUND_REQUEST, REFUND, REFUND_HASH)],
)
def test_the_documented_vectors_in_the_documented_order(fields, text, expected):
    page_words = dict(zip(fields, text.split("|"), strict=True))
    assert page_words["vnp_CreateDate"] in ("20260115100000", "20260116080000")
    shuffled = dict(sorted(page_words.items()))
    assert protocol.sign_bar(checksum_values(shuffled, fields), SECRET) == expected


@pytest.fixture
def queued(db) -> Refund:
    """40,000 of a payment of 300,000, on its way."""
    attempt = make_attempt()
    ipn.answer("vnpay", message(attempt))
    return create_refund(intent_id=attempt.intent_id, amount=40_000, reason="out_of_stock", reference="7K2P-9DXM-4H")


def answer(refund: Refund, **changes) -> dict:
    result = {
        "vnp_ResponseId": "R1",
        "vnp_Command": "refund",
        "vnp_ResponseCode": "00",
        "vnp_Message": "Success",
        "vnp_TmnCode": settings.VNPAY["tmn_code"],
        "vnp_TxnRef": refund.attempt.reference,
        "vnp_Amount": str(refund.amount * 100),
        "vnp_BankCode": "NCB",
        "vnp_PayDate": "20261122190000",
        "vnp_TransactionNo": "15000001",
        "vnp_TransactionType": "03",
        "vnp_TransactionStatus": "00",
        "vnp_OrderInfo": "Hoan tien",
    } | changes
    values = checksum_values(result, api.REFUND_ANSWER)
    return result | {"vnp_SecureHash": protocol.sign_bar(values, settings.VNPAY["hash_secret"])}


@pytest.fixture
def answers_with(monkeypatch):
    """Let VNPay answer so; what it was asked."""
    requested: list = []

    def let(result) -> list:
        def post(message):
            requested.append(message)
            if isinstance(result, Exception):
                raise result
            return result

        monkeypatch.setattr(api, "post", post)
        return requested

    return let


def send(row: Refund):
    return provider("vnpay").refund(row, row.attempt)


class TestRequest:
    def test_a_part(self, queued, answers_with):
        requested = answers_with(answer(queued))
        send(queued)
        (page_words,) = requested
        attempt = queued.attempt
        attempt.refresh_from_db()
        assert page_words.pop("vnp_SecureHash") == protocol.sign_bar(page_words.values(), settings.VNPAY["hash_secret"])
        assert page_words.pop("vnp_CreateDate").isdecimal()
        assert page_words == {
            "vnp_RequestId": queued.pk.replace("_", ""),
            "vnp_Version": "2.1.0",
            "vnp_Command": "refund",
            "vnp_TmnCode": settings.VNPAY["tmn_code"],
            "vnp_TransactionType": "03",
            "vnp_TxnRef": attempt.reference,
            "vnp_Amount": "4000000",
            "vnp_TransactionNo": "14422574",
            "vnp_TransactionDate": VNPayData.of(attempt).create_date,
            "vnp_CreateBy": "choxa",
            "vnp_IpAddr": "127.0.0.1",
            "vnp_OrderInfo": f"Hoan tien {attempt.reference}",
        }
        assert len(page_words["vnp_RequestId"]) <= 32

    def test_the_whole_names_who_asked(self, queued, answers_with):
        queued.amount, queued.requested_by = 300_000, make_officer("operator")
        page_words = refund.request(queued, queued.attempt, merchant())
        assert page_words["vnp_TransactionType"] == "02"
        assert page_words["vnp_CreateBy"] == f"nhanvien{queued.requested_by_id}"

    def test_payment_without_a_transaction_number_is_refunded(self, queued):
        queued.attempt.provider_ref = ""
        assert refund.request(queued, queued.attempt, merchant())["vnp_TransactionNo"] == ""

    def test_request_is_stored_before_it_is_sent_and_so_is_the_answer(self, queued, answers_with, monkeypatch):
        def post(message):
            assert ProviderMessage.objects.get(kind="refund_request").payload == message
            return answer(queued)

        monkeypatch.setattr(api, "post", post)
        send(queued)
        page_words = ProviderMessage.objects.get(kind="refund")
        assert (page_words.refund, page_words.attempt, page_words.signature_ok) == (queued, queued.attempt, True)
        assert page_words.payload["vnp_TransactionNo"] == "15000001"


@pytest.mark.parametrize(
    ("changes", "outcome", "failure", "shown"),
    [
        ({}, RefundOutcome.SUCCEEDED, "", "0000"),
        ({"vnp_TransactionStatus": "06"}, RefundOutcome.SUCCEEDED, "", "0006"),
        ({"vnp_TransactionStatus": "05"}, RefundOutcome.AT_PROVIDER, "", "0005"),
        ({"vnp_TransactionStatus": "09"}, RefundOutcome.REFUSED, "declined", "0009"),
        ({"vnp_TransactionStatus": "01"}, RefundOutcome.UNKNOWN, "", "0001"),
        ({"vnp_TransactionStatus": "02"}, RefundOutcome.UNKNOWN, "", "0002"),
        ({"vnp_TransactionStatus": "04"}, RefundOutcome.UNKNOWN, "", "0004"),
        ({"vnp_TransactionStatus": "07"}, RefundOutcome.UNKNOWN, "", "0007"),
        ({"vnp_TransactionStatus": None}, RefundOutcome.UNKNOWN, "", "00"),
        ({"vnp_ResponseCode": "02", "vnp_TransactionStatus": ""}, RefundOutcome.REFUSED, "unknown", "02"),
        ({"vnp_ResponseCode": "03", "vnp_TransactionStatus": ""}, RefundOutcome.REFUSED, "unknown", "03"),
        ({"vnp_ResponseCode": "91", "vnp_Amount": ""}, RefundOutcome.REFUSED, "unknown", "9100"),
        ({"vnp_ResponseCode": "95", "vnp_Amount": ""}, RefundOutcome.REFUSED, "declined", "9500"),
        ({"vnp_ResponseCode": "97", "vnp_Amount": ""}, RefundOutcome.REFUSED, "unknown", "9700"),
        ({"vnp_ResponseCode": "94", "vnp_Amount": ""}, RefundOutcome.UNKNOWN, "", "9400"),
        ({"vnp_ResponseCode": "99", "vnp_Amount": ""}, RefundOutcome.UNKNOWN, "", "9900"),
        ({"vnp_ResponseCode": ""}, RefundOutcome.UNKNOWN, "", "00"),
        ({"vnp_ResponseCode": "00", "vnp_Amount": 4_000_000}, RefundOutcome.SUCCEEDED, "", "0000"),
    ],
)
def test_answer_code_has_its_outcome(queued, answers_with, changes, outcome, failure, shown):
    answers_with(answer(queued, **changes))
    reported = send(queued)
    assert (reported.outcome, reported.failure_reason, reported.response_code) == (outcome, failure, shown)
    assert not ProviderMessage.objects.exclude(review_reason="").exists()


@pytest.mark.parametrize(
    "changes", [{"vnp_TxnRef": "another"}, {"vnp_TmnCode": "OTHER001"}, {"vnp_Amount": "3999900"}, {"vnp_Amount": ""}]
)
def test_an_answer_about_something_else_is_unknown_and_asks_for_a_person(queued, answers_with, changes):
    answers_with(answer(queued, **changes))
    assert send(queued).outcome is RefundOutcome.UNKNOWN
    assert ProviderMessage.objects.exclude(review_reason="").get().refund == queued


@pytest.mark.parametrize(
    "lie", [{"vnp_SecureHash": "0" * 128}, {"vnp_SecureHash": ""}, {"vnp_TransactionStatus": "09"}]
)
def test_a_wrong_signature_is_unknown(queued, answers_with, lie):
    answers_with(answer(queued) | lie)
    assert send(queued).outcome is RefundOutcome.UNKNOWN
    assert not ProviderMessage.objects.get(kind="refund").signature_ok


def test_silence_is_unknown_and_what_never_left_is_not_sent(queued, answers_with):
    answers_with(api.NoAnswer("ReadTimeout"))
    assert send(queued).outcome is RefundOutcome.UNKNOWN
    answers_with(api.NotSent("ConnectError"))
    assert send(queued).outcome is RefundOutcome.NOT_SENT
    stored = [call.payload for call in ProviderMessage.objects.filter(kind="refund").order_by("pk")]
    assert stored == [{"no_answer": "ReadTimeout"}, {"not_sent": "ConnectError"}]


def test_many_badly_signed_answers_are_kept_all_the_same(queued, answers_with, monkeypatch):
    monkeypatch.setattr("payments.base.provider_messages.BAD_AN_HOUR", 0)
    monkeypatch.setattr("payments.base.provider_messages.SIGNED_A_DAY", 0)
    answers_with(answer(queued) | {"vnp_SecureHash": "0"})
    send(queued)
    assert ProviderMessage.objects.filter(refund=queued).count() == 2


class TestTransport:
    @pytest.fixture(autouse=True)
    def _far_away(self, settings):
        settings.VNPAY_TRANSPORT = "payments.providers.vnpay.api.post_https"

    @pytest.mark.parametrize(
        ("error", "expected"),
        [
            (httpx.ConnectError("refused"), api.NotSent),
            (httpx.ConnectTimeout("slow"), api.NotSent),
            (httpx.ReadTimeout("slow"), api.NoAnswer),
            (httpx.WriteTimeout("slow"), api.NoAnswer),
            (httpx.ReadError("reset"), api.NoAnswer),
            (httpx.RemoteProtocolError("closed"), api.NoAnswer),
        ],
    )
    def test_only_what_never_connected_was_not_sent(self, error, expected):
        with outside(error) as calls, pytest.raises(api.NoAnswer) as caught:
            api.post({})
        assert (type(caught.value), len(calls)) == (expected, 1)
