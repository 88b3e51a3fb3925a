"""Close a seller, or open it again (NĐ 248/2026, Art. 18.2). Buyers do not see closed sellers."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import is_operator
from accounts.services.record_audit import record_audit
from cooperatives.locks import lock_seller
from cooperatives.models import Seller
from core.errors import Forbidden


@transaction.atomic
def close_seller(*, seller_id: int, actor: User, closed: bool) -> Seller:
    """The seller, closed or open again; placed orders stay. Only the operator. Raises Forbidden, NotFound."""
    if not is_operator(actor):
        raise Forbidden(_("Chỉ đơn vị vận hành được ngừng hoặc mở lại một gian hàng."))
    seller = lock_seller(seller_id)
    if seller.is_active is not closed:
        return seller
    seller.is_active = not closed
    seller.save(update_fields=["is_active"])
    record_audit(actor=actor, action="seller.close" if closed else "seller.reopen", obj=seller)
    return seller
