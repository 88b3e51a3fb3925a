"""Store a checkout form: each valid part, every refusal under its field."""

from collections.abc import Mapping
from functools import partial
from typing import NoReturn

from core.errors import DomainError
from frontend.common.submit import run_service
from frontend.shop.forms.checkout import CONTACT, CheckoutForm
from orders.checkout.services.choose_options import Refusals
from orders.checkout.services.fill_checkout import Filled, fill_checkout

_FIELDS = {"name": "buyer_name", "unit_id": "commune", "old_unit_id": "commune", "shipping_address": "commune"}


def save(form: CheckoutForm) -> bool:
    """Whether all of it was accepted; else the form has the errors, and the rest is stored."""
    view, has_contact, consents = form.options.view, form.are_valid(*CONTACT), form.are_valid("consent")
    data = form.cleaned_data
    filled = Filled(
        contact={name: data[name] for name in CONTACT} if has_contact else None,
        address=_new_address(form) if has_contact else None,
        deliveries=_deliveries(form),
        payment_method=data.get("payment_method"),
        policy=data["consent"] if consents else None,
    )
    stored = run_service(
        form, lambda: fill_checkout(checkout_id=view.id, filled=filled, groups=view.seller_groups), raises=()
    )
    if stored:
        for refusal in stored.value.details:
            run_service(form, partial(_refuse, refusal), fields=_FIELDS, raises=())
        _show_options(form, stored.value.options)
    return not form.errors


def _refuse(refusal: DomainError) -> NoReturn:
    raise refusal


def _new_address(form: CheckoutForm) -> Mapping[str, object] | None:
    """Address rows are never changed; an equal address is not written again."""
    data, commune, before = form.cleaned_data, form.place.commune, form.options.view.address
    if commune is None or not data.get("street"):
        return None
    after = (data["buyer_name"], data["phone"], data["street"], commune.unit_id)
    if before and (before.name, before.phone, before.street, before.unit_id) == after:
        return None
    return {
        "name": data["buyer_name"],
        "phone": data["phone"],
        "street": data["street"],
        "unit_id": commune.unit_id,
        "old_unit_id": commune.old_unit_id,
    }


def _deliveries(form: CheckoutForm) -> Mapping[int, int]:
    """The picked deliveries, once receiver and address are known."""
    if not form.are_valid("buyer_name", "phone", "commune", "street"):
        return {}
    return {
        one.group.seller_id: one.picked.method_id
        for one in form.options.deliveries
        if one.picked and form.are_valid(one.field)
    }


def _show_options(form: CheckoutForm, refusals: Refusals) -> None:
    for one in form.options.deliveries:
        if refusal := refusals.deliveries.get(one.group.seller_id):
            form.add_error(one.field, str(refusal.message))
    if refusals.payment:
        form.add_error("payment_method", str(refusals.payment.message))
