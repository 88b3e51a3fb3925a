"""What stands before every page."""

import pytest
from django.test import Client

from tests.factories import make_officer

pytestmark = pytest.mark.django_db
DESKS = ["/co-quan/chi-tra/lap-tep", "/co-quan/chi-tra/khoan/po_1/tra-ve"]


@pytest.mark.parametrize("address", DESKS)
@pytest.mark.parametrize("name", ["payout", "reason", "bất kỳ"])
def test_a_form_holds_no_nul(address: str, name: str) -> None:
    """PostgreSQL cannot store it: nothing of such a form is read by any page."""
    client = Client(raise_request_exception=False)
    client.force_login(make_officer("operator"))
    assert client.post(address, {name: ["po_1", "a\x00b"]}).status_code == 400
    assert client.post(address, {name: ["po_1", "ab"]}).status_code != 400


def test_those_who_send_no_forms_read_their_bodies_themselves() -> None:
    client = Client(raise_request_exception=False)
    answer = client.post("/v1/refunds", {"payment_intent": "a\x00b"})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/json")
