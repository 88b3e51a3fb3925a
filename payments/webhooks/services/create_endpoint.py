"""Have an address told what happens."""

from collections.abc import Mapping, Sequence

from core.encryption import encrypt
from core.identifiers import new_id
from payments.models import WebhookEndpoint
from payments.webhooks import addresses, signing
from payments.webhooks.enabled import check_enabled


def create_endpoint(
    *,
    url: str,
    enabled_events: Sequence[str],
    livemode: bool,
    payee_id: str | None = None,
    connect: bool = False,
    description: str = "",
    metadata: Mapping[str, str] | None = None,
    api_version: str = "",
) -> tuple[WebhookEndpoint, str]:
    """The endpoint and its secret, which is never told again. Raises DomainError URL_INVALID, EVENT_UNKNOWN.

    With `connect` it hears the platform's payees instead of the platform itself: only the platform may have one.
    """
    asked = check_enabled(enabled_events)
    addresses.check(url, livemode=livemode)
    secret = signing.new_secret()
    endpoint = WebhookEndpoint(
        id=new_id("we"),
        livemode=livemode,
        payee_id=payee_id,
        connect=connect and payee_id is None,
        url=url,
        encrypted_secret=encrypt(secret),
        enabled_events=asked,
        description=description[:255],
        metadata=dict(metadata or {}),
        api_version=api_version,
    )
    endpoint.save(force_insert=True)
    return endpoint, secret
