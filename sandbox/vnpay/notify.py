"""The gateway's messages to the shop: the signed return URL, the IPN, and VNPay's retry rules."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.conf import settings
from django.db import connection, connections
from django.db.models import F

from core.http.client import NoAnswer, get_json
from payments.callbacks import ipn
from payments.providers.vnpay import CODE, api, protocol
from payments.providers.vnpay.protocol import merchant
from sandbox.models import SandboxPayment

ACKNOWLEDGED = ("00", "02")
MOST_CALLS = 10
BETWEEN_CALLS = timedelta(minutes=5)
NO_ANSWER = {"RspCode": "", "Message": "No answer"}


def message(payment: SandboxPayment, **changes: str) -> dict[str, str]:
    """The signed query string about a payment, for the return and the IPN."""
    shop = merchant()
    took = payment.response_code in ("00", "07")
    params = {
        "vnp_TmnCode": payment.tmn_code,
        "vnp_Amount": str(payment.amount),
        "vnp_BankCode": payment.bank_code,
        "vnp_BankTranNo": f"VNP{payment.transaction_no}" if took else "",
        "vnp_CardType": payment.card_type,
        "vnp_PayDate": payment.pay_date,
        "vnp_OrderInfo": payment.order_info,
        "vnp_TransactionNo": payment.transaction_no if took else "0",
        "vnp_ResponseCode": payment.response_code,
        "vnp_TransactionStatus": payment.transaction_status,
        "vnp_TxnRef": payment.txn_ref,
    } | changes
    params = {key: value for key, value in params.items() if value}
    return params | {"vnp_SecureHash": protocol.sign(params, shop.hash_secret)}


def return_address(payment: SandboxPayment, params: dict[str, str]) -> str:
    """The shop's return URL with the signed query string."""
    joint = "&" if "?" in payment.return_url else "?"
    query = f"{protocol.canonical(params)}&vnp_SecureHash={params['vnp_SecureHash']}"
    return f"{payment.return_url}{joint}{query}"


def call(payment: SandboxPayment) -> dict[str, str]:
    """Send one IPN about a payment; returns the shop's answer, which is stored."""
    answer = send(message(payment))
    SandboxPayment.objects.filter(pk=payment.pk).update(
        ipn_tries=F("ipn_tries") + 1, ipn_answer=str(answer.get("RspCode", ""))[:2]
    )
    payment.refresh_from_db(fields=["ipn_tries", "ipn_answer"])
    return answer


def must_call_again(payment: SandboxPayment) -> bool:
    """VNPay's rule: 00 and 02 end it; after any other answer it retries, ten times in all, five minutes apart."""
    return payment.ipn_answer not in ACKNOWLEDGED and payment.ipn_tries < MOST_CALLS


def send(params: dict[str, str]) -> dict[str, str]:
    """Send any message as an IPN, also a forged one; returns the raw answer."""
    return _in_process(params) if settings.VNPAY_SANDBOX else _by_http(params)


def _in_process(params: dict[str, str]) -> dict[str, str]:
    """On a separate thread: an external call shares no transaction, language or connection with the page.

    Inside a transaction it runs on this thread, since another one could not see uncommitted rows.
    """
    if connection.in_atomic_block:
        return dict(ipn.answer(CODE, params))
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="vnpay-ipn") as thread:
        return thread.submit(_answer_and_close, params).result()


def _answer_and_close(params: dict[str, str]) -> dict[str, str]:
    try:
        return dict(ipn.answer(CODE, params))
    finally:
        connections.close_all()


def _by_http(params: dict[str, str]) -> dict[str, str]:
    """For a stand-in in its own process."""
    try:
        return get_json(merchant().ipn_url, params, seconds=api.SECONDS)
    except NoAnswer:
        return NO_ANSWER
