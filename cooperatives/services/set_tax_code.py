"""Set the tax code of a seller that was registered without one."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.models import Seller
from cooperatives.policies import oversees
from cooperatives.tax_codes import free_tax_code
from core.errors import DomainError, NotFound
from core.locks import lock_row
from payments import sdk


@transaction.atomic
def set_tax_code(*, seller_id: int, tax_code: str, actor: User) -> Seller:
    """The seller with its code, which its payee has too, so that tax lists contain it.

    An existing code is never replaced, since tax papers contain it.

    Only an official of its commune or province, or the operator. Raises DomainError on `tax_code`, NotFound.
    """
    seller = lock_row(Seller.objects.filter(pk=seller_id).select_related("unit"))
    if seller is None or not oversees(actor, seller):
        raise NotFound(_("Không tìm thấy người bán này trong địa bàn của bạn."))
    if seller.tax_code:
        raise DomainError(_("Người bán này đã có mã số thuế."), code="UNIQUE", field="tax_code")
    seller.tax_code = free_tax_code(seller.kind, tax_code)
    seller.save(update_fields=["tax_code"])
    sdk.accounts.update(seller.payee_ref, tax_id=seller.tax_code)
    record_audit(actor=actor, action="seller.set_tax_code", obj=seller, after={"ends": seller.tax_code[-3:]})
    return seller
