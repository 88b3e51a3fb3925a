"""VNPay's transfer of a day is recognised where it is unambiguous, in either order; else a person decides."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest

from accounts.models import AuditEntry
from core import clock
from core.errors import DomainError, NotFound
from core.outbox import deliver_due
from payments.bank.services.resolve_bank_transaction import resolve_bank_transaction
from payments.models import BankFeed, BankTransfer, JournalEntry, LedgerEntry, SettlementDeposit, SettlementLine
from payments.providers.vnpay.protocol import names_vnpay
from payments.reconciliation.jobs import rematch
from payments.reconciliation.services.recognise_settlement import recognise_settlement
from payments.reconciliation.services.resolve_as_settlement import resolve_as_settlement
from payments.reconciliation.services.resolve_line import resolve_line
from payments.reconciliation.settlement_deposits import expected_deposits
from tests.payments.bank.helpers import make_account, make_feed, operators_account, reported, tell
from tests.payments.helpers import state
from tests.payments.reconciliation.conftest import line, yesterday
from tests.payments.reconciliation.test_import_settlement import all_is_well

pytestmark = pytest.mark.django_db
WORDS = "VNPAY QUYET TOAN GD NGAY"


@pytest.fixture
def feed(db: None) -> BankFeed:
    return make_feed(operators_account())


@pytest.fixture
def settles(paid, take_file) -> Callable[..., object]:
    """VNPay's file of one payment of a day: 300.000 đ less 3.000 đ, unless told otherwise."""

    def take(amount: int = 300_000, fee: int = 3_000, days_ago: int = 1, **more):
        day = clock.today() - timedelta(days=days_ago)
        attempt = paid(amount, day=day)
        return take_file(line(attempt.reference, amount, fee=fee, day=day), name=f"{day}.csv", **more)

    return take


def comes(feed: BankFeed, amount: int = 297_000, words: str = WORDS, **more) -> BankTransfer:
    transfer = reported(feed, words, amount, **more)
    deliver_due()  # `bank_transaction.unmatched`
    transfer.refresh_from_db()
    return transfer


def holds(code: str) -> int:
    return sum(LedgerEntry.objects.filter(account__code=code).values_list("amount", flat=True))


def how(transfer: BankTransfer) -> tuple[str, str]:
    transfer.refresh_from_db()
    return transfer.state, transfer.decision.partition(":")[0]


def causes() -> list[str]:
    return sorted(JournalEntry.objects.exclude(reason="capture").values_list("reason", flat=True))


def test_the_file_first(feed, settles) -> None:
    file = settles()
    transfer = comes(feed)
    assert how(transfer) == ("decided", "settlement")
    _ended_well(transfer, file)


def test_the_transfer_first(feed, settles) -> None:
    transfer = comes(feed)
    assert (how(transfer), holds("bank"), holds("suspense")) == (("unmatched", ""), 297_000, -297_000)
    file = settles()
    assert how(transfer) == ("decided", "settlement")
    _ended_well(transfer, file)


def _ended_well(transfer: BankTransfer, file) -> None:
    """Both orders end in the same books, row by row."""
    assert (holds("bank"), holds("suspense"), holds("provider:vnpay"), holds("op:fees")) == (297_000, 0, 0, 3_000)
    assert causes() == ["settlement", "unmatched", "unmatched_cleared"]
    assert list(SettlementDeposit.objects.values_list("file", "day", "transfer", "amount")) == [
        (file.pk, yesterday(), transfer.pk, 297_000)
    ]
    assert (transfer.decided_by, transfer.unmatched_reason) == (None, "no_code")
    entry = AuditEntry.objects.get(action="payment.recognise_settlement")
    assert (entry.actor, entry.after["amount"]) == (None, 297_000)
    all_is_well()


def test_a_repeat_changes_nothing(feed, settles) -> None:
    settles()
    transfer, another = comes(feed, external_id="n1", bank_reference="FT1"), make_feed(feed.account, "casso")
    before = state(), SettlementDeposit.objects.count(), AuditEntry.objects.count()

    tell(feed, WORDS, 297_000, external_id="n1", bank_reference="FT1")
    tell(another, WORDS, 297_000, bank_reference="FT1")
    rematch(0)

    assert not recognise_settlement(transfer_id=transfer.pk)
    assert (state(), SettlementDeposit.objects.count(), AuditEntry.objects.count()) == before
    all_is_well()


