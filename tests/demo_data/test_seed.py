"""The pilot's content: real data has its sources, sample data says so."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone
from stdnum.vn import mst

from accounts.models import User
from accounts.services.sign_in import Visitor, sign_in
from catalog.models import Certificate, Product, Variant
from catalog.products.queries import product_page
from cooperatives.models import CooperativeMember, Seller
from cooperatives.queries import acting_sellers
from core import clock
from core.integrity import check_integrity
from demo_data import content, time_travel
from demo_data.seed import seed_pilot
from demo_data.sign_ins import PASSWORD, PEOPLE
from indicators.models import Fact
from orders.models import Order, Return
from payments import sdk
from places.models import Unit

REAL = "htx-xoai-my-xuong"
SELLERS = {row.key: row for row in content.sellers()}
PRODUCTS = content.products()


def test_sellers_are_of_three_kinds_and_invented_ones_are_marked() -> None:
    invented = [row for row in SELLERS.values() if row.is_sample]
    assert Counter(row.kind for row in invented) == {"household": 14, "cooperative": 8, "enterprise": 5}
    assert sum(row.commune == "30076" for row in invented) >= 6
    for row in invented:
        assert row.name.startswith(("Hộ mẫu ", "HTX mẫu ", "Cơ sở mẫu ", "Doanh nghiệp mẫu "))
        assert row.tax_code.startswith("9900000")
        assert row.phone.startswith("09000001")
        assert not row.facts
    assert all(mst.is_valid(row.tax_code) for row in SELLERS.values())
    assert len({row.tax_code for row in SELLERS.values()}) == len(SELLERS)
    assert len({row.phone for row in invented}) == len(invented)


def test_facts_of_the_real_cooperative_have_sources() -> None:
    (real,) = (row for row in SELLERS.values() if not row.is_sample)
    assert (real.key, real.tax_code, real.street) == (REAL, "1401541495", "ấp Mỹ Thới")
    assert (real.commune, real.old_commune) == ("30076", "30121")
    assert len(real.facts) == 7
    assert all(fact["source"] for fact in real.facts)
    goods = [row for row in PRODUCTS if row.seller == REAL]
    assert [row.name for row in goods] == ["Xoài cát Chu", "Xoài cát Hòa Lộc"]
    for row in goods:
        assert row.certificate is None
        assert row.own_produce is None  # a tax statement that is its own to make
        assert all("giá mẫu" in pack.name for pack in row.variants)
        assert "số mẫu" in row.summary


def test_products_cover_the_six_ocop_groups() -> None:
    group_of = {category.slug: category.ocop_group for category in content.categories()}
    groups = Counter(group_of[row.category] for row in PRODUCTS)
    assert len(PRODUCTS) == 67
    assert set(groups) == {1, 2, 3, 4, 5, 6}
    for row in PRODUCTS:
        assert row.seller in SELLERS
        assert 2 <= row.description.count("\n\n") + 1 <= 3, row.key
        assert 1 <= len(row.variants) <= 3
        assert all(pack.price % 1000 == 0 for pack in row.variants)
    numbers = [row.certificate.decision_no for row in PRODUCTS if row.certificate]
    assert len(numbers) == len(set(numbers)) == 29
    assert all(number.startswith("QĐ mẫu ") for number in numbers)


def test_pictures_exist_and_are_small() -> None:
    used = {path for row in PRODUCTS for path in row.pictures}
    sizes = {path: path.stat().st_size for path in (content.PILOT / "pictures").glob("*.webp")}
    assert used == set(sizes)
    assert max(sizes.values()) < 25_000
    assert sum(sizes.values()) < 3_000_000


def _rows() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in apps.get_models() if model._meta.managed}


def test_seeded_pilot_is_consistent_and_a_second_seed_changes_nothing(pilot: None) -> None:
    assert [check["invariant"] for check in check_integrity() if not check["ok"]] == []
    before = _rows()
    seed_pilot()
    assert _rows() == before
    assert before["places.Unit"] == 16611
    assert before["cooperatives.Seller"] == 28
    assert before["catalog.Product"] == 67
    stock = {(row.name, pack.name): pack.on_hand for row in PRODUCTS for pack in row.variants}
    loaded = Variant.objects.values_list("product__name", "name", "on_hand")
    assert {(product, pack): on_hand for product, pack, on_hand in loaded} == stock


def test_some_sellers_await_verification(pilot: None) -> None:
    waiting = Seller.objects.filter(verified_at=None).values_list("name", flat=True)
    assert sorted(waiting) == ["Hộ mẫu 11 vườn chanh", "Hộ mẫu 12 gạo nhà"]
    real = Seller.objects.get(is_sample=False)
    assert real.verified_by == User.objects.get(phone="0900000006")
    assert not Certificate.objects.filter(product__seller=real).exists()
    assert Certificate.objects.filter(verified_at=None, refused_at=None).count() == 3
    assert not Certificate.objects.filter(is_sample=False).exists()
    stars = {
        name: product_page(pk).stars
        for pk, name in Product.objects.filter(
            certificates__isnull=False, seller__verified_at__isnull=False
        ).values_list("pk", "name")
    }
    assert stars["Xoài cát Hòa Lộc loại 1"] == 5
    assert stars["Bưởi da xanh"] is None  # expired
    assert stars["Xoài sấy giòn không đường"] is None  # nobody has seen it yet


def test_bank_accounts_are_samples_and_the_real_cooperative_has_none(pilot: None) -> None:
    sellers = {row.payee_ref: row for row in Seller.objects.all()}
    accounts = sdk.bank_accounts.of_many(sellers)
    assert {sellers[payee].is_sample for payee in accounts} == {True}
    assert len(accounts) == len(sellers) - 1
    assert all(one.number.startswith("MAU") and one.holder.startswith("TAI KHOAN ") for one in accounts.values())
    feeds = {payee: [feed.kind for feed in sdk.bank_feeds.of(payee)] for payee in accounts}
    by_name = {sellers[payee].name: kinds for payee, kinds in feeds.items()}
    assert by_name["HTX mẫu Mỹ Thọ"] == ["sepay", "casso", "payos"]
    assert by_name["Cơ sở mẫu Mỹ Hội"] == ["casso"]
    households = [kinds for payee, kinds in feeds.items() if sellers[payee].kind == "household"]
    assert Counter(tuple(kinds) for kinds in households) == {("sepay",): 5, (): 9}
    operators = sdk.bank_accounts.of(None)
    assert operators is not None
    assert (operators.number, [feed.kind for feed in sdk.bank_feeds.of(None)]) == ("MAUVANHANH01", ["sepay", "casso"])


def test_demo_users_sign_in_with_their_roles(pilot: None) -> None:
    people = {p.role: sign_in(identifier=p.identifier, password=PASSWORD, visitor=Visitor("127.0.0.1")) for p in PEOPLE}
    shops = {role: [str(shop) for shop in acting_sellers(user)] for role, user in people.items()}
    assert shops == {
        "buyer": [],
        "household": ["Hộ mẫu 1 vườn xoài"],
        "cooperative": ["HTX mẫu Mỹ Thọ", "Hộ mẫu 1 vườn xoài", "Hộ mẫu 2 xoài sấy"],
        "commune": [],
        "province": [],
        "operator": [],
    }
    scopes = {role: [str(m.unit) for m in user.memberships.all()] for role, user in people.items()}
    assert (scopes["commune"], scopes["province"]) == (["Xã Mỹ Thọ"], ["Tỉnh Đồng Tháp"])
    assert CooperativeMember.objects.filter(consent_given_at=None).get().household.name == "Hộ mẫu 3 vườn và ong"
    others = User.objects.exclude(pk__in=[user.pk for user in people.values()])
    assert not any(user.has_usable_password() for user in others)


def test_past_sales_are_samples(pilot: None) -> None:
    assert not Order.objects.filter(is_sample=False).exists()
    assert not Order.objects.filter(seller__is_sample=False).exists()
    assert not Fact.objects.filter(is_sample=False).exists()
    assert not Order.objects.filter(created_at__gt=clock.now()).exists()
    my_tho = Unit.objects.get(code="30076", valid_to=None)
    months = Counter(Fact.objects.filter(unit=my_tho).values_list("month", flat=True))
    assert len(months) >= 6
    assert Fact.objects.filter(cashless=False).exists()
    mine = Order.objects.filter(seller__name="Hộ mẫu 1 vườn xoài")
    assert mine.filter(status="UNCONFIRMED", confirm_by__lt=clock.now()).exists()  # one is late
    assert mine.filter(status="UNFULFILLED").exists()
    assert Order.objects.filter(needs_review=True).count() == 1
    methods = Order.objects.filter(charge_status="REFUNDING").values_list("payment_method", flat=True)
    assert sorted(methods) == ["vietqr", "vnpay"]  # one waits for the operator, one for the seller who has the money
    assert set(Order.objects.values_list("payment_method", flat=True)) == {"vnpay", "vietqr", "cash", "cod"}
    assert set(Order.objects.filter(paid_declared=True).values_list("payment_method", flat=True)) == {"vietqr"}
    pos_sales = Fact.objects.filter(channel="pos")
    assert set(pos_sales.values_list("method", "cashless", "declared")) == {
        ("cash", False, False),
        ("vietqr", True, False),
        ("vietqr", True, True),
    }
    assert Order.objects.filter(user__phone="0900000001").count() == 4
    assert set(Return.objects.values_list("state", flat=True)) == {"requested", "done"}


@pytest.mark.django_db
def test_seed_is_refused_in_production(settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("load_pilot", verbosity=0)
    assert not User.objects.exists()


def _fail_in(moment: datetime) -> None:
    with time_travel.travel_to(moment):
        assert clock.now() == moment
        raise RuntimeError


def test_clock_is_restored_after_a_failure() -> None:
    true_now = timezone.now
    with pytest.raises(RuntimeError):
        _fail_in(datetime(2026, 5, 1, tzinfo=UTC))
    assert timezone.now is true_now
