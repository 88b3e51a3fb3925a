"""Keep a filled checkout sheet: each part by its own service, every refusal under its field, what is right is kept."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts.phones import normalize_phone
from core.errors import DomainError
from frontend.shop.checkout_sheet import Sheet
from orders.checkout.contact import check_email, check_name, check_note, check_phone
from orders.checkout.services.accept_policy import accept_policy
from orders.checkout.services.choose_options import choose_options
from orders.checkout.services.set_address import set_address
from orders.checkout.services.set_contact import set_contact

_CHECKS: dict[str, Callable[[str], str]] = {
    "buyer_name": check_name,
    "phone": check_phone,
    "email": check_email,
    "note": check_note,
}
_FIELDS = {"name": "buyer_name", "unit_id": "commune", "old_unit_id": "commune", "shipping_address": "commune"}


def save(sheet: Sheet) -> bool:
    """Whether all of it was accepted; else `sheet.errors` says what to correct."""
    view = sheet.view
    if _save_contact(sheet):
        _save_address(sheet)
    elif not sheet.fetches_all:
        _check_place(sheet)
    _try(sheet, lambda: _save_options(sheet), "payment_method")
    if sheet.consent:
        _try(sheet, lambda: accept_policy(checkout_id=view.id, version=sheet.consent), "consent")
    else:
        sheet.errors["consent"] = _("Vui lòng đọc rồi đánh dấu đồng ý để đặt hàng.")
    return not sheet.errors


def _save_contact(sheet: Sheet) -> bool:
    """Each field is looked at by itself first, so that all that is amiss is said at once."""
    contact = {name: sheet.values[name] for name in _CHECKS}
    fine = [_try(sheet, lambda name=name: _CHECKS[name](contact[name]), name) for name in contact]  # type: ignore[misc]
    return all(fine) and _try(sheet, lambda: set_contact(checkout_id=sheet.view.id, **contact))


def _check_place(sheet: Sheet) -> None:
    if not sheet.commune:
        text = _("Vui lòng cho biết xã, phường nhận hàng, hoặc chọn nhận tại nơi bán với mọi người bán.")
        sheet.errors.setdefault("commune", text)
    elif not sheet.values["street"]:
        sheet.errors.setdefault("street", _("Vui lòng ghi số nhà, tên đường hoặc tên ấp."))


def _save_address(sheet: Sheet) -> None:
    values, commune, before = sheet.values, sheet.commune, sheet.view.address
    if not (commune and values["street"]):
        if not sheet.fetches_all:
            _check_place(sheet)
        return
    after = (values["buyer_name"], values["street"], commune.unit_id)
    if before and (before.name, before.street, before.unit_id) == after and before.phone == _digits(values["phone"]):
        return  # addresses are never changed: without this, every look at the page would leave one more
    _try(
        sheet,
        lambda: set_address(
            checkout_id=sheet.view.id,
            name=values["buyer_name"],
            phone=values["phone"],
            street=values["street"],
            unit_id=commune.unit_id,
            old_unit_id=commune.old_unit_id,
        ),
    )


def _save_options(sheet: Sheet) -> None:
    """The deliveries and the payment method together: the seller groups are read once."""
    deliveries = {}
    for way in sheet.ways:
        if way.picked is None:
            if way.lost:
                sheet.errors[way.name] = _("Cách này không tới được nơi vừa chọn. Vui lòng chọn lại.")
            elif not way.group.quotes and sheet.commune:
                sheet.errors[way.name] = _("Người bán này không giao tới đó. Vui lòng bỏ hàng của họ khỏi giỏ.")
            elif not sheet.errors.get("commune"):
                sheet.errors[way.name] = _("Vui lòng chọn cách nhận hàng.")
        elif not (sheet.errors.keys() & {"commune", "street", "buyer_name", "phone"}):
            deliveries[way.group.seller_id] = way.picked.method_id
    payment_method = sheet.values["payment_method"]
    refusals = choose_options(checkout_id=sheet.view.id, deliveries=deliveries, payment_method=payment_method)
    for way in sheet.ways:
        if refusal := refusals.deliveries.get(way.group.seller_id):
            sheet.errors.setdefault(way.name, refusal.message)
    if refusals.payment:
        sheet.errors.setdefault("payment_method", refusals.payment.message)


def _digits(phone: str) -> str:
    return normalize_phone(phone) or ""


def _try(sheet: Sheet, act: Callable[[], object], field: str | None = None) -> bool:
    try:
        act()
    except DomainError as error:
        name = field or _FIELDS.get(error.field or "", error.field) or "commune"
        sheet.errors.setdefault(name, error.message)
        return False
    return True
