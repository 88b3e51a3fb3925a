"""/v1/events/:id/retry: an event is told again, as `stripe events resend` asks for it."""

from typing import Any

from core.errors import DomainError
from payments.api.endpoint import Answer, Call, Endpoint
from payments.api.errors import ApiError, from_domain, resource_missing
from payments.api.fields import Id, Params
from payments.events.subscribers import enabled, may_receive
from payments.models import ApiEvent, WebhookEndpoint
from payments.webhooks.replay import replay_event


class RetryParams(Params):
    webhook_endpoint: Id | None = None  # None: every enabled endpoint that may hear it
    account: Id | None = None  # the platform's: an event of this account, for its `connect` endpoints


def retry(call: Call[RetryParams]) -> Answer:
    event = _event(call)
    for endpoint in _endpoints(call, event):
        try:
            replay_event(event_id=event.pk, endpoint_id=endpoint.pk)
        except DomainError as error:
            raise from_domain(error) from None
    return event


def _event(call: Call[RetryParams]) -> ApiEvent:
    account = call.params.account
    if account is None:
        found: ApiEvent = call.own("event", "event")
        return found
    payee = call.find("account", account, param="account")
    event = ApiEvent.objects.filter(pk=call.ids["event"], payee=payee, livemode=call.caller.livemode).first()
    if event is None:
        raise resource_missing("event", call.ids["event"], param="event")
    return event


def _endpoints(call: Call[RetryParams], event: ApiEvent) -> list[WebhookEndpoint]:
    asked = call.params.webhook_endpoint
    if asked is None:
        mine = enabled().filter(payee=call.caller.account, livemode=call.caller.livemode).order_by("sequence")
        return [endpoint for endpoint in mine if may_receive(endpoint, event)]
    endpoint: WebhookEndpoint = call.find("webhook_endpoint", asked, param="webhook_endpoint")
    if endpoint.deleted_at is not None:
        raise resource_missing("webhook_endpoint", asked, param="webhook_endpoint", status=400)
    if not may_receive(endpoint, event):
        raise ApiError(
            f"{endpoint.pk} does not hear the events of this account: a connect endpoint hears connected accounts, "
            "any other its own.",
            param="webhook_endpoint",
        )
    return [endpoint]


ENDPOINTS: list[Endpoint[Any]] = [
    Endpoint("POST", "/v1/events/{event}/retry", "webhook_endpoints", RetryParams, "Event", retry, "Resend an event"),
]
