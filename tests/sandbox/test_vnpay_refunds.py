"""Refunds and injected faults of the sandbox: what VNPay checks, and every failure."""

import pytest
from django.conf import settings

from payments.intents.services.poll_attempt import poll_attempt
from payments.models import Attempt, AttemptStatus, ProviderMessage
from payments.providers.results import Outcome
from payments.providers.vnpay import api as merchant_webapi
from payments.providers.vnpay import protocol
from payments.providers.vnpay.api import REFUND_ANSWER, REFUND_REQUEST, checksum_values
from payments.providers.vnpay.messages import VNPayData
from sandbox.models import SandboxPayment, SandboxPlay, SandboxRefund
from sandbox.vnpay import api
from tests.payments.helpers import make_attempt, path_of, state
from tests.payments.refunds.helpers import make_paid, steer

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid() -> Attempt:
    return make_paid()


def message(attempt: Attempt, request_id: str, amount: int = 300_000, **changes) -> dict:
    requested = {
        "vnp_RequestId": request_id,
        "vnp_Version": "2.1.0",
        "vnp_Command": "refund",
        "vnp_TmnCode": settings.VNPAY["tmn_code"],
        "vnp_TransactionType": "02" if amount == attempt.amount else "03",
        "vnp_TxnRef": attempt.reference,
        "vnp_Amount": str(amount * 100),
        "vnp_TransactionNo": attempt.provider_ref,
        "vnp_TransactionDate": VNPayData.of(attempt).create_date,
        "vnp_CreateBy": "canbo01",
        "vnp_CreateDate": "20261122190000",
        "vnp_IpAddr": "127.0.0.1",
        "vnp_OrderInfo": "Hoan tien",
    } | changes
    signed = protocol.sign_bar(checksum_values(requested, REFUND_REQUEST), settings.VNPAY["hash_secret"])
    return requested | {"vnp_SecureHash": changes.get("vnp_SecureHash", signed)}


def code(attempt: Attempt, request_id: str, *args, **changes) -> str:
    return api.answer(message(attempt, request_id, *args, **changes))["vnp_ResponseCode"]


class TestChecks:
    def test_full_refund_has_a_signed_answer(self, paid):
        result = api.answer(message(paid, "A1"))
        assert protocol.verify_bar(
            checksum_values(result, REFUND_ANSWER), result["vnp_SecureHash"], settings.VNPAY["hash_secret"]
        )
        refund = SandboxRefund.objects.get()
        assert (refund.amount, refund.transaction_type, refund.created_by) == (30_000_000, "02", "canbo01")
        assert {name: result[name] for name in ("vnp_Command", "vnp_ResponseCode", "vnp_TransactionStatus")} == {
            "vnp_Command": "refund",
            "vnp_ResponseCode": "00",
            "vnp_TransactionStatus": "00",
        }
        assert (result["vnp_Amount"], result["vnp_TransactionNo"]) == ("30000000", refund.transaction_no)

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"vnp_TmnCode": "OTHER001"}, "02"),
            ({"vnp_TransactionType": "04"}, "03"),
            ({"vnp_Amount": "0"}, "03"),
            ({"vnp_Amount": "1.5"}, "03"),
            ({"vnp_CreateBy": ""}, "03"),
            ({"vnp_TransactionType": "02", "vnp_Amount": "100"}, "03"),
            ({"vnp_TxnRef": "unknown"}, "91"),
            ({"vnp_TransactionDate": "20200101000000"}, "91"),
            ({"vnp_TransactionNo": "1"}, "91"),
            ({"vnp_SecureHash": "0" * 128}, "97"),
            ({"vnp_Amount": "30000100", "vnp_TransactionType": "03"}, "99"),
            ({"vnp_TransactionNo": ""}, "00"),
            ({"vnp_TransactionNo": "0"}, "00"),
        ],
    )
    def test_refund_request_has_its_response_codes(self, paid, changes, expected):
        assert code(paid, "A1", **changes) == expected
        assert SandboxRefund.objects.count() == (expected == "00")

    def test_json_numbers_are_read_as_digits(self, client, paid):
        requested = message(paid, "A1")
        numbers = {name: int(requested[name]) for name in ("vnp_Amount", "vnp_TransactionDate", "vnp_CreateDate")}
        result = client.post(
            "/vnpay-sandbox/merchant_webapi/api/transaction", requested | numbers, content_type="application/json"
        )
        assert result.json()["vnp_ResponseCode"] == "00"

    def test_refund_of_an_unpaid_payment_is_refused(self):
        attempt = make_attempt()
        steer(txn_ref=attempt.reference, outcome="cancel")
        assert code(attempt, "A1", vnp_TransactionNo="") == "95"

    def test_partial_refunds_are_accepted_up_to_the_amount(self, paid):
        assert code(paid, "A1", 100_000) == "00"
        assert code(paid, "A1", 50_000) == "94"  # the same request again
        assert code(paid, "A2", 300_000) == "94"  # the full amount, after a partial refund
        assert code(paid, "A3", 200_001) == "99"
        assert code(paid, "A4", 150_000) == "00"
        assert code(paid, "A5", 50_000) == "00"
        assert code(paid, "A6", 1) == "94"
        assert sum(SandboxRefund.objects.values_list("amount", flat=True)) == 30_000_000

    def test_repeated_request_on_another_day_is_refused(self, paid):
        assert code(paid, "A1", 100_000) == "00"
        SandboxRefund.objects.update(request_id="A0")
        assert code(paid, "A0", 100_000) == "94"


