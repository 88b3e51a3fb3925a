"""Open an account for someone to whom money will be owed."""

from core.codes import new_id
from payments.mode import livemode
from payments.models import Payee


def create_payee(*, name: str) -> Payee:
    """A payee (Stripe's connected account) of this process's mode; the bank destination may follow."""
    return Payee.objects.create(id=new_id("acct"), livemode=livemode(), name=name[:120])
