"""The operator switches an endpoint on again that had switched itself off."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core import clock
from core.errors import NotFound
from core.locks import lock_row
from payments.base.operator import require_operator
from payments.models import WebhookDelivery, WebhookEndpoint
from payments.webhooks.states import NOT_SENT, PENDING
from payments.webhooks.switch import switch_on


def enable_endpoint(*, endpoint_id: str, actor: User, resend: bool = False) -> int:
    """The operator's switch: on again, and with `resend` what was not sent meanwhile is due now; how much that is.

    Raises Forbidden, NotFound.
    """
    require_operator(actor)
    with transaction.atomic():
        endpoint = lock_row(WebhookEndpoint.objects.filter(pk=endpoint_id, deleted_at=None))
        if endpoint is None:
            raise NotFound(_("Không tìm thấy webhook này."))
        switch_on(endpoint)
        unsent = WebhookDelivery.objects.filter(endpoint=endpoint, status=NOT_SENT)
        due = unsent.update(status=PENDING, next_try_at=clock.now(), ended_at=None) if resend else 0
        record_audit(
            actor=actor,
            action="webhook.enable",
            obj=endpoint,
            before={"status": "disabled"},
            after={"status": "enabled", "url": endpoint.shown_url, "resent": due},
        )
        return due
