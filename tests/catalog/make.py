"""Small makers of what catalog tests stand on."""

import itertools

from accounts.models import User
from catalog.models import Category, MovementReason, Product, Variant
from catalog.models.stock import StockMovement
from cooperatives.models import Seller, SellerKind
from core import clock
from core.text import fold, slugify, sort_key
from places.models import Address, Level, Unit

_serial = itertools.count(1)


def user(**fields) -> User:
    number = next(_serial)
    return User.objects.create_user(
        **{"phone": f"09{number:08d}", "full_name": f"Người dùng {number}", "password": "mat-khau-dai"} | fields
    )


def unit(name: str = "Mỹ Thọ", *, parent: Unit | None = None, level: str = Level.COMMUNE, kind: str = "Xã") -> Unit:
    number = next(_serial)
    return Unit.objects.create(
        code=f"{number:02d}" if level == Level.PROVINCE else f"{number:05d}",
        level=level,
        kind=kind,
        name=name,
        full_name=f"{kind} {name}",
        name_fold=fold(name),
        name_sort=sort_key(name),
        parent=parent,
        valid_from="2025-07-01",
        legal_basis="QĐ 19/2025/QĐ-TTg",
    )


def seller(name: str = "HTX mẫu Mỹ Thọ", *, verified: bool = True, at: Unit | None = None, **fields) -> Seller:
    number = next(_serial)
    place = at or unit()
    officer = user() if verified else None
    return Seller.objects.create(
        **{
            "kind": SellerKind.COOPERATIVE,
            "name": name,
            "slug": f"{slugify(name)}-{number}",
            "name_fold": fold(name),
            "name_sort": sort_key(name),
            "address": Address.objects.create(name=name, phone="0912345678", street="ấp Mỹ Thới", unit=place),
            "unit": place,
            "payee_ref": f"acct_{number}",
            "verified_at": clock.now() if verified else None,
            "verified_by": officer,
        }
        | fields
    )


def category(name: str = "Trái cây", **fields) -> Category:
    number = next(_serial)
    return Category.objects.create(
        **{"slug": f"{slugify(name)}-{number}", "name": name, "ocop_group": 1, "position": number} | fields
    )


def product(
    name: str = "Xoài cát Chu", *, of: Seller | None = None, shelf: Category | None = None, **fields
) -> Product:
    number = next(_serial)
    return Product.objects.create(
        **{
            "seller": of or seller(),
            "category": shelf or category(),
            "name": name,
            "slug": f"{slugify(name)}-{number}",
            "name_fold": fold(name),
            "name_sort": sort_key(name),
            "is_published": True,
            "price_from": 1,
        }
        | fields
    )


def variant(*, of: Product | None = None, on_hand: int = 10, price: int = 245_000, **fields) -> Variant:
    number = next(_serial)
    made = Variant.objects.create(
        **{"product": of or product(), "name": "Thùng 5 kg", "sku": f"SKU-{number}", "price": price, "weight_g": 5_400}
        | fields,
        on_hand=on_hand,
    )
    if on_hand:
        StockMovement.objects.create(variant=made, delta=on_hand, reason=MovementReason.COUNTED, ref="system")
    return made
