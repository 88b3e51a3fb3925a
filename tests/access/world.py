"""The data of the tables: two unrelated sides, and an object of every kind on the tested side.

It is in a template database; `find()` reads what `make()` wrote. `ACCESS_SIDE=2` tests the other side, with other
people in every role and other objects (`make soak`).
"""

import io
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.test import Client
from PIL import Image

from accounts.models import Session, User
from accounts.services.make_password_link import make_password_link
from catalog.certificates.services.submit_certificate import submit_certificate
from catalog.models import Photo, Variant
from catalog.produce_declarations.services.submit_declaration import submit_declaration
from cooperatives.models import CooperativeMember, Seller, SellerMembership, SellerRole
from cooperatives.services.add_member import add_member
from cooperatives.services.record_consent import record_consent
from cooperatives.services.submit_paper import submit_paper
from cooperatives.services.withdraw_consent import withdraw_consent
from core import clock
from indicators.definitions.services.load_definitions import load_definitions
from orders.pos.services.record_sale import record_sale
from payments.models import BankFeed
from places.models import Unit
from shipping.models import Carrier, ShippingMethod
from shipping.services.ensure_default_methods import ensure_default_methods
from tests.access.api import make_api
from tests.access.office import make_office
from tests.access.sales import GUESTS, SOLD, Buyer, make_cart, make_order
from tests.events import deliver_all
from tests.factories import make_officer, make_product, make_seller, make_units, make_user
from tests.orders.helpers import show_account
from tests.payments.bank.helpers import reported
from tests.sessions import sign_in

SIDE = int(os.environ.get("ACCESS_SIDE", "1"))
Named = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Side:
    """One side: its places, sellers and people by role."""

    commune: str
    province: str
    goods: str
    signed_in: Buyer
    guest: Buyer


SIDES = {
    1: Side("30076", "82", "Xoài cát Chu", Buyer("Nguyễn Thị Hoa", "0918273645", "12 Lê Lai"),
            Buyer("Bùi Thị Khách", "0913456789", "7 Hai Bà Trưng")),
    2: Side("26740", "79", "Sầu riêng Ri6", Buyer("Đoàn Văn Lúa", "0986543210", "88 Cách Mạng"),
            Buyer("Huỳnh Thị Vãng", "0975432109", "41 Võ Thị Sáu")),
}  # fmt: skip


@dataclass
class World:
    """People by role (ids), objects by name ("A.paid") with their parameters of addresses, and secrets."""

    people: dict[str, int] = field(default_factory=dict)
    objects: Named = field(default_factory=dict)

    def user(self, role: str) -> User:
        return User.objects.get(pk=self.people[role])

    def codes(self, owner: str) -> list[str]:
        """The codes of the orders of "A", "H" or "G"."""
        return [
            supplied["code"]
            for name, supplied in self.objects.items()
            if name[:2] == f"{owner}." and "order_id" in supplied
        ]