@pytest.mark.parametrize(
    ("amount", "words"), [(297_000, "tien xoai"), (296_999, WORDS), (297_001, WORDS), (300_000, WORDS)]
)
@pytest.mark.parametrize("file_first", [True, False])
def test_deposit_of_another_amount_or_text_stays_unmatched(
    feed, settles, file_first: bool, amount: int, words: str
) -> None:
    if file_first:
        settles()
    transfer = comes(feed, amount, words)
    if not file_first:
        settles()
    rematch(0)
    assert how(transfer) == ("unmatched", "")
    assert holds("suspense") == -amount
    assert not SettlementDeposit.objects.exists()
    all_is_well()


def test_one_transfer_is_one_days_money(feed, settles) -> None:
    settles()
    first, second = comes(feed), comes(feed)
    assert (how(first), how(second)) == (("decided", "settlement"), ("unmatched", ""))
    assert (holds("bank"), holds("suspense")) == (2 * 297_000, -297_000)
    all_is_well()


def test_earlier_of_two_equal_deposits_is_recognised(feed, settles) -> None:
    later = comes(feed, booked_at=clock.now())
    earlier = comes(feed, booked_at=clock.now() - timedelta(minutes=10))
    settles()
    assert (how(earlier), how(later)) == (("decided", "settlement"), ("unmatched", ""))
    all_is_well()


def test_two_days_of_the_same_sum_are_a_question_in_any_order(feed, settles) -> None:
    """Until every day before it is told by a file, nobody knows whether another day comes to the same."""
    settles(days_ago=2)
    settles(days_ago=1)
    transfer = comes(feed)
    assert how(transfer) == ("unmatched", "")
    assert [one.first_day for one in expected_deposits([transfer]) if one.is_just(297_000)] == [
        clock.today() - timedelta(days=2), yesterday(),
    ]  # fmt: skip
    all_is_well()


def test_the_other_file_after_the_transfer_is_waited_for(feed, settles, paid, take_file) -> None:
    other_day = clock.today() - timedelta(days=2)
    other = paid(300_000, day=other_day)  # VNPay took it, and no file tells of its day yet
    settles(days_ago=1)
    transfer = comes(feed)
    assert how(transfer) == ("unmatched", "")

    take_file(line(other.reference, 300_000, fee=9_000, day=other_day), name="other.csv")  # another net: no doubt left

    assert how(transfer) == ("decided", "settlement")
    assert SettlementDeposit.objects.get().day == yesterday()
    all_is_well()


def test_a_whole_file_of_several_days(feed, paid, take_file) -> None:
    days = [clock.today() - timedelta(days=n) for n in (3, 2, 1)]
    rows = [line(paid(100_000, day=day).reference, 100_000, fee=1_000 + n, day=day) for n, day in enumerate(days)]
    take_file(*rows, name="weekend.csv")
    transfer = comes(feed, 300_000 - 3_003)
    assert how(transfer) == ("decided", "settlement")
    assert list(SettlementDeposit.objects.order_by("day").values_list("day", "amount")) == [
        (day, 99_000 - n) for n, day in enumerate(days)
    ]
    assert holds("suspense") == 0
    all_is_well()


def test_deposit_stays_unmatched_until_its_lines_are_resolved(feed, paid, take_file, operator) -> None:
    good = paid(300_000)
    take_file(line(good.reference, 300_000, fee=3_000), line("khongco", 50_000), name="T11.csv")
    transfer = comes(feed, 347_000)
    assert how(transfer) == ("unmatched", "")
    (one,) = (result for result in expected_deposits([transfer]) if result.may_become(347_000))
    assert (one.posted, one.net, one.open_lines) == (297_000, 347_000, 1)

    unknown = SettlementLine.objects.get(reference="khongco")
    resolve_line(line_id=unknown.pk, decision="suspense", note="hỏi VNPay", actor=operator)
    rematch(0)

    assert how(transfer) == ("decided", "settlement")
    assert (holds("bank"), holds("suspense")) == (347_000, -50_000)
    all_is_well()


