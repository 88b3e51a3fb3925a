"""A worker that is killed between two steps of a refund: nothing is sent twice or lost."""

import pytest

from core import clock
from payments.models import ProviderMessage, Refund, RefundPhase, RefundStatus
from payments.providers.results import RefundOutcome, RefundResult
from payments.providers.vnpay import api
from payments.providers.vnpay import refund as vnpay_refund
from payments.refunds.services import send_refund as sending
from payments.refunds.services.complete_refund import fail_refund, succeed_refund
from payments.refunds.services.send_refund import record_refund_result, send_refund
from payments.refunds.services.sweep_refunds import LOST_AFTER, sweep_refunds
from sandbox.models import SandboxRefund
from tests.payments.helpers import state
from tests.payments.refunds.helpers import (
    DONE,
    QUEUED,
    UNKNOWN,
    all_is_well,
    ask,
    stands,
)

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The worker dies here."""


class TestKilled:
    """Killed between any two steps: the result of a refund in flight is unknown, and no request is sent twice."""

    def lose(self, refund: Refund) -> None:
        """The time passes after which nobody will hear of it."""
        Refund.objects.filter(pk=refund.pk).update(sent_at=clock.now() - LOST_AFTER)

    def test_worker_killed_before_sending_sends_later(self, paid, monkeypatch):
        refund = ask(paid, 300_000)
        with monkeypatch.context() as broken:
            broken.setattr(sending, "_is_next", self.die)
            with pytest.raises(Killed):
                send_refund(refund_id=refund.pk)
        assert stands(refund) == QUEUED
        assert send_refund(refund_id=refund.pk) is RefundOutcome.SUCCEEDED

    @pytest.mark.parametrize(
        ("where", "name", "sent"),
        [
            (vnpay_refund, "request", 0),
            (api, "post", 0),
            (vnpay_refund, "_judge", 1),
            (sending, "record_refund_result", 1),
            (sending, "succeed_refund", 1),
        ],
    )
    def test_worker_killed_while_sending_does_not_send_again(self, paid, monkeypatch, where, name, sent):
        refund = ask(paid, 300_000)
        with monkeypatch.context() as broken:
            broken.setattr(where, name, self.die)
            with pytest.raises(Killed):
                send_refund(refund_id=refund.pk)
        assert stands(refund) == (RefundPhase.IN_FLIGHT, RefundStatus.PENDING)
        assert SandboxRefund.objects.count() == sent
        before = state()
        assert send_refund(refund_id=refund.pk) is None  # the job, given back to the living
        assert sweep_refunds() == []  # too early to say
        assert state() == before
        self.lose(refund)
        assert sweep_refunds() == [refund.pk]
        assert stands(refund) == UNKNOWN
        assert send_refund(refund_id=refund.pk) is None
        assert SandboxRefund.objects.count() == sent
        all_is_well("payments")

    @staticmethod
    def die(*args, **kwargs):
        raise Killed

    def test_an_answer_after_all_still_counts(self, paid):
        refund = ask(paid, 300_000)
        Refund.objects.filter(pk=refund.pk).update(phase=RefundPhase.UNKNOWN, sent_at=clock.now())
        record_refund_result(refund_id=refund.pk, result=RefundResult(RefundOutcome.SUCCEEDED, provider_ref="15000001"))
        assert stands(refund) == DONE

    @pytest.mark.parametrize(
        ("outcome", "end", "asks"),
        [
            (RefundOutcome.SUCCEEDED, fail_refund, True),
            (RefundOutcome.REFUSED, succeed_refund, True),
            (RefundOutcome.SUCCEEDED, succeed_refund, False),
            (RefundOutcome.REFUSED, fail_refund, False),
            (RefundOutcome.UNKNOWN, fail_refund, False),
        ],
    )
    def test_an_answer_after_the_decision_moves_nothing(self, paid, outcome, end, asks):
        refund = ask(paid, 300_000)
        end(refund_id=refund.pk, **({"reason": "declined"} if end is fail_refund else {"proof": "x"}))
        before = state()
        record_refund_result(refund_id=refund.pk, result=RefundResult(outcome))
        assert state() == before
        assert ProviderMessage.objects.exclude(review_reason="").exists() is asks
