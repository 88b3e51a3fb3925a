"""Who may change how a seller's goods travel."""

from accounts.models import User
from cooperatives.models import Seller
from cooperatives.policies import may_act_for


def acting_for(actor: User | None, seller: Seller) -> Seller | None:
    """Check that `actor` may act for `seller`; who it is acted for where that is another's seller, for the audit trail.

    None as the actor is the system itself. Raises Forbidden.
    """
    return None if actor is None else may_act_for(actor, seller).audited_for
