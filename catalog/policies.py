"""Who may verify certificates and declarations."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalog.models import Certificate, ProduceDeclaration
from cooperatives.policies import acts_for, oversees
from core.errors import Forbidden


def refuse_unless_officer(actor: User, paper: Certificate | ProduceDeclaration) -> None:
    """Only an officer whose commune or province covers the seller, or the operator; nobody for goods of a seller for
    whom they act themselves. Raises Forbidden."""
    seller = paper.product.seller
    if not oversees(actor, seller):
        raise Forbidden(_("Chỉ cán bộ phụ trách địa bàn của người bán mới được xác minh giấy tờ này."))
    if acts_for(actor, seller):
        raise Forbidden(_("Bạn không thể tự xác minh giấy tờ của gian hàng mình làm việc."))
