"""A cart on its way to an order: what goes in, who buys, where it goes, how it is paid."""

import uuid

import pytest

from catalog.models import Product
from cooperatives.models import Seller
from core.errors import DomainError, NotFound
from orders.models import Checkout, CheckoutDelivery, CheckoutLine
from orders.policy import POLICY_VERSION
from orders.services.add_lines import add_lines
from orders.services.agree_policy import agree_policy
from orders.services.choose_delivery import choose_delivery
from orders.services.choose_payment import choose_payment
from orders.services.open_checkout import open_checkout
from orders.services.set_address import set_address
from orders.services.set_contact import set_contact
from orders.services.set_quantity import set_quantity
from places.models import Address, Unit
from tests.factories import make_product, make_user, make_variant
from tests.orders.helpers import BUYER, cart, pickup_of


def lines(checkout_id: object) -> dict[int, int]:
    return dict(CheckoutLine.objects.filter(checkout=checkout_id).values_list("variant_id", "quantity"))


def refusal(run, **arguments) -> DomainError:
    with pytest.raises(DomainError) as caught:
        run(**arguments)
    return caught.value


def test_a_user_brings_name_and_phone(market) -> None:
    user = make_user(full_name="Phạm Thị Lan", email="lan@example.vn")

    checkout = open_checkout(user=user)

    assert (checkout.buyer_name, checkout.phone, checkout.email) == ("Phạm Thị Lan", user.phone, "lan@example.vn")
    assert checkout.consent_at is None


def test_goods_add_up(market) -> None:
    checkout_id = cart([(market.mango, 2)])

    add_lines(checkout_id=checkout_id, lines=[(market.mango.pk, 3), (market.lotus.pk, 1)])

    assert lines(checkout_id) == {market.mango.pk: 5, market.lotus.pk: 1}


@pytest.mark.parametrize(
    ("quantity", "code"),
    [
        (0, "ZERO_QUANTITY"),
        (-1, "ZERO_QUANTITY"),
        (11, "INSUFFICIENT_STOCK"),
        (1_000, "QUANTITY_GREATER_THAN_LIMIT"),
        (10**30, "QUANTITY_GREATER_THAN_LIMIT"),
    ],
)
def test_quantities_nobody_can_buy(market, quantity: int, code: str) -> None:
    checkout_id = cart([(market.lotus, 1)])

    error = refusal(add_lines, checkout_id=checkout_id, lines=[(market.lotus.pk, 1), (market.mango.pk, quantity)])

    assert (error.code, error.field) == (code, "quantity")
    assert lines(checkout_id) == {market.lotus.pk: 1}


def test_what_is_left_is_said(market) -> None:
    checkout_id = cart([(market.lotus, 3)])

    error = refusal(add_lines, checkout_id=checkout_id, lines=[(market.lotus.pk, 3)])

    assert str(error.message) == f"Hạt sen sấy, {market.lotus.name} chỉ còn 5."
    assert error.params == {"variants": {market.lotus.pk: 5}}


def test_sold_out_is_said(market) -> None:
    nothing = make_product(seller=market.household, name="Bột sen", stock=0)

    error = refusal(add_lines, checkout_id=cart([]), lines=[(nothing.pk, 1)])

    assert str(error.message) == f"Bột sen, {nothing.name} đã hết hàng."


@pytest.mark.parametrize("how", ["unpublished", "inactive", "unverified"])
def test_what_is_not_on_sale_stays_out(market, how: str) -> None:
    if how == "unpublished":
        Product.objects.filter(pk=market.mango.product_id).update(is_published=False)
    elif how == "inactive":
        type(market.mango).objects.filter(pk=market.mango.pk).update(is_active=False)
    else:
        Seller.objects.filter(pk=market.cooperative.pk).update(verified_at=None, verified_by=None)
    checkout_id = cart([])

    error = refusal(add_lines, checkout_id=checkout_id, lines=[(market.mango.pk, 1)])

    assert error.code == "UNAVAILABLE_VARIANT_IN_CHANNEL"
    assert lines(checkout_id) == {}


@pytest.mark.parametrize("variant_id", [0, -5, 2**31, 2**63, 10**40])
def test_a_variant_that_does_not_exist(market, variant_id: int) -> None:
    assert refusal(add_lines, checkout_id=cart([]), lines=[(variant_id, 1)]).code == "NOT_FOUND"


