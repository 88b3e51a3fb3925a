"""The pilot's sellers: registered, verified by the responsible official, members, shipping methods."""

from collections.abc import Mapping

from accounts.models import User
from cooperatives.models import Seller
from cooperatives.services.add_member import add_member
from cooperatives.services.record_consent import record_consent
from cooperatives.services.register_seller import register_seller
from cooperatives.services.verify_seller import verify_seller
from demo_data.content import SellerRow
from demo_data.people import PILOT_COMMUNE
from places.queries import commune_before_reform, current_commune
from places.services.create_address import create_address
from shipping.models import Carrier, Zone
from shipping.rates import DEFAULT_RATES
from shipping.services.ensure_default_methods import ensure_default_methods
from shipping.services.set_rates import set_rates
from shipping.services.update_method import update_method

HOURS = "Từ 7 giờ đến 17 giờ mỗi ngày, gọi trước khi đến"


def seed_seller(row: SellerRow, people: Mapping[str, User]) -> tuple[Seller, bool]:
    """The seller and whether it is new. An existing one (by its tax code) is not changed."""
    if known := Seller.objects.filter(tax_code=row.tax_code).first():
        return known, False
    commune, old_commune = current_commune(row.commune), commune_before_reform(row.old_commune)
    if commune is None or old_commune is None:
        raise ValueError(f"{row.key}: no such commune")
    address = create_address(
        name=row.name, phone=row.phone, street=row.street, unit_id=commune.pk, old_unit_id=old_commune.pk
    )
    seller = register_seller(
        kind=row.kind,
        name=row.name,
        tax_code=row.tax_code,
        representative=row.representative,
        phone=row.phone,
        address_id=address.pk,
        old_unit_id=old_commune.pk,
        about=row.about,
        facts=row.facts,
        cash_at_pickup=row.cash_at_pickup,
        cash_on_delivery=row.cash_on_delivery,
        is_sample=row.is_sample,
    )
    _set_deliveries(seller, row.reach)
    if row.verified:
        verify_seller(seller_id=seller.pk, actor=people[_verifier(row)], verified=True)
    return seller, True


def seed_member(row: SellerRow, sellers: Mapping[str, Seller]) -> None:
    """The household's membership in its cooperative, and its consent if there is evidence."""
    if not row.member_of or row.joined_on is None:
        return
    cooperative, household = sellers[row.member_of].pk, sellers[row.key].pk
    add_member(cooperative_id=cooperative, household_id=household, joined_on=row.joined_on)
    if row.consent_evidence:
        record_consent(cooperative_id=cooperative, household_id=household, evidence=row.consent_evidence)


def _verifier(row: SellerRow) -> str:
    """The operator verifies the real cooperative; officials of the place verify samples."""
    if not row.is_sample:
        return "operator"
    return "commune" if row.commune == PILOT_COMMUNE else "province"


def _set_deliveries(seller: Seller, reach: str) -> None:
    for method in ensure_default_methods(seller.pk):
        if method.carrier == Carrier.PICKUP:
            update_method(method_id=method.pk, actor=None, note=HOURS)
        elif reach == "pickup":
            update_method(method_id=method.pk, actor=None, is_active=False)
        elif reach == "province":
            near = [rate for rate in DEFAULT_RATES if rate.zone != Zone.COUNTRY]
            set_rates(method_id=method.pk, rates=near, actor=None)
