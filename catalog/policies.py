"""Who may change a seller's goods, and who may speak for their certificates."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalog.models import Certificate, ProduceDeclaration
from cooperatives.models import Seller
from cooperatives.policies import acts_for, may_act_for, oversees
from core.errors import Forbidden


def acting_for(actor: User | None, seller: Seller) -> Seller | None:
    """Check that `actor` may act for `seller`; who it is acted for where that is another's seller, for the audit trail.

    None as the actor is the system itself. Raises Forbidden.
    """
    return None if actor is None else may_act_for(actor, seller).audited_for


def refuse_unless_officer(actor: User, paper: Certificate | ProduceDeclaration) -> None:
    """Only an officer whose commune or province covers the seller, or the operator; nobody for goods of a seller for
    whom they act themselves. Raises Forbidden."""
    seller = paper.product.seller
    if not oversees(actor, seller):
        raise Forbidden(_("Chỉ cán bộ phụ trách địa bàn của người bán mới được xác minh giấy tờ này."))
    if acts_for(actor, seller):
        raise Forbidden(_("Bạn không thể tự xác minh giấy tờ của gian hàng mình làm việc."))
