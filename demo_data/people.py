"""The demo people with their roles, and a sample person behind every invented seller."""

from collections.abc import Mapping

from accounts.models import Role, User
from accounts.services.grant_membership import grant_membership
from cooperatives.models import Seller, SellerRole
from cooperatives.services.add_membership import add_membership
from demo_data.content import SellerRow
from demo_data.sign_ins import PEOPLE
from places.queries import current_commune, current_province

PILOT_COMMUNE = "30076"  # Xã Mỹ Thọ
PILOT_PROVINCE = "82"  # Đồng Tháp
SHOPS_OF_DEMO_PEOPLE = {"household": "ho-mau-1", "cooperative": "htx-mau-my-tho"}


def seed_people() -> dict[str, User]:
    """The demo people by role. Existing ones are not changed."""
    people = {person.role: _person(person.identifier, person.name, person.password) for person in PEOPLE}
    grant_membership(user=people["operator"], role=Role.OPERATOR, actor=None)
    grant_membership(user=people["commune"], role=Role.COMMUNE, unit=current_commune(PILOT_COMMUNE), actor=None)
    grant_membership(user=people["province"], role=Role.PROVINCE, unit=current_province(PILOT_PROVINCE), actor=None)
    if not people["operator"].is_staff:
        people["operator"].is_staff = people["operator"].is_superuser = True  # sees the whole Django admin
        people["operator"].save(update_fields=["is_staff", "is_superuser"])
    return people


def seed_manager(row: SellerRow, seller: Seller, people: Mapping[str, User]) -> User:
    """Who acts for an invented seller: a demo person, or someone who cannot sign in (no password)."""
    role = next((role for role, key in SHOPS_OF_DEMO_PEOPLE.items() if key == row.key), None)
    manager = people[role] if role else _person(row.phone, row.representative, None)
    add_membership(seller_id=seller.pk, user=manager, role=SellerRole.MANAGER, actor=None)
    return manager


def _person(phone: str, name: str, password: str | None) -> User:
    known = User.objects.filter(phone=phone).first()
    return known or User.objects.create_user(phone=phone, full_name=name, password=password, is_demo=True)