def test_a_checkout_that_does_not_exist(market) -> None:
    with pytest.raises(NotFound):
        add_lines(checkout_id=uuid.uuid4(), lines=[(market.mango.pk, 1)])


def test_fifty_kinds_at_most(market) -> None:
    kinds = [make_variant(market.mango.product) for _ in range(51)]
    checkout_id = cart([(kind, 1) for kind in kinds[:50]])

    error = refusal(add_lines, checkout_id=checkout_id, lines=[(kinds[50].pk, 1)])

    assert (error.code, error.field) == ("QUANTITY_GREATER_THAN_LIMIT", "lines")
    assert len(lines(checkout_id)) == 50


def test_quantity_is_set_and_zero_takes_out(market) -> None:
    checkout_id = cart([(market.mango, 2), (market.lotus, 1)])

    set_quantity(checkout_id=checkout_id, variant_id=market.mango.pk, quantity=7)
    set_quantity(checkout_id=checkout_id, variant_id=market.lotus.pk, quantity=0)

    assert lines(checkout_id) == {market.mango.pk: 7}


def test_what_is_sold_no_more_can_be_taken_out(market) -> None:
    checkout_id = cart([(market.mango, 2)])
    Product.objects.filter(pk=market.mango.product_id).update(is_published=False)

    set_quantity(checkout_id=checkout_id, variant_id=market.mango.pk, quantity=0)

    assert lines(checkout_id) == {}


def test_quantity_of_what_is_not_there(market) -> None:
    checkout_id = cart([(market.mango, 2)])

    assert refusal(set_quantity, checkout_id=checkout_id, variant_id=market.lotus.pk, quantity=1).code == "NOT_FOUND"
    assert refusal(set_quantity, checkout_id=checkout_id, variant_id=2**70, quantity=1).code == "NOT_FOUND"
    negative = refusal(set_quantity, checkout_id=checkout_id, variant_id=market.mango.pk, quantity=-1)
    assert negative.code == "ZERO_QUANTITY"
    assert lines(checkout_id) == {market.mango.pk: 2}


def test_contact_is_kept_in_one_spelling(market) -> None:
    checkout_id = cart([])

    set_contact(
        checkout_id=checkout_id, buyer_name="  Nguyễn   Thị Hoa ", phone="+84 912-345-678", email=" hoa@example.vn "
    )

    checkout = Checkout.objects.get(pk=checkout_id)
    assert (checkout.buyer_name, checkout.phone, checkout.email) == ("Nguyễn Thị Hoa", "0912345678", "hoa@example.vn")


@pytest.mark.parametrize(
    ("phone", "words"),
    [
        ("", "Vui lòng ghi số điện thoại để người bán liên hệ khi giao."),
        ("0912 345 67", "Số này thiếu một chữ số."),
        ("0912 345", "Số này thiếu 3 chữ số."),
        ("0912 345 6789", "Số này thừa một chữ số."),
        ("+84 912 345 6789", "Số này thừa một chữ số."),
        ("912 345 678 000", "Số điện thoại bắt đầu bằng số 0. Ví dụ: 0912 345 678."),
        ("không chín một hai", "Số điện thoại chỉ gồm chữ số. Ví dụ: 0912 345 678."),
        ("0012345678", "Đầu số này không có ở Việt Nam. Vui lòng xem lại."),
        ("0" * 5_000, "Số này thừa 4990 chữ số."),
    ],
)
def test_a_phone_is_mended_in_words(market, phone: str, words: str) -> None:
    checkout_id = cart([])

    error = refusal(set_contact, checkout_id=checkout_id, **BUYER | {"phone": phone})

    assert (str(error.message), error.field) == (words, "phone")
    assert Checkout.objects.get(pk=checkout_id).phone == ""


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("buyer_name", " ", "REQUIRED"),
        ("buyer_name", "A" * 10_000_000, "INVALID"),
        ("buyer_name", "Hoa\x00", "INVALID"),
        ("email", "hoa@", "INVALID"),
        ("email", "a" * 300 + "@example.vn", "INVALID"),
        ("note", "x" * 301, "INVALID"),
        ("note", "a\x00b", "INVALID"),
    ],
)
def test_other_contact_that_cannot_be(market, field: str, value: str, code: str) -> None:
    error = refusal(set_contact, checkout_id=cart([]), **BUYER | {field: value})

    assert (error.code, error.field) == (code, field)


