"""Webhook endpoints that were disabled automatically, and enabling them."""

import pytest
from django.urls import reverse

from core import clock
from payments.events.store import record_event
from payments.models import ApiEvent, WebhookDelivery, WebhookEndpoint
from tests.frontend.office.figures.test_overview import text_of
from tests.payments.helpers import make_intent

pytestmark = pytest.mark.django_db
URL = "/co-quan/doi-soat/dia-chi-nhan-tin/"


@pytest.fixture
def silent(units) -> WebhookEndpoint:
    """Just disabled, with one unsent event."""
    endpoint = WebhookEndpoint(
        id="we_im", livemode=False, url="https://shop.example/tin?k=bi-mat", encrypted_secret="", enabled_events=["*"],
        is_enabled=False, disabled_at=clock.now(), disabled_reason="delivery_failures",
    )  # fmt: skip
    endpoint.save(force_insert=True)
    event: ApiEvent = record_event("payment_intent.created", make_intent())
    tried = WebhookDelivery.objects.create(
        endpoint=endpoint, event=event, status="failed", tries=1, ended_at=clock.now()
    )
    tried.log.create(status_code=502, milliseconds=12, answer="Bad Gateway")
    missed: ApiEvent = record_event("payment_intent.canceled", make_intent())
    WebhookDelivery.objects.create(endpoint=endpoint, event=missed, status="not_sent", ended_at=clock.now())
    return endpoint


def test_all_endpoints_enabled_shows_an_empty_state(units, client_as) -> None:
    assert "Mọi địa chỉ đều đang nhận tin." in text_of(client_as("operator").get(URL))


def test_disabled_endpoint_shows_its_last_error(silent, client_as) -> None:
    operator = client_as("operator")
    page = text_of(operator.get(URL))
    assert "https://shop.example/tin Tắt từ" in page
    assert "bi-mat" not in page
    assert "502 Bad Gateway" in page
    assert "Tin chưa gửi 1" in page
    assert "1 · Webhook đã tự tắt" in text_of(operator.get("/co-quan/doi-soat/"))


def test_endpoint_is_enabled_and_missed_events_resent(silent, client_as) -> None:
    operator = client_as("operator")
    page = operator.post(reverse("office:enable-webhook", args=[silent.pk]), {"resend": "1"}, follow=True)
    assert "Đã bật lại; 1 tin đang được gửi." in text_of(page)
    silent.refresh_from_db()
    assert silent.is_enabled
    assert list(WebhookDelivery.objects.order_by("pk").values_list("status", flat=True)) == ["failed", "pending"]
    assert "Bật lại webhook" in text_of(operator.get("/co-quan/nhat-ky/"))


def test_endpoint_is_enabled_without_resending(silent, client_as) -> None:
    page = client_as("operator").post(reverse("office:enable-webhook", args=[silent.pk]), follow=True)
    assert "Đã bật lại: tin từ bây giờ được gửi." in text_of(page)
    assert list(WebhookDelivery.objects.order_by("pk").values_list("status", flat=True)) == ["failed", "not_sent"]


def test_other_roles_are_refused(silent, client_as) -> None:
    for role in ("commune", "province", "buyer"):
        assert client_as(role).post(reverse("office:enable-webhook", args=[silent.pk])).status_code == 403
        assert client_as(role).get(URL).status_code == 403
    silent.refresh_from_db()
    assert not silent.is_enabled
