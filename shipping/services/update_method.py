"""Rename a shipping method, change its note, or stop and resume it."""

import re

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from cooperatives.policies import acting_for
from core.cleaning import clean_line
from core.errors import DomainError, NotFound
from core.locks import lock_name, lock_row
from shipping.models import ShippingMethod
from shipping.quotes.services.expire_quotes import expire_quotes

_UNREADABLE = re.compile(r"<[!/?a-zA-Z]|[\x00-\x1f\x7f]")


def update_method(
    *,
    method_id: int,
    actor: User | None,
    name: str | None = None,
    note: str | None = None,
    is_active: bool | None = None,
) -> ShippingMethod:
    """Set the fields that are not None. Raises DomainError naming the field, NotFound, Forbidden."""
    with transaction.atomic():
        method = lock_row(ShippingMethod.objects.select_related("seller").filter(pk=method_id))
        if method is None:
            raise NotFound(_("Không tìm thấy cách giao hàng này."), field="method_id")
        behalf = acting_for(actor, method.seller)
        values = {
            "name": method.name if name is None else _line(name, "name", 120),
            "note": method.note if note is None else _line(note, "note", 200),
            "is_active": method.is_active if is_active is None else is_active,
        }
        if not values["name"]:
            raise DomainError(_("Vui lòng đặt tên cho cách giao hàng."), code="REQUIRED", field="name")
        before = {field: getattr(method, field) for field in values if getattr(method, field) != values[field]}
        if not before:
            return method
        if before.get("is_active") is False:
            _refuse_duplicate(method)
        if before.get("is_active"):
            _refuse_none_left(method)
        for field in before:
            setattr(method, field, values[field])
        method.save(update_fields=list(before))
        if "is_active" in before:
            expire_quotes(method.seller_id)
        after = {field: values[field] for field in before}
        record_audit(actor=actor, action="shipping.update", obj=method, before=before, after=after, on_behalf_of=behalf)
        return method


def _line(value: str, field: str, limit: int) -> str:
    if len(value) > limit:
        raise DomainError(_("Nội dung quá dài: tối đa %(limit)d ký tự.") % {"limit": limit}, field=field)
    clean = clean_line(value)
    if _UNREADABLE.search(clean):
        raise DomainError(_("Chỉ nhập chữ thường, không dùng mã HTML."), field=field)
    return clean


def _active(method: ShippingMethod) -> QuerySet[ShippingMethod]:
    """The seller's active methods, under a lock that others who change them wait for."""
    lock_name(f"shipping.methods:{method.seller_id}")
    return ShippingMethod.objects.filter(seller=method.seller_id, is_active=True)


def _refuse_none_left(method: ShippingMethod) -> None:
    """Goods that are for sale need a way to the buyer (invariant `shipping.verified-sellers-can-send`)."""
    if not _active(method).exclude(pk=method.pk).exists():
        raise DomainError(
            _("Đây là cách giao hàng cuối cùng. Hãy bật một cách khác trước; muốn tạm nghỉ bán, hãy ẩn các mặt hàng."),
            code="INVALID", field="is_active",
        )  # fmt: skip


def _refuse_duplicate(method: ShippingMethod) -> None:
    """A seller offers each carrier once."""
    if _active(method).filter(carrier=method.carrier).exists():
        raise DomainError(_("Bạn đang có một cách giao hàng cùng loại."), code="UNIQUE", field="is_active")
