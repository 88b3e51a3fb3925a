"""Who decides at the reconciliation desk."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import is_operator
from core.errors import Forbidden


def require_operator(actor: User) -> None:
    """Only the operator's people say whether money came. Raises Forbidden, whichever page or command asks."""
    if not is_operator(actor):
        raise Forbidden(_("Chỉ đơn vị vận hành được quyết định khi đối soát."))
