"""Who may change a seller's goods, and who may speak for their certificates."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalog.models import Certificate
from cooperatives.models import Seller
from core.errors import Forbidden


def acting_for(actor: User | None, seller: Seller) -> Seller | None:
    """Check that `actor` may act for `seller`; who it is acted for where that is another's seller, for the audit trail.

    None as the actor is the system itself. Raises Forbidden.
    """
    if actor is None:
        return None
    from cooperatives.policies import may_act_for

    return seller if may_act_for(actor, seller).on_behalf else None


def refuse_unless_officer(actor: User, certificate: Certificate) -> None:
    """Only an officer whose commune or province covers the seller, or the operator. Raises Forbidden."""
    from accounts import roles

    if not roles.scope(actor).covers(certificate.product.seller.unit):
        raise Forbidden(_("Chỉ cán bộ phụ trách địa bàn của người bán mới được xác minh giấy chứng nhận này."))