class TestEnds:
    @pytest.mark.parametrize(
        ("play", "answer", "status"),
        [
            ("success", "00", "00"),
            ("sent_to_bank", "00", "06"),
            ("processing", "00", "05"),
            ("refuse", "00", "09"),
            ("not_successful", "95", None),
            ("unknown_error", "99", None),
        ],
    )
    def test_refund_follows_the_set_outcome(self, paid, play, answer, status):
        assert steer(txn_ref=paid.reference, refund=play) == {"refund": play}
        result = api.answer(message(paid, "A1"))
        assert (result["vnp_ResponseCode"], result.get("vnp_TransactionStatus")) == (answer, status)
        assert SandboxRefund.objects.count() == (status is not None)

    def test_declined_refund_can_be_requested_again(self, paid):
        steer(txn_ref=paid.reference, refund="refuse")
        code(paid, "A1")
        steer(txn_ref=paid.reference, refund="success")
        assert code(paid, "A2") == "00"

    @pytest.mark.parametrize("play", ["silent", "timeout"])
    def test_refund_done_without_an_answer(self, paid, play):
        steer(txn_ref=paid.reference, refund=play)
        with pytest.raises(merchant_webapi.NoAnswer) as caught:
            merchant_webapi.post(message(paid, "A1"))
        assert type(caught.value) is merchant_webapi.NoAnswer
        assert SandboxRefund.objects.get().amount == 30_000_000

    @pytest.mark.parametrize(
        ("play", "raised"), [("error", merchant_webapi.NoAnswer), ("unreachable", merchant_webapi.NotSent)]
    )
    def test_unanswered_refund_is_not_made(self, paid, play, raised):
        steer(txn_ref=paid.reference, refund=play)
        with pytest.raises(merchant_webapi.NoAnswer) as caught:
            merchant_webapi.post(message(paid, "A1"))
        assert type(caught.value) is raised
        assert SandboxRefund.objects.count() == 0

    @pytest.mark.parametrize(
        ("play", "field", "value"),
        [
            ("bad_signature", "vnp_SecureHash", "0" * 128),
            ("wrong_amount", "vnp_Amount", "30000100"),
            ("other_merchant", "vnp_TmnCode", "OTHER001"),
        ],
    )
    def test_false_answer_has_no_valid_signature(self, paid, play, field, value):
        steer(txn_ref=paid.reference, refund=play)
        result = merchant_webapi.post(message(paid, "A1"))
        assert result[field] == value
        believed = protocol.verify_bar(
            checksum_values(result, REFUND_ANSWER), result["vnp_SecureHash"], settings.VNPAY["hash_secret"]
        )
        assert believed == (play != "bad_signature")
        assert SandboxRefund.objects.count() == 1

    def test_outcome_of_another_payment_is_not_used(self, paid):
        other = make_attempt()
        steer(txn_ref=other.reference, outcome="success", refund="silent")
        assert code(paid, "A1") == "00"


