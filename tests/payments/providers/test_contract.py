"""What every provider must do. A new one that confirms by callback adds its gateway to `gateways.py`."""

import pytest
from django.test import Client
from django.utils import translation

from core import clock
from core.errors import DomainError
from payments import providers
from payments.checkout_sessions.services.create_session import Item, create_session
from payments.events.serializers.registry import render
from payments.ledger import chart
from payments.ledger.queries import trial_balance
from payments.models import (
    Attempt,
    AttemptStatus,
    Collector,
    IntentStatus,
    PaymentIntent,
    Refund,
)
from payments.providers.base import ConfirmedBy, Provider
from payments.providers.results import RefundOutcome
from payments.reconciliation import days as reconciliation_days
from payments.refunds.services.create_refund import create_refund
from payments.sdk import payment_intents, payment_methods
from tests.payments.bank.helpers import operators_account
from tests.payments.helpers import ledger, path_of
from tests.payments.providers.contract import AMOUNT, IP, make_intent, paid, start_attempt, status_of
from tests.payments.providers.gateways import (
    Gateway,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dongpay", "books_are_right")]


class TestRegistered:
    def test_it_is_found_by_its_code_and_has_labels(self, method: Provider) -> None:
        assert method.code in providers.codes()
        with translation.override("vi"):
            assert str(method.label)
            assert bool(str(method.hint)) is (method.code in providers.methods_on_pages())
        if method.settlement_account:
            assert method.settlement_account in chart.LABELS

    def test_its_capabilities_agree(self, method: Provider) -> None:
        assert (method.callbacks is not None) is (method.confirms_by is ConfirmedBy.CALLBACK)
        assert bool(method.return_url()) is (method.callbacks is not None)
        seen = payment_methods.retrieve(method.code)
        assert seen.collected_by_seller is (method.collector_for("acct_any") == Collector.SELLER)
        assert seen.refunds_by_call is method.refunds_by_call
        assert (method.code in providers.methods_with_status_query()) is method.supports_status_query

    def test_its_captured_money_balances(self, method: Provider) -> None:
        for payee_id in (None, "acct_any"):
            lines = method.capture_lines(AMOUNT, payee_id)
            assert [amount for _account, amount in lines] == [AMOUNT, -AMOUNT]
            if method.settlement_account:
                assert lines[0][0].code == method.settlement_account

    def test_no_reference_comes_twice(self, method: Provider) -> None:
        references = {method.new_reference(clock.now()) for _ in range(1_000)}
        assert len(references) == 1_000
        assert all(reference.isalnum() and len(reference) <= 100 for reference in references)

    def test_only_a_provider_with_callbacks_has_an_address(self, method: Provider, client: Client) -> None:
        if method.callbacks is None:
            assert client.get(f"/payments/{method.code}/ipn").status_code == 404
            assert client.get(f"/thanh-toan/{method.code}/tro-ve").status_code == 404
        else:
            other = client.post if method.callbacks.method == "GET" else client.get
            assert other(f"/payments/{method.code}/ipn").status_code == 405

    def test_without_a_call_a_person_refunds(self, method: Provider) -> None:
        if not method.refunds_by_call:
            assert method.refund(Refund(), Attempt()).outcome is RefundOutcome.BY_HAND


class TestAttempt:
    def test_the_buyer_is_sent_to_the_providers_page(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        assert attempt.redirect_url.startswith(gateway.page + "?")
        assert gateway.reference_sent(attempt) == attempt.reference
        assert (attempt.provider, attempt.amount, attempt.ip_address) == (gateway.code, AMOUNT, IP)
        assert status_of(attempt) == (AttemptStatus.OPEN, IntentStatus.REQUIRES_ACTION)
        assert attempt.provider_data != {}
        assert ledger(attempt.intent) == {}

    def test_second_press_returns_the_same_attempt(self, gateway: Gateway) -> None:
        first = start_attempt(gateway)
        assert start_attempt(gateway, first.intent) == first
        assert Attempt.objects.count() == 1

    @pytest.mark.parametrize("bound", ["too_little", "too_much"])
    def test_an_amount_that_it_cannot_carry_is_refused(self, gateway: Gateway, bound: str) -> None:
        code = {"too_little": "AMOUNT_TOO_SMALL", "too_much": "AMOUNT_TOO_LARGE"}[bound]
        with pytest.raises(DomainError) as refused:
            make_intent(gateway.code, getattr(gateway, bound))
        assert refused.value.code == code
        assert PaymentIntent.objects.count() == 0
        refusal = payment_intents.amount_refusal(gateway.code, getattr(gateway, bound))
        assert refusal is not None
        assert refusal.code == code

    def test_it_is_offered_on_a_checkout_page(self, gateway: Gateway, client: Client) -> None:
        operators_account()
        session = create_session(items=[Item("Xoài", 1, AMOUNT)])
        page = client.get(f"/payments/checkout/{session.pk}").content.decode()
        label = providers.provider(gateway.code).label
        assert f'value="{gateway.code}"' in page
        assert f"Trả 300.000 đ bằng {label}".replace(" đ", "\xa0đ") in page.replace(" đ", "\xa0đ")
        sent = client.post(f"/payments/checkout/{session.pk}/pay", {"method": gateway.code})
        assert (sent.status_code, sent["Location"].startswith(gateway.page)) == (302, True)


class TestReads:
    def test_its_money_stands_in_its_own_account(self, gateway: Gateway) -> None:
        paid(gateway)
        account = providers.provider(gateway.code).settlement_account
        assert [line.sum for line in trial_balance() if line.code == account] == [AMOUNT]

    def test_only_vnpays_payments_are_compared_with_vnpays_files(self, gateway: Gateway) -> None:
        paid(gateway)
        (day,) = reconciliation_days.days(clock.today(), clock.today())
        expected = (1, AMOUNT) if gateway.code == "vnpay" else (0, 0)
        assert (day.payments.count, day.payments.amount) == expected
        assert reconciliation_days.missing() == []

    def test_its_charge_is_shown_on_v1(self, gateway: Gateway) -> None:
        details = render(paid(gateway))["payment_method_details"]
        assert details["type"] == gateway.code
        assert set(details) == {"type", gateway.code}
        assert details[gateway.code]

    def test_its_refund_is_shown_on_v1(self, gateway: Gateway) -> None:
        refund = create_refund(intent_id=paid(gateway).intent_id, reason="out_of_stock")
        details = render(refund)["destination_details"]
        assert details == {"type": gateway.code, gateway.code: {"reference": None, "reference_status": "pending"}}

    def test_its_next_action_on_v1_is_the_redirect(self, gateway: Gateway) -> None:
        attempt = start_attempt(gateway)
        action = render(attempt.intent)["next_action"]
        assert action == {
            "type": "redirect_to_url",
            "redirect_to_url": {"return_url": None, "url": attempt.redirect_url},
        }
        assert path_of(attempt.redirect_url)
