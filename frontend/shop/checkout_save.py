"""Store a checkout form: each valid part by its own service, every refusal under its field."""

from frontend.common.submit import run_service
from frontend.shop.forms.checkout import CONTACT, CheckoutForm
from orders.checkout.services.accept_policy import accept_policy
from orders.checkout.services.choose_options import choose_options
from orders.checkout.services.set_address import set_address
from orders.checkout.services.set_contact import set_contact

_FIELDS = {"name": "buyer_name", "unit_id": "commune", "old_unit_id": "commune", "shipping_address": "commune"}


def save(form: CheckoutForm) -> bool:
    """Whether all of it was accepted; else the form has the errors, and the rest is stored."""
    checkout_id = form.options.view.id
    if form.are_valid(*CONTACT):
        contact = {name: form.cleaned_data[name] for name in CONTACT}
        if run_service(form, lambda: set_contact(checkout_id=checkout_id, **contact), fields=_FIELDS, raises=()):
            _save_address(form)
    _save_options(form)
    if form.are_valid("consent"):
        version = form.cleaned_data["consent"]
        run_service(form, lambda: accept_policy(checkout_id=checkout_id, version=version), raises=())
    return not form.errors


def _save_address(form: CheckoutForm) -> None:
    """Address rows are never changed; an equal address is not written again."""
    data, commune, before = form.cleaned_data, form.place.commune, form.options.view.address
    if commune is None or not data.get("street"):
        return
    after = (data["buyer_name"], data["phone"], data["street"], commune.unit_id)
    if before and (before.name, before.phone, before.street, before.unit_id) == after:
        return
    run_service(
        form,
        lambda: set_address(
            checkout_id=form.options.view.id,
            name=data["buyer_name"],
            phone=data["phone"],
            street=data["street"],
            unit_id=commune.unit_id,
            old_unit_id=commune.old_unit_id,
        ),
        fields=_FIELDS,
        raises=(),
    )


def _save_options(form: CheckoutForm) -> None:
    """The deliveries (once receiver and address are known) and the payment method."""
    view, deliveries = form.options.view, {}
    if form.are_valid("buyer_name", "phone", "commune", "street"):
        deliveries = {
            one.group.seller_id: one.picked.method_id
            for one in form.options.deliveries
            if one.picked and form.are_valid(one.field)
        }
    payment_method = form.cleaned_data.get("payment_method")
    sent = run_service(
        form,
        lambda: choose_options(
            checkout_id=view.id, deliveries=deliveries, payment_method=payment_method, groups=view.seller_groups
        ),
        raises=(),
    )
    if not sent:
        return
    for one in form.options.deliveries:
        if refusal := sent.value.deliveries.get(one.group.seller_id):
            form.add_error(one.field, str(refusal.message))
    if sent.value.payment:
        form.add_error("payment_method", str(sent.value.payment.message))