@pytest.mark.parametrize("ago", [0, 15])
def test_deposit_outside_the_days_window_is_not_matched(feed, settles, ago: int) -> None:
    settles()
    booked = datetime.combine(yesterday() + timedelta(days=ago), time(9), tzinfo=clock.VIETNAM)
    transfer = comes(feed, booked_at=booked)
    assert how(transfer) == ("unmatched", "")


def test_deposit_to_a_sellers_account_is_ignored(settles) -> None:
    settles()
    transfer = comes(make_feed(make_account()))
    assert (how(transfer), transfer.content) == (("ignored", ""), "")


def test_second_feed_may_name_vnpay(feed, settles) -> None:
    settles()
    transfer = comes(feed, words="QUYET TOAN", bank_reference="FT9")
    assert how(transfer) == ("unmatched", "")
    tell(make_feed(feed.account, "casso"), WORDS, 297_000, bank_reference="FT9")
    deliver_due()
    assert how(transfer) == ("decided", "settlement")
    all_is_well()


class TestByAPerson:
    def test_chosen_among_two(self, feed, settles, operator) -> None:
        settles(days_ago=2)
        settles(days_ago=1)
        transfer = comes(feed)
        first, second = (one for one in expected_deposits([transfer]) if one.is_just(297_000))

        decide(transfer, operator, settlement=second.key)

        assert (how(transfer), transfer.decided_by) == (("decided", "settlement"), operator)
        assert SettlementDeposit.objects.get().day == yesterday()
        assert holds("suspense") == 0
        all_is_well()
        other = comes(feed)  # one is left for the next, and nothing speaks against it
        assert how(other) == ("decided", "settlement")
        assert SettlementDeposit.objects.get(transfer=other).day == first.first_day
        all_is_well()

    @pytest.mark.parametrize("key", ["", "0", "0:2026-01-01", "x"])
    def test_day_without_a_settlement_is_refused(self, feed, settles, operator, key: str) -> None:
        settles(days_ago=2)
        settles(days_ago=1)
        transfer = comes(feed)
        before = state(), BankTransfer.objects.values().get(), AuditEntry.objects.count()
        with pytest.raises(DomainError) as caught:
            decide(transfer, operator, settlement=key)
        assert caught.value.code == ("NOT_THIS_SETTLEMENT" if key else "REQUIRED")
        assert (state(), BankTransfer.objects.values().get(), AuditEntry.objects.count()) == before

    def test_deposit_of_another_amount_is_refused(self, feed, settles, operator) -> None:
        settles()
        transfer = comes(feed, 1_000)
        (one,) = expected_deposits([transfer])
        with pytest.raises(DomainError) as caught:
            decide(transfer, operator, settlement=one.key)
        assert caught.value.code == "NOT_THIS_SETTLEMENT"
        assert not SettlementDeposit.objects.exists()

    def test_deposit_to_a_sellers_account_is_refused(self, settles, operator) -> None:
        settles()
        account = make_account()
        transfer = comes(make_feed(account), words="CX0000000000 vnpay")
        (one,) = expected_deposits([transfer])
        with pytest.raises(DomainError) as caught:
            resolve_bank_transaction(
                transfer_id=transfer.pk, decision="settlement", note="x", actor=operator, on_behalf_of=account.payee_id
            )
        assert (caught.value.code, how(transfer)) == ("INVALID", ("unmatched", ""))
        with pytest.raises(NotFound):
            decide(transfer, operator, settlement=one.key)
        assert how(transfer) == ("unmatched", "")


def decide(transfer: BankTransfer, actor, *, settlement: str) -> BankTransfer:
    return resolve_as_settlement(transfer_id=transfer.pk, note="sao kê", settlement=settlement, actor=actor)


@pytest.mark.parametrize(
    ("words", "is_it"),
    [
        ("VNPAY QUYET TOAN", True),
        ("Vn Pay thanh toan ngay 25/11", True),
        ("CONG TY CO PHAN GIAI PHAP THANH TOAN VIET NAM CHUYEN TIEN", True),
        ("Công ty CP Giải pháp Thanh toán Việt Nam", True),
        ("tien xoai", False),
        ("", False),
    ],
)
def test_vnpay_is_recognised_by_its_names(words: str, is_it: bool) -> None:
    assert names_vnpay(words) is is_it
