"""Close a feed: its address no longer accepts calls. What it reported stays."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core.errors import NotFound
from core.locks import lock_row
from payments.base.operator import require_operator
from payments.models import BankFeed


def close_bank_feed(*, feed_id: int, payee_id: str | None, actor: User | None = None) -> BankFeed:
    """Close a feed of an account of `payee_id` (None: the operator's, for its people); twice changes nothing.

    Raises NotFound, Forbidden.
    """
    if payee_id is None and actor is not None:
        require_operator(actor)
    with transaction.atomic():
        feed = lock_row(BankFeed.objects.filter(pk=feed_id, account__payee_id=payee_id).select_related("account"))
        if feed is None:
            raise NotFound(_("Không tìm thấy dịch vụ báo tiền về này."))
        if feed.is_active:
            feed.is_active = False
            feed.encrypted_secret = ""
            feed.save(update_fields=["is_active", "encrypted_secret"])
            record_audit(actor=actor, action="payment.close_bank_feed", obj=feed, before={"kind": feed.kind})
        return feed