class TestFaults:
    def test_fault_is_set_counted_and_cleared(self):
        reported = steer(fault={"querydr": "timeout", "refund": "error", "times": 2})
        assert reported == {"fault": {"querydr": "timeout", "refund": "error", "times": 2}}
        attempt = make_attempt()
        received = [poll_attempt(reference=attempt.reference) for _ in range(3)]
        assert received == [Outcome.NO_RESPONSE, Outcome.NO_RESPONSE, Outcome.NOT_FOUND]
        steer(fault={"querydr": "unreachable"})
        assert poll_attempt(reference=attempt.reference) is Outcome.NO_RESPONSE
        assert SandboxPlay.objects.count() == 1  # replaces all earlier settings
        assert steer(fault=None) == {"fault": None}
        assert poll_attempt(reference=attempt.reference) is Outcome.NOT_FOUND

    @pytest.mark.parametrize(
        "fault", ["timeout", "unreachable", "error", "bad_signature", "wrong_amount", "other_merchant"]
    )
    def test_faulty_gateway_completes_nothing(self, fault):
        attempt = make_attempt()
        steer(txn_ref=attempt.reference, outcome="success", ipn="never")
        steer(fault={"querydr": fault, "times": 1})
        before = state()
        assert poll_attempt(reference=attempt.reference) is Outcome.NO_RESPONSE
        assert state() == before
        lies = ProviderMessage.objects.exclude(review_reason="").count()
        assert lies == (fault in ("wrong_amount", "other_merchant"))
        assert poll_attempt(reference=attempt.reference) is Outcome.SUCCEEDED

    @pytest.mark.parametrize(("fault", "status"), [("timeout", 504), ("error", 503), ("unreachable", 503)])
    def test_fault_is_answered_by_http(self, client, paid, fault, status):
        steer(fault={"refund": fault})
        answer = client.post(
            "/vnpay-sandbox/merchant_webapi/api/transaction", message(paid, "A1"), content_type="application/json"
        )
        assert answer.status_code == status

    @pytest.mark.parametrize(
        ("fault", "answers"), [("duplicate", ["00", "02"]), ("late", ["00"]), ("never", []), ("wrong_amount", ["04"])]
    )
    def test_ipn_fault_applies_to_payments_by_the_page(self, client, fault, answers):
        attempt = make_attempt()
        client.get(path_of(attempt.redirect_url))
        steer(fault={"ipn": fault})
        client.post(f"/vnpay-sandbox/paymentv2/{SandboxPayment.objects.get().pk}/ket-thuc/success/")
        shown = ProviderMessage.objects.filter(kind="ipn").order_by("pk")
        assert list(shown.values_list("answer", flat=True)) == answers
        attempt.refresh_from_db()
        assert attempt.status == (AttemptStatus.SUCCEEDED if "00" in answers else AttemptStatus.OPEN)
        if fault == "late":
            assert attempt.expires_at < attempt.closed_at

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ('{"fault": "timeout"}', "fault"),
            ('{"fault": {}}', "fault"),
            ('{"fault": {"times": 1}}', "fault"),
            ('{"fault": {"querydr": "slow"}}', "fault.querydr"),
            ('{"fault": {"querydr": "silent"}}', "fault.querydr"),
            ('{"fault": {"refund": ["timeout"]}}', "fault.refund"),
            ('{"fault": {"pay": "timeout"}}', "fault.pay"),
            ('{"fault": {"querydr": "timeout", "times": 0}}', "fault.times"),
            ('{"fault": {"querydr": "timeout", "times": true}}', "fault.times"),
            ('{"fault": null, "txn_ref": "REF"}', "txn_ref"),
            ('{"txn_ref": "REF", "refund": "later"}', "refund"),
            ('{"txn_ref": "REF", "refund": null}', "refund"),
            ('{"txn_ref": "unknown", "refund": "success"}', "txn_ref"),
            ('{"refund": "success"}', "txn_ref"),
        ],
    )
    def test_invalid_command_is_400(self, client, body, field):
        body = body.replace("REF", make_attempt().reference)
        response = client.post("/vnpay-sandbox/control", body, content_type="application/json")
        assert (response.status_code, response.json()["error"]["field"]) == (400, field)
        assert SandboxPlay.objects.count() == 0
