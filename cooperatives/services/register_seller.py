"""Register a seller with its tax code, address and payee in payments; buyers see it once it is verified."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.identifiers import is_email, normalize_email
from accounts.models import User
from accounts.phones import normalize_phone
from accounts.roles import scope
from accounts.services.record_audit import record_audit
from cooperatives.models import Seller, SellerKind
from cooperatives.tax_codes import business_type, free_tax_code
from core.cleaning import clean_line, clean_text
from core.errors import DomainError, Forbidden, NotFound
from core.identifiers import new_id
from core.locks import lock_name
from core.outbox import publish
from core.text import fold, slugify, sort_key, unique_slug
from payments import sdk
from places.models import Address


@transaction.atomic
def register_seller(
    *,
    kind: str,
    name: str,
    tax_code: str,
    representative: str,
    phone: str,
    address_id: int,
    email: str = "",
    old_unit_id: int | None = None,
    about: str = "",
    facts: Sequence[dict[str, Any]] = (),
    cash_at_pickup: bool = False,
    cash_on_delivery: bool = False,
    is_sample: bool = False,
    actor: User | None = None,
) -> Seller:
    """The new seller, active and unverified, with its payee (its account for money owed). Emits `seller.registered`.

    An official of its commune or province, or the operator, registers it (actor None: the system itself). An invented
    sample seller has no tax code; everyone else must give one. Raises DomainError on the field at fault, Forbidden.
    """
    kind = _kind(kind)
    name = _required(name, "name", _("Vui lòng ghi tên người bán."), most=120)
    representative = _required(representative, "representative", _("Vui lòng ghi người đại diện."), most=120)
    address = Address.objects.select_related("unit").filter(pk=address_id).first()
    if address is None:
        raise NotFound(_("Không tìm thấy địa chỉ này."), field="address_id")
    if actor is not None and not scope(actor).covers(address.unit):
        raise Forbidden(_("Bạn chỉ đăng ký được người bán trong địa bàn của mình."))
    code = "" if is_sample and not tax_code.strip() else free_tax_code(kind, tax_code)
    payee = sdk.accounts.create(
        name=name,
        business_type=business_type(kind),
        legal_name=representative if kind == SellerKind.HOUSEHOLD else name,
        tax_id=code,
        idempotency_key=new_id("seller"),
    )
    seller = Seller.objects.create(
        kind=kind,
        name=name,
        slug=_slug(name),
        name_fold=fold(name),
        name_sort=sort_key(name)[:600],
        tax_code=code,
        representative=representative,
        phone=_phone(phone),
        email=_email(email),
        address=address,
        unit=address.unit,
        old_unit_id=old_unit_id,
        about=clean_text(about),
        facts=list(facts),
        cash_at_pickup=cash_at_pickup,
        cash_on_delivery=cash_on_delivery,
        is_sample=is_sample,
        payee_ref=payee.id,
    )
    record_audit(actor=actor, action="seller.register", obj=seller, after={"name": name, "kind": kind})
    publish("seller.registered", {"seller_id": seller.pk})
    return seller


def _kind(kind: str) -> str:
    if kind not in SellerKind.values:
        raise DomainError(_("Vui lòng chọn loại người bán."), field="kind")
    return kind


def _required(text: str, field: str, message: Any, *, most: int) -> str:
    text = clean_line(text)
    if not text:
        raise DomainError(message, code="REQUIRED", field=field)
    if len(text) > most:
        raise DomainError(_("Nội dung này dài quá %(most)d ký tự.") % {"most": most}, field=field)
    return text


def _phone(typed: str) -> str:
    phone = normalize_phone(typed) if clean_line(typed) else ""
    if phone is None:
        raise DomainError(_("Số điện thoại này chưa đúng. Ví dụ: 0912 345 678."), field="phone")
    return phone


def _email(typed: str) -> str:
    email = normalize_email(typed)
    if email and not is_email(email):
        raise DomainError(_("Địa chỉ email này chưa đúng."), field="email")
    return email


def _slug(name: str) -> str:
    """A slug of the name that no other seller has."""
    base = slugify(name) or "nguoi-ban"
    lock_name(f"cooperatives.slug:{base}")
    return unique_slug(base, set(Seller.objects.filter(slug__startswith=base).values_list("slug", flat=True)))
