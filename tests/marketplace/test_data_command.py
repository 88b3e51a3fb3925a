"""Export and erasure by phone: everything of that person only; no figure changes."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from accounts.models import AuditEntry, Session, User
from accounts.services.erase_person import erase_again, erase_person
from accounts.services.sign_in import Visitor, record_failure, record_sign_in
from core import clock
from core.errors import DomainError
from core.integrity import check_integrity
from core.personal_data import Person
from indicators.models import Fact
from orders.models import Checkout, Order, OrderStatus, Return
from payments.api.services.create_api_key import create_api_key
from payments.models import ApiEvent, Attempt, PaymentIntent
from places.models import Address
from tests.factories import make_seller, make_user
from tests.market import find
from tests.orders.helpers import BUYER, PHONE, place, ready_cart
from tests.payments.api.conftest import Api

MARKS = ["Nguyễn Thị Hoa", PHONE, "12 Lê Lai", "hoa@example.vn", "gọi trước giờ trưa", "203.0.113.7"]


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def order(paid_database: None, db: None) -> Order:
    """Of a buyer with an account, paid, handed over and over a month ago; every personal field of it is filled."""
    order = Order.objects.get()
    user = make_user(full_name="Nguyễn Thị Hoa", phone=PHONE, email="hoa@example.vn")
    words = {"buyer_name": "Nguyễn Thị Hoa", "phone": PHONE, "email": "hoa@example.vn", "note": "gọi trước giờ trưa"}
    Order.objects.filter(pk=order.pk).update(user=user, **words)
    Checkout.objects.filter(pk=order.checkout_id).update(user=user, **words)
    Attempt.objects.update(ip_address="203.0.113.7", redirect_url="https://vnpay.example/?vnp_IpAddr=203.0.113.7")
    record_sign_in(user, Visitor(ip="203.0.113.7", user_agent="Firefox"), factor="password")
    record_failure(user, Visitor(ip="203.0.113.7"))
    order.refresh_from_db()
    return order


def end(order: Order) -> None:
    """As if it had been cancelled and paid back: over."""
    Order.objects.filter(pk=order.pk).update(status=OrderStatus.CANCELED, charge_status="REFUNDED")


def command(*words: str) -> str:
    out = StringIO()
    call_command("data", *words, stdout=out)
    return out.getvalue()


def everything() -> str:
    """Every value of every table that may name the person, as text."""
    tables = [*connection.introspection.table_names()]
    texts = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
            texts.append(cursor.fetchone()[0] or "")
    return "\n".join(texts)


def figures() -> list[object]:
    return [
        Order.objects.aggregate(Sum("total"), Sum("goods_total")),
        Fact.objects.aggregate(Sum("amount")),
        [result for result in check_integrity() if not result["ok"]],
    ]


def test_export_holds_all_data_of_the_person(order: Order) -> None:
    output = command("export", "--phone", "+84 912 345 678")
    assert [mark for mark in MARKS if mark not in output and mark != "203.0.113.7"] == []
    read = json.loads(output)
    assert read["accounts"]["account"][0]["full_name"] == "Nguyễn Thị Hoa"
    assert [line["action"] for line in read["accounts"]["audit"]] == ["user.sign_in", "user.sign_in_failed"]
    assert read["orders"]["orders"][0]["code"] == order.code
    assert (len(read["orders"]["carts"]), len(read["orders"]["addresses"])) == (1, 1)


def test_erasure_removes_the_person_and_keeps_the_figures(order: Order, home: Path) -> None:
    end(order)
    before = figures()
    assert [mark for mark in MARKS if mark not in everything()] == []
    output = command("erase", "--phone", "0912 345 678")

    assert "orders.Order: 1" in output
    assert "luật thuế buộc lưu" in output
    assert [mark for mark in MARKS if mark in everything()] == []
    assert figures() == before
    user = User.objects.get(pk=order.user_id)
    assert (user.is_active, user.has_usable_password(), user.erased_at is None) == (False, False, False)
    assert AuditEntry.objects.get(action="data.erase").object_ref == f"accounts.User:{user.pk}"
    assert len((home / "erasures.jsonl").read_text().splitlines()) == 2

    assert "Không còn dữ liệu nào để xóa." in command("erase", "--phone", PHONE)
    assert AuditEntry.objects.filter(action="data.erase").count() == 1
    assert len((home / "erasures.jsonl").read_text().splitlines()) == 2


def test_open_order_refuses_the_erasure(order: Order, home: Path) -> None:
    before = everything()
    with pytest.raises(DomainError, match=order.code):
        erase_person(Person(phone=PHONE), actor=None)
    assert everything() == before
    assert not (home / "erasures.jsonl").exists()


def test_unwritable_journal_refuses_the_erasure(order: Order, home: Path) -> None:
    end(order)
    (home / "erasures.jsonl").mkdir()
    with pytest.raises(DomainError, match="nhật ký xóa dữ liệu"):
        erase_person(Person(phone=PHONE), actor=None)
    assert Order.objects.get(pk=order.pk).phone == PHONE


def test_data_of_another_person_is_kept(order: Order) -> None:
    end(order)
    other = place(ready_cart([(find().mango, 1)])).orders[0]
    Order.objects.filter(pk=other.pk).update(phone="0987654321", buyer_name="Lê Văn Khác")
    Checkout.objects.filter(pk=other.checkout_id).update(phone="0987654321", buyer_name="Lê Văn Khác")
    Address.objects.filter(pk=other.shipping_address_id).update(phone="0987654321", name="Lê Văn Khác")
    erase_person(Person(phone=PHONE), actor=None)
    other.refresh_from_db()
    assert other.shipping_address is not None
    assert (other.buyer_name, other.phone, other.shipping_address.street) == ("Lê Văn Khác", "0987654321", "12 Lê Lai")


def test_open_guest_cart_loses_personal_data(market_database: None, db: None) -> None:
    ready_cart([(find().mango, 1)])
    assert command("erase", "--phone", PHONE).startswith("orders.Checkout: 1")
    cart = Checkout.objects.get()
    assert (cart.buyer_name, cart.phone, cart.shipping_address) == ("", "", None)
    assert BUYER["buyer_name"] not in everything()


@pytest.mark.parametrize("why", ["seller", "staff", "demo"])
def test_person_with_a_role_is_refused_with_the_next_step(db: None, why: str) -> None:
    user = make_user(is_staff=why == "staff", is_demo=why == "demo")
    if why == "seller":
        make_seller(manager=user)
    with pytest.raises(DomainError, match="Chưa xóa được"):
        erase_person(Person(user_id=user.pk), actor=user)
    assert User.objects.get(pk=user.pk).erased_at is None


def test_erased_account_has_no_session(order: Order) -> None:
    end(order)
    assert order.user is not None
    Session.objects.create(session_key="a", user=order.user, expire_date=clock.now(), last_seen_at=clock.now())
    erase_person(Person(user_id=order.user_id), actor=order.user)
    assert not Session.objects.exists()


def test_audit_trail_allows_no_other_change(order: Order) -> None:
    def refused(**change: object) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            AuditEntry.objects.filter(object_ref=f"accounts.User:{order.user_id}").update(**change)

    refused(after={})
    refused(action="user.nothing")
    end(order)
    erase_person(Person(phone=PHONE), actor=None)
    refused(after={"network": "198.51.100.0/24"})
    refused(action="user.nothing")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.filter(action="data.erase").delete()


def test_older_copy_is_erased_again_except_later_rows(order: Order) -> None:
    end(order)
    with transaction.atomic():
        erase_person(Person(phone=PHONE), actor=None)
        transaction.set_rollback(True)  # the copy of before
    assert Order.objects.get(pk=order.pk).phone == PHONE
    later = place(ready_cart([(find().mango, 1)])).orders[0]
    Order.objects.filter(pk=later.pk).update(created_at=clock.now() + timedelta(minutes=1), phone=PHONE)

    assert erase_again()[1] == 0

    assert Order.objects.get(pk=order.pk).phone == ""
    assert Order.objects.get(pk=later.pk).phone == PHONE
    assert erase_again() == (0, 0)


def test_order_open_in_the_older_copy_is_postponed(order: Order) -> None:
    end(order)
    with transaction.atomic():
        erase_person(Person(phone=PHONE), actor=None)
        transaction.set_rollback(True)
    Order.objects.filter(pk=order.pk).update(status=OrderStatus.UNFULFILLED, charge_status="FULL")
    assert erase_again()[0] == 0
    end(order)
    assert erase_again()[0] >= 1
    assert PHONE not in everything()


def test_text_of_a_return_is_erased(order: Order) -> None:
    end(order)
    Return.objects.create(
        order=order, number=1, state="declined", reason="other", words="nhà tôi ở 12 Lê Lai", requested_by="buyer",
        form_key="6f1c7e0a-0000-4000-8000-000000000000", goods_total=1, amount=1, answer="đã gọi chị Hoa",
        ended_at=clock.now(),
    )  # fmt: skip
    erase_person(Person(phone=PHONE), actor=None)
    assert list(Return.objects.values_list("words", "answer")) == [("", "")]


def test_invalid_phone_is_refused(db: None) -> None:
    with pytest.raises(DomainError, match="chưa đúng"):
        command("export", "--phone", "12345")


def test_what_clients_of_v1_were_sent_is_erased(db: None) -> None:
    api = Api(create_api_key()[1])
    details = "payment_method_data[billing_details]"
    paid = f"amount=50000&currency=vnd&confirm=true&payment_method_data[type]=cash&{details}[phone]=0912345678"
    id = api.post("/v1/payment_intents", f"{paid}&{details}[name]=Lan B", **{"Idempotency-Key": "k"})[1]["id"]
    api.post("/v1/customers", "name=Lan B&phone=0912345678", **{"Idempotency-Key": "encrypted"})
    assert "Lan B" in everything()
    output = command("erase", "--phone", "0912345678")
    assert "Lan B" not in everything()
    assert PHONE not in everything()
    events = ApiEvent.objects.count()
    assert f"payments.ApiEvent: {events}" in output
    assert "core.IdempotentAnswer: 2" in output
    status, again = api.post("/v1/payment_intents", f"{paid}&{details}[name]=Lan B", **{"Idempotency-Key": "k"})
    assert (status, again["error"]["type"], PaymentIntent.objects.get().pk) == (400, "idempotency_error", id)
    assert "Không còn dữ liệu nào để xóa." in command("erase", "--phone", PHONE)
    assert [result for result in check_integrity() if not result["ok"]] == []
