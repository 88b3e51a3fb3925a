"""The operator's bank account and its feeds: opened, replaced and removed by the operator only, audited."""

import pytest
from django.test import Client

from accounts.models import AuditEntry
from payments import sdk
from payments.base.feed_secrets import secrets_of
from payments.models import BankAccount, BankFeed
from tests.frontend.office.figures.test_overview import text_of
from tests.frontend.shop.helpers import keeps_the_policy
from tests.payments.bank.helpers import call, make_account, make_feed, operators_account, tell

pytestmark = pytest.mark.django_db
URL = "/co-quan/doi-soat/ngan-hang/"
KEYS = {
    "sepay": {"sepay-auth": "apikey", "sepay-key": "khoa-cua-webhook"},
    "casso": {"casso-key": "khoa-cua-webhook"},
    "payos": {"payos-client_id": "ma-khach-hang", "payos-api_key": "khoa-goi-api", "payos-key": "khoa-kiem-tra"},
}
ACCOUNT = {
    "account-bank_bin": "970418", "account-number": "1234 5678.90", "account-holder": "Đơn vị vận hành",
    "account-note": "HĐ 12/2026",
}  # fmt: skip


@pytest.fixture
def operator(client_as) -> Client:
    return client_as("operator")


def plain(answer) -> str:
    return text_of(answer).replace("\xa0", " ")


def last_audit() -> AuditEntry:
    return AuditEntry.objects.latest("pk")


def test_page_without_an_account_shows_an_empty_state(operator) -> None:
    page = plain(operator.get(URL))
    assert "Chưa có tài khoản. Người mua chưa trả VietQR cho sàn được." in page
    assert "Thêm hoặc thay khóa" not in page
    assert 'href="/co-quan/doi-soat/ngan-hang/"' in operator.get("/co-quan/doi-soat/").content.decode()


def test_account_is_saved_as_banks_write_it(operator) -> None:
    saved = operator.post(URL, ACCOUNT, follow=True)

    bank = sdk.bank_accounts.of(None)
    assert bank is not None
    assert (bank.bank_name, bank.number, bank.holder) == ("BIDV", "1234567890", "DON VI VAN HANH")
    assert "BIDV · …7890 DON VI VAN HANH" in plain(saved)
    assert keeps_the_policy(saved)
    entry = last_audit()
    assert (entry.action, entry.before) == ("payment.open_bank_account", {})
    assert entry.after == {"bank": "BIDV", "number_ends": "7890", "holder": "DON VI VAN HANH", "note": "HĐ 12/2026"}
    assert "1234567890" not in str(entry.after)


def test_replaced_account_still_receives_transfers(operator) -> None:
    former = operators_account("9900000001")
    feed = make_feed(former)

    page = plain(operator.post(URL, ACCOUNT, follow=True))

    former.refresh_from_db()
    feed.refresh_from_db()
    assert (former.is_active, feed.is_active) == (False, True)
    assert last_audit().before == {"bank": "Vietcombank", "number_ends": "0001", "holder": "DON VI VAN HANH"}
    assert "1 tài khoản trước đây" in page
    assert "SePay tài khoản trước đây" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"account-bank_bin": ""}, "Vui lòng chọn ngân hàng."),
        ({"account-number": "12"}, "Số tài khoản gồm 4 đến 19 chữ số"),
        ({"account-holder": " "}, "Vui lòng ghi tên chủ tài khoản."),
        ({"account-note": ""}, "Vui lòng ghi căn cứ"),
    ],
)
def test_invalid_account_is_refused(operator, wrong: dict, words: str) -> None:
    operators_account("9900000002")
    trail = AuditEntry.objects.count()
    page = operator.post(URL, ACCOUNT | wrong)
    assert page.status_code == 422
    assert words in plain(page)
    assert [row.number for row in BankAccount.objects.filter(is_active=True)] == ["9900000002"]
    assert AuditEntry.objects.count() == trail


def test_account_of_a_seller_is_refused(operator) -> None:
    theirs = make_account(number="1234567890", bin="970418")
    page = operator.post(URL, ACCOUNT)
    assert page.status_code == 422
    assert "đang đứng tên người khác" in plain(page)
    theirs.refresh_from_db()
    assert theirs.is_active
    assert sdk.bank_accounts.of(None) is None


@pytest.mark.parametrize("kind", KEYS)
def test_feed_key_is_encrypted_and_its_url_shown(operator, kind: str) -> None:
    operators_account()

    saved = operator.post(f"{URL}bao-tien", {"kind": kind} | KEYS[kind], follow=True)

    (feed,) = sdk.bank_feeds.of(None)
    assert (feed.kind, feed.url in saved.content.decode()) == (kind, True)
    assert secrets_of(BankFeed.objects.get())["key"].startswith("khoa-")
    assert "chưa báo lần nào" in plain(saved)
    assert "khoa-" not in saved.content.decode()
    assert (last_audit().action, last_audit().after["kind"]) == ("payment.add_bank_feed", kind)
    assert "khoa-" not in str(last_audit().after)


def test_time_of_the_last_call_is_shown(operator) -> None:
    feed = make_feed(operators_account())
    call(feed, "tien xoai", bad_signature=True)
    assert "hôm nay nhưng sai khóa nên không tin. Hãy dán lại khóa ở dưới." in plain(operator.get(URL))

    tell(feed, "tien xoai")  # a call since then: no longer refused

    page = plain(operator.get(URL))
    assert "SePay báo lần cuối" in page
    assert "sai khóa" not in page


def test_removed_feed_loses_its_key(operator) -> None:
    feed = make_feed(operators_account())
    page = operator.post(f"{URL}bao-tien/{feed.pk}/bo", follow=True)
    assert "Đã bỏ SePay." in plain(page)
    assert sdk.bank_feeds.of(None) == []
    assert BankFeed.objects.get().encrypted_secret == ""
    assert last_audit().action == "payment.close_bank_feed"


def test_short_key_or_missing_account_is_refused(operator) -> None:
    before = operator.post(f"{URL}bao-tien", {"kind": "casso"} | KEYS["casso"])
    assert (before.status_code, BankFeed.objects.count()) == (422, 0)
    operators_account()
    short = operator.post(f"{URL}bao-tien", {"kind": "casso", "casso-key": "ngan"})
    assert (short.status_code, BankFeed.objects.count()) == (422, 0)
    assert "Khóa quá ngắn." in plain(short)


def test_feed_of_a_seller_is_not_found(operator) -> None:
    theirs = make_feed(make_account())
    assert operator.post(f"{URL}bao-tien/{theirs.pk}/bo").status_code == 404
    theirs.refresh_from_db()
    assert theirs.is_active


@pytest.mark.parametrize("who", ["commune", "province", "buyer"])
def test_other_roles_are_refused(client_as, who: str) -> None:
    feed = make_feed(operators_account("9900000003"))
    client = client_as(who)
    assert client.get(URL).status_code == 403
    assert client.post(URL, ACCOUNT).status_code == 403
    assert client.post(f"{URL}bao-tien", {"kind": "casso"} | KEYS["casso"]).status_code == 403
    assert client.post(f"{URL}bao-tien/{feed.pk}/bo").status_code == 403
    assert [row.number for row in BankAccount.objects.all()] == ["9900000003"]
    assert list(BankFeed.objects.filter(is_active=True)) == [feed]
