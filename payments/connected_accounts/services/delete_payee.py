"""Delete a test account that was never used."""

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from payments.base.locks import lock_payee
from payments.models import Origin, Payee


def delete_payee(*, payee_id: str) -> None:
    """Delete a test account made over the API to which nothing refers. Raises DomainError PAYEE_IN_USE, or NotFound."""
    with transaction.atomic():
        payee = lock_payee(payee_id)
        if payee.livemode or payee.origin != Origin.API:
            raise _in_use()
        try:
            with transaction.atomic():
                payee.bank_accounts.all().delete()  # created with it; refused where a transfer came into one
                Payee.objects.filter(pk=payee.pk).delete()
                connection.check_constraints()  # checked now: a transfer may have been created meanwhile
        except (ProtectedError, IntegrityError):
            raise _in_use() from None


def _in_use() -> DomainError:
    return DomainError(_("Tài khoản này đã có sổ sách nên không xóa được."), code="PAYEE_IN_USE")