@transaction.atomic
def make() -> None:
    """Create the data in this database."""
    units = make_units()
    load_definitions()
    here, there = SIDES[SIDE], SIDES[3 - SIDE]
    world = World()
    strangers = _sellers(there, units)
    manager, cooperative = _sellers(here, units)
    household_owner = make_user(full_name=f"Chủ hộ {SIDE}")
    household = make_seller(
        manager=household_owner, kind="household", name=f"Hộ mẫu {SIDE}", unit=units[here.commune],
        representative=f"Chủ hộ {SIDE}", tax_code=f"08209300123{SIDE}",
    )  # fmt: skip
    staff = make_user(full_name=f"Nhân viên {SIDE}")
    SellerMembership.objects.create(user=staff, seller=cooperative, role=SellerRole.STAFF)
    buyer = make_user(full_name=here.signed_in.name, phone=here.signed_in.phone)
    operator = make_officer("operator", full_name=f"Vận hành {SIDE}")
    near = {"30076": "30112", "26740": _neighbour(units["26740"]).code}[here.commune]
    people = {
        "buyer": buyer,
        "stranger": make_user(full_name=there.signed_in.name, phone=there.signed_in.phone),
        "manager": manager,
        "staff": staff,
        "household": household_owner,
        "behalf": manager,
        "rival": strangers[0],
        "commune": make_officer("commune", units[here.commune], full_name=f"Cán bộ xã {SIDE}"),
        "next": make_officer("commune", Unit.objects.get(code=near), full_name=f"Cán bộ xã bên {SIDE}"),
        "province": make_officer("province", units[here.province], full_name=f"Cán bộ tỉnh {SIDE}"),
        "far": make_officer("province", units[there.province], full_name=f"Cán bộ tỉnh khác {SIDE}"),
        "operator": operator,
        "admin": make_user(full_name=f"Nhân viên quản trị {SIDE}", is_staff=True),
        "root": make_user(full_name=f"Quản trị {SIDE}", is_staff=True, is_superuser=True),
    }
    world.people = {role: user.pk for role, user in people.items()}
    _consents(cooperative, strangers[1], household, manager, household_owner)
    for letter, seller, person in (("A", cooperative, manager), ("H", household, household_owner)):
        world.objects |= _shop(letter, seller, person, here, units, buyer)
        partner = household if letter == "A" else cooperative
        world.objects[f"{letter}.partner"] = {
            "seller_id": seller.pk, "household_id": partner.pk, "cooperative_id": partner.pk,
        }  # fmt: skip
    goods = Variant.objects.select_related("product__seller").get(pk=world.objects["A.product"]["variant_id"])
    world.objects["G.cart"] = make_cart(goods, here.guest, units[here.commune], None)
    for kind in GUESTS:
        world.objects[f"G.{kind}"] = make_order(kind, goods, manager, here.guest, units[here.commune], None)
    world.objects["H.partner"]["agree"] = "0"
    world.objects["H.former"] = {"cooperative_id": strangers[1].pk, "agree": "1"}
    member = CooperativeMember.objects.get(household=household, cooperative=cooperative)
    world.objects["A.paper"] = {"member_id": member.pk}
    link = make_password_link(user=make_user(full_name="Người mới", password=None), actor=None)
    world.objects["M.link"] = {"token": link.rstrip("/").rpartition("/")[2]}
    browser = sign_in(Client(), buyer)
    session = Session.objects.get(session_key=browser.session.session_key)
    world.objects["A.browser"] = {"session_id": session.public_id}
    for name, code in (("own", here.commune), ("next", near), ("province", here.province), ("far", there.province)):
        world.objects[f"X.{name}"] = {"code": "active_sellers", "query": f"noi={code}"}
    world.objects["S.policy"] = {"slug": "rieng-tu"}
    world.objects["S.visit"] = {"payment_id": str(uuid4()), "outcome": "success"}  # unknown to the sandbox
    world.objects["S.code"] = {"code": "CX0000000000"}
    world.objects |= make_office(operator, household)
    world.objects |= make_api(cooperative)
    deliver_all()
    _keep(world)


def _neighbour(unit: Unit) -> Unit:
    """Another commune of the same province."""
    names = {"name": "Tân Định", "full_name": "Phường Tân Định", "name_fold": "tan dinh", "name_sort": "tan dinh"}
    known = {
        field.attname: getattr(unit, field.attname) for field in Unit._meta.concrete_fields if not field.primary_key
    }
    return Unit.objects.create(**known | names | {"code": "26743"})


def _sellers(side: Side, units: Mapping[str, Unit]) -> tuple[User, Seller]:
    """A cooperative that accepts cash, and its manager."""
    manager = make_user(full_name=f"Quản lý {side.goods}")
    seller = make_seller(
        manager=manager, name=f"HTX {side.goods}", unit=units[side.commune], cash_at_pickup=True, phone="0277123456"
    )
    ensure_default_methods(seller.pk)
    make_product(seller=seller, name=side.goods, price=120_000, stock=100)
    return manager, seller


