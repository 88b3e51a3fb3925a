"""An operator requests a new status query of a payment; the answer is stored as evidence."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.exceptions import AlreadyEnqueued

from accounts.models import User
from accounts.services.record_audit import record_audit
from core.errors import NotFound
from payments.base.operator import require_operator
from payments.intents.jobs import recheck_attempt
from payments.models import Attempt
from payments.providers import methods_with_status_query


def request_status_query(*, reference: str, actor: User) -> None:
    """Enqueue one status query, however often the button is pressed. Raises Forbidden, NotFound."""
    require_operator(actor)
    queryable = Attempt.objects.filter(reference=reference, provider__in=methods_with_status_query())
    attempt = queryable.select_related("intent").first()
    if attempt is None:
        raise NotFound(_("Không tìm thấy lần trả này."))
    with transaction.atomic():
        try:
            with transaction.atomic():
                recheck_attempt.configure(queueing_lock=f"payments.recheck_attempt:{reference}").defer(
                    reference=reference
                )
        except AlreadyEnqueued:
            return
        record_audit(
            actor=actor, action="payment.request_status_query", obj=attempt.intent, after={"reference": reference}
        )
