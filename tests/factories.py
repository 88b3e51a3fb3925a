"""Valid rows for tests: a user, a seller, a product with its stock; each call makes new ones, numbered apart."""

import itertools
from typing import Any

from accounts.models import Membership, User
from catalog.models import Category, MovementReason, Product, Variant
from catalog.models.stock import StockMovement
from catalog.products import denormalized
from cooperatives.models import Seller, SellerKind, SellerMembership, SellerRole
from core import clock
from core.text import fold, slugify, sort_key
from payments.models import Payee
from places.models import Address, Level, Succession, Unit

PASSWORD = "mat-khau-thu-nghiem"
_serial = itertools.count(1)


def number_from(start: int) -> None:
    """Number what is made from here on from `start`."""
    global _serial
    _serial = itertools.count(start)


_PROVINCES = [("82", "Tỉnh", "Đồng Tháp"), ("79", "Thành phố", "Hồ Chí Minh")]
_COMMUNES = [
    ("30076", "82", "Xã", "Mỹ Thọ"),
    ("28261", "82", "Phường", "Mỹ Tho"),
    ("30112", "82", "Xã", "Mỹ Hiệp"),
    ("26740", "79", "Phường", "Sài Gòn"),
]


def make_units() -> dict[str, Unit]:
    """Two provinces of today, four communes, and old Mỹ Xương 30121 that became Mỹ Thọ; by their codes."""
    units = {code: _unit(code, Level.PROVINCE, kind, name, None) for code, kind, name in _PROVINCES}
    for code, province, kind, name in _COMMUNES:
        units[code] = _unit(code, Level.COMMUNE, kind, name, units[province])
    old = _unit("30121", Level.COMMUNE, "Xã", "Mỹ Xương", None, valid_from="1976-01-01", valid_to="2025-07-01")
    Succession.objects.create(predecessor=old, successor=units["30076"])
    return units | {"30121": old}


def _unit(code: str, level: str, kind: str, name: str, parent: Unit | None, **fields: Any) -> Unit:
    return Unit.objects.create(
        **{
            "code": code,
            "level": level,
            "kind": kind,
            "name": name,
            "full_name": f"{kind} {name}",
            "name_fold": fold(name),
            "name_sort": sort_key(name),
            "parent": parent,
            "search_fold": fold(f"{kind} {name} {parent.full_name if parent else ''}"),
            "valid_from": "2025-07-01",
            "legal_basis": "QĐ 19/2025/QĐ-TTg",
        }
        | fields
    )


def my_tho() -> Unit:
    """Xã Mỹ Thọ of Đồng Tháp, made with its neighbours where this test has no units yet."""
    return Unit.objects.filter(code="30076", valid_to=None).first() or make_units()["30076"]


def make_user(**fields: Any) -> User:
    """Someone with a phone of their own and `PASSWORD`."""
    number = next(_serial)
    defaults = {"phone": f"098{number:07d}", "full_name": f"Người thử {number}", "password": PASSWORD}
    return User.objects.create_user(**defaults | fields)


def make_officer(role: str, unit: Unit | None = None, **fields: Any) -> User:
    """Someone with a role ("operator", "province", "commune") in a unit (none for the operator)."""
    user = make_user(**{"is_staff": role == "operator"} | fields)
    Membership.objects.create(user=user, role=role, unit=unit)
    return user


def make_seller(
    *, manager: User | None = None, verified: bool = True, unit: Unit | None = None, **fields: Any
) -> Seller:
    """A seller in Mỹ Thọ unless told otherwise, verified unless told otherwise, with a payee and perhaps a manager."""
    number = next(_serial)
    name = fields.setdefault("name", f"HTX mẫu {number}")
    unit = unit or my_tho()
    household = fields.get("kind") == SellerKind.HOUSEHOLD
    payee = Payee.objects.create(
        id=f"acct_test{number}", livemode=False, name=name, business_type="individual" if household else "company",
        legal_name=fields.get("representative", name), tax_id=fields.get("tax_code", ""),
    )  # fmt: skip
    seller = Seller.objects.create(
        **{
            "kind": SellerKind.COOPERATIVE,
            "slug": f"{slugify(name)}-{number}",
            "name_fold": fold(name),
            "name_sort": sort_key(name),
            "address": Address.objects.create(name=name, phone="0277000000", street="ấp Mỹ Thới", unit=unit),
            "unit": unit,
            "payee_ref": payee.pk,
            "verified_at": clock.now() if verified else None,
            "verified_by": make_officer("commune", unit) if verified else None,
        }
        | fields
    )
    if manager:
        SellerMembership.objects.create(user=manager, seller=seller, role=SellerRole.MANAGER)
    return seller


def make_category(**fields: Any) -> Category:
    number = next(_serial)
    defaults = {"slug": f"nhom-{number}", "name": f"Nhóm {number}", "ocop_group": 1, "position": number}
    return Category.objects.create(**defaults | fields)


def make_product(
    *, seller: Seller | None = None, price: int = 120_000, stock: int = 10, weight_g: int = 1_200, **fields: Any
) -> Variant:
    """The one variant of a new published product, `stock` of it on the shelf by a count."""
    number = next(_serial)
    name = fields.setdefault("name", f"Xoài cát Chu {number}")
    product = Product.objects.create(
        **{
            "seller": seller or make_seller(),
            "category": fields.pop("category", None) or make_category(),
            "slug": slugify(name),
            "is_published": True,
        }
        | fields
    )
    return make_variant(product, price=price, stock=stock, weight_g=weight_g)


def make_variant(product: Product, *, price: int = 120_000, stock: int = 10, weight_g: int = 1_200) -> Variant:
    number = next(_serial)
    variant = Variant.objects.create(
        product=product,
        name=f"Túi {number}",
        sku=f"SKU-TEST-{number}",
        price=price,
        weight_g=weight_g,
        net_weight_g=1_000,
        on_hand=stock,
        position=product.variants.count(),
    )
    if stock:
        StockMovement.objects.create(variant=variant, delta=stock, reason=MovementReason.ADJUSTMENT, ref="test")
    denormalized.refresh(Product.objects.filter(pk=product.pk))
    return variant
