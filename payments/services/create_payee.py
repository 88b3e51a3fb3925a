"""Open an account for someone to whom money will be owed."""

from core.codes import new_id
from payments.mode import livemode
from payments.models import Payee
from payments.services.update_payee import checked


def create_payee(*, name: str, business_type: str = "", legal_name: str = "", tax_id: str = "") -> Payee:
    """A payee (Stripe's connected account) of this process's mode; the bank destination may follow.

    Raises DomainError as `update_payee` does.
    """
    said = checked(business_type=business_type, legal_name=legal_name, tax_id=tax_id)
    return Payee.objects.create(id=new_id("acct"), livemode=livemode(), name=name[:120], **said)
