"""The admin shows endpoints and deliveries, and no secret."""

import pytest
from django.test import Client

from payments.api.services.create_api_key import create_api_key
from payments.checkout_sessions.services.create_session import Item, create_session
from payments.models import ApiEvent, ApiKey, WebhookDelivery
from payments.webhooks.endpoints import create_endpoint
from tests.admin import page_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_the_apis_tables(client: Client, hook, run_webhooks) -> None:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    _row, key = create_api_key()
    endpoint, secret = create_endpoint(url=hook.url, enabled_events=["*"], livemode=False)
    session = create_session(items=[Item("Xoài", 1, 90_000)], success_url="https://a.example/")
    run_webhooks()
    event, delivery, row = ApiEvent.objects.get(), WebhookDelivery.objects.get(), ApiKey.objects.get()
    assert hook.received
    for stored in (row, endpoint, delivery, event, session):
        for path in (f"/quan-tri/payments/{stored._meta.model_name}/", page_of(stored)):
            page = client.get(path)
            assert page.status_code == 200
            for hidden in (key, row.digest, secret, endpoint.encrypted_secret):
                assert hidden not in page.content.decode()
        assert client.post(page_of(stored), {"status": "failed"}).status_code == 403
    assert "200" in client.get(page_of(delivery)).content.decode()
