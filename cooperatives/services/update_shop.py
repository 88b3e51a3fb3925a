"""Update a seller's shop: contact, description, and in which cases cash is accepted."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.identifiers import is_email, normalize_email
from accounts.models import User
from accounts.phones import normalize_phone
from accounts.services.record_audit import record_audit
from cooperatives.locks import lock_seller
from cooperatives.models import Seller
from cooperatives.policies import may_act_for
from core.cleaning import clean_text
from core.errors import DomainError

_FIELDS = ["phone", "email", "about", "cash_at_pickup", "cash_on_delivery"]
_MOST_ABOUT = 2_000


@transaction.atomic
def update_shop(
    *,
    seller_id: int,
    actor: User,
    phone: str,
    email: str,
    about: str,
    cash_at_pickup: bool,
    cash_on_delivery: bool,
) -> Seller:
    """The updated seller; the audit trail records the changed fields. Raises DomainError on a field, Forbidden."""
    seller = lock_seller(seller_id)
    acting = may_act_for(actor, seller)
    national = normalize_phone(phone)
    if national is None:
        raise DomainError(_("Số điện thoại này chưa đúng. Ví dụ: 0912 345 678."), field="phone")
    about = clean_text(about)
    if len(about) > _MOST_ABOUT:
        raise DomainError(_("Lời giới thiệu dài quá 2.000 ký tự."), field="about")
    before = {name: getattr(seller, name) for name in _FIELDS}
    seller.phone, seller.email, seller.about = national, _email(email), about
    seller.cash_at_pickup, seller.cash_on_delivery = cash_at_pickup, cash_on_delivery
    after = {name: getattr(seller, name) for name in _FIELDS}
    changed = [name for name in _FIELDS if before[name] != after[name]]
    if changed:
        seller.save(update_fields=changed)
        record_audit(
            actor=actor,
            action="seller.update_shop",
            obj=seller,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            on_behalf_of=acting.audited_for,
        )
    return seller


def _email(typed: str) -> str:
    email = normalize_email(typed)
    if email and not is_email(email):
        raise DomainError(_("Địa chỉ email này chưa đúng."), field="email")
    return email
