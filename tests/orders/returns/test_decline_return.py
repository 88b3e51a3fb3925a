"""Declining a return, with a reason, of one's own orders only."""

import pytest

from accounts.models import AuditEntry
from orders.returns.services.accept_return import accept_return
from orders.returns.services.decline_return import decline_return
from payments.models import Refund
from tests.orders.returns.helpers import charge, make_requested_return, refused, stored_state
from tests.payments.refunds.helpers import all_is_well

pytestmark = pytest.mark.django_db


def test_declined_return_needs_an_answer(market, order) -> None:
    returned = make_requested_return(order)
    error = refused(market, decline_return, return_id=returned.pk, actor=market.manager, answer="  ")
    assert (error.code, error.field) == ("REQUIRED", "answer")

    decline_return(return_id=returned.pk, actor=market.manager, answer="Hàng giao còn nguyên")

    assert (stored_state(returned), returned.answer, charge(order)) == ("declined", "Hàng giao còn nguyên", ("FULL", 0))
    assert AuditEntry.objects.get(action="return.decline").after["answer"] == "Hàng giao còn nguyên"
    assert refused(market, accept_return, return_id=returned.pk, actor=market.manager).code == "RETURN_ANSWERED"
    assert not Refund.objects.exists()
    all_is_well()


def test_accepted_return_cannot_be_declined(market, order) -> None:
    returned = make_requested_return(order)
    accept_return(return_id=returned.pk, actor=market.manager)
    error = refused(market, decline_return, return_id=returned.pk, actor=market.manager, answer="Thôi")
    assert error.code == "RETURN_ANSWERED"


def test_declined_return_can_be_requested_again(market, order) -> None:
    decline_return(return_id=make_requested_return(order).pk, actor=market.manager, answer="Ảnh mờ quá")
    assert (make_requested_return(order, 2).number, charge(order)) == (2, ("FULL", 0))
    all_is_well()
