"""Stop a seller's trade, or let it go on (NĐ 248/2026, Art. 18.2): buyers see nothing of a closed one."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import is_operator
from accounts.services.record_audit import record_audit
from cooperatives.models import Seller
from core.errors import Forbidden, NotFound
from core.locks import lock_row


@transaction.atomic
def close_seller(*, seller_id: int, actor: User, closed: bool) -> Seller:
    """The seller, closed or open again; placed orders stay. Only the operator. Raises Forbidden, NotFound."""
    if not is_operator(actor):
        raise Forbidden(_("Chỉ đơn vị vận hành được ngừng hoặc mở lại một gian hàng."))
    seller = lock_row(Seller.objects.filter(pk=seller_id))
    if seller is None:
        raise NotFound(_("Không tìm thấy người bán này."))
    if seller.is_active is not closed:
        return seller
    seller.is_active = not closed
    seller.save(update_fields=["is_active"])
    record_audit(actor=actor, action="seller.close" if closed else "seller.reopen", obj=seller)
    return seller