def _consents(own: Seller, other: Seller, household: Seller, manager: User, owner: User) -> None:
    """The household's consent to its cooperative, with a document, and its withdrawn consent to the other one."""
    for cooperative in (own, other):
        add_member(cooperative_id=cooperative.pk, household_id=household.pk, joined_on=date(2026, 1, 5))
    ids = {"cooperative_id": own.pk, "household_id": household.pk}
    submit_paper(**ids, number="12", signed_on=date(2026, 6, 3), picture=_jpeg(), actor=manager)
    record_consent(**ids, evidence="Phiếu số 12", actor=owner)
    gone = {"cooperative_id": other.pk, "household_id": household.pk}
    record_consent(**gone, evidence="Phiếu số 3", actor=owner)
    withdraw_consent(**gone, actor=owner)


def _jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "JPEG")
    return out.getvalue()


def _shop(letter: str, seller: Seller, person: User, side: Side, units: Mapping[str, Unit], buyer: User) -> Named:
    """An object of each kind, of one seller."""
    ensure_default_methods(seller.pk)
    Seller.objects.filter(pk=seller.pk).update(cash_at_pickup=True)
    show_account(seller, feed="sepay")
    goods = seller.products.first() and Variant.objects.filter(product__seller=seller).first()
    goods = goods or make_product(seller=seller, name=f"{side.goods} vườn nhà", price=80_000, stock=100)
    goods = Variant.objects.select_related("product__seller").get(pk=goods.pk)
    product = goods.product
    photo = Photo.objects.create(
        product=product, key="products/none", width=8, height=8, widths=[8], colour="#ffffff", alt="x"
    )
    certificate = submit_certificate(
        product_id=product.pk, stars=4, decision_no="12/QĐ", authority="UBND tỉnh", issued_on=date(2026, 1, 5),
        actor=person,
    )  # fmt: skip
    declaration = submit_declaration(product_id=product.pk, evidence="Sổ vườn", actor=person)
    feed = BankFeed.objects.get(account__payee_id=seller.payee_ref)
    methods = ShippingMethod.objects.filter(seller=seller)
    objects: Named = {
        "seller": {
            "seller_id": seller.pk, "slug": seller.slug, "payee_id": seller.payee_ref, "year": clock.today().year,
        },
        "product": {
            "product_id": product.pk, "slug": product.slug, "variant_id": goods.pk, "photo_id": photo.pk,
            "declaration_id": declaration.pk,
        },
        "certificate": {"certificate_id": certificate.pk},
        "declaration": {"declaration_id": declaration.pk},
        "feed": {"feed_id": feed.pk, "kind": feed.kind, "hook": feed.hook},
        "pickup": {"method_id": methods.get(carrier=Carrier.PICKUP).pk},
        "own_delivery": {"method_id": methods.get(carrier=Carrier.OWN).pk},
        "doubt": {"transfer_id": reported(feed, "CX0000000000 tien hang", 55_000).pk},
    }  # fmt: skip
    for kind, method in (("receipt", "cash"), ("code", "vietqr")):
        sale = record_sale(seller_id=seller.pk, amount=50_000, method=method, form_key=uuid4(), actor=person)
        objects[kind] = {"code": sale.code, "intent_id": sale.intent_id}
    hidden = make_product(seller=seller, name=f"{side.goods} chưa bán", is_published=False)
    objects["hidden"] = {"product_id": hidden.product_id, "slug": hidden.product.slug, "variant_id": hidden.pk}
    objects["cart"] = make_cart(goods, side.signed_in, units[side.commune], buyer)
    for kind in SOLD:
        objects[kind] = make_order(kind, goods, person, side.signed_in, units[side.commune], buyer)
    return {f"{letter}.{name}": supplied for name, supplied in objects.items()}


def _keep(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE tests_access (world jsonb NOT NULL)")
        cursor.execute("INSERT INTO tests_access VALUES (%s)", [json.dumps(vars(world), default=str)])


def find() -> World:
    """The data in this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT world FROM tests_access")
        row = cursor.fetchone()
    assert row
    return World(**(json.loads(row[0]) if isinstance(row[0], str) else row[0]))