def test_the_receiver_is_the_buyer_unless_said_otherwise(market) -> None:
    checkout_id = cart([])
    unit = Unit.objects.get(code="30076")

    set_address(checkout_id=checkout_id, name="Hoa", phone="0912345678", street=" 12  Lê Lai ", unit_id=unit.pk)
    set_address(checkout_id=checkout_id, name="Mai", phone="0987654321", street="5 Lê Lợi", unit_id=unit.pk)

    checkout = Checkout.objects.select_related("shipping_address").get(pk=checkout_id)
    assert (checkout.buyer_name, checkout.phone) == ("Hoa", "0912345678")
    assert (checkout.shipping_address.name, checkout.shipping_address.street) == ("Mai", "5 Lê Lợi")


def test_an_address_needs_a_street_and_a_commune(market) -> None:
    checkout_id = cart([])
    before = Address.objects.count()
    unit = Unit.objects.get(code="30076")
    asked = {"checkout_id": checkout_id, "name": "Hoa", "phone": "0912345678"}

    assert refusal(set_address, **asked, street=" ", unit_id=unit.pk).field == "street"
    assert refusal(set_address, **asked, street="12", unit_id=10**12).field is not None
    assert Address.objects.count() == before


def test_delivery_is_one_of_those_offered(market) -> None:
    checkout_id = cart([(market.mango, 1)])
    pickup, other = pickup_of(market.cooperative), pickup_of(market.household)

    choose_delivery(checkout_id=checkout_id, seller_id=market.cooperative.pk, method_id=pickup.pk)
    wrong = refusal(choose_delivery, checkout_id=checkout_id, seller_id=market.cooperative.pk, method_id=other.pk)
    absent = refusal(choose_delivery, checkout_id=checkout_id, seller_id=market.household.pk, method_id=other.pk)

    assert (wrong.code, absent.code) == ("DELIVERY_METHOD_NOT_APPLICABLE", "NOT_FOUND")
    assert CheckoutDelivery.objects.get().method == pickup


def test_cash_needs_every_seller_and_pick_up(market) -> None:
    checkout_id = cart([(market.mango, 1), (market.lotus, 1)])
    pick_up = pickup_of(market.cooperative)

    error = refusal(choose_payment, checkout_id=checkout_id, method="cash")
    assert (error.code, str(error.message)) == ("PAYMENT_METHOD_NOT_APPLICABLE", "Hộ mẫu Sen chưa nhận tiền mặt.")

    set_quantity(checkout_id=checkout_id, variant_id=market.lotus.pk, quantity=0)
    unit = Unit.objects.get(code="30076")
    set_address(checkout_id=checkout_id, name="Hoa", phone="0912345678", street="12 Lê Lai", unit_id=unit.pk)
    error = refusal(choose_payment, checkout_id=checkout_id, method="cash")
    assert "đến nhận hàng tại nơi bán" in str(error.message)

    choose_delivery(checkout_id=checkout_id, seller_id=market.cooperative.pk, method_id=pick_up.pk)
    choose_payment(checkout_id=checkout_id, method="cash")
    assert Checkout.objects.get(pk=checkout_id).payment_method == "cash"


def test_a_payment_method_nobody_knows(market) -> None:
    assert refusal(choose_payment, checkout_id=cart([]), method="bitcoin").code == "PAYMENT_METHOD_NOT_SET"


def test_consent_is_to_the_version_in_force(market) -> None:
    checkout_id = cart([])

    assert refusal(agree_policy, checkout_id=checkout_id, version="2020-01").code == "POLICY_CHANGED"
    assert Checkout.objects.get(pk=checkout_id).consent_at is None
    agree_policy(checkout_id=checkout_id, version=POLICY_VERSION)
    assert Checkout.objects.get(pk=checkout_id).consent_policy == POLICY_VERSION
    assert Checkout.objects.get(pk=checkout_id).consent_at is not None


def test_what_is_no_uuid_is_not_a_server_error(market) -> None:
    with pytest.raises(NotFound):
        add_lines(checkout_id="'; DROP TABLE", lines=[(market.mango.pk, 1)])
