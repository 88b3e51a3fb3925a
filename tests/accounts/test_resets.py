"""An account is recovered by two operators, whose accounts were neither created nor changed in the meantime."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import tokens
from accounts.independence import is_independent
from accounts.models import AccountReset, AuditEntry, SecurityNotice, User
from accounts.services.decide_reset import confirm_reset, refuse_reset
from accounts.services.grant_membership import grant_membership
from accounts.services.record_audit import record_audit
from accounts.services.request_reset import request_reset
from core.errors import DomainError
from tests.factories import PASSWORD, make_officer, make_user
from tests.sessions import sign_in

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@pytest.fixture
def first(db: None) -> User:
    return make_officer("operator", is_superuser=True)


@pytest.fixture
def second(db: None) -> User:
    return make_officer("operator", is_superuser=True)


@pytest.fixture
def third(db: None) -> User:
    return make_officer("operator")


def ask(user: User, actor: User, kind: str = "password") -> AccountReset:
    reason = "Gặp tại ủy ban, xem căn cước"
    return request_reset(user=user, kind=kind, identity_check="paper", reason=reason, actor=actor)


def code(call) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(DomainError) as caught:
        call()
    return caught.value.code


def test_reset_needs_two_people(first: User, second: User, client: Client) -> None:
    user = make_user(phone="0912345678")
    token = tokens.issue(user).access
    client.force_login(user)
    reset = ask(user, first)
    assert client.get("/tai-khoan/").status_code == 200  # nothing has happened yet
    link = confirm_reset(reset_id=reset.pk, actor=second)
    user.refresh_from_db()
    assert not user.check_password(PASSWORD)
    assert client.get("/tai-khoan/").status_code == 302
    assert code(lambda: tokens.read(token)) == "JWT_INVALID_TOKEN"
    assert link is not None
    client.get(link.removeprefix("http://127.0.0.1:8000"))
    assert client.post("/dat-mat-khau/", {"password": "cau tre lac leo"}).status_code == 302
    answer = client.post("/dang-nhap/", {"identifier": "0912345678", "password": "cau tre lac leo"}, follow=True)
    assert "Đơn vị vận hành đã gỡ mật khẩu cũ của bạn" in answer.content.decode()
    done = AuditEntry.objects.filter(object_ref=f"accounts.User:{user.pk}").order_by("pk")
    assert list(done.values_list("actor", "action"))[:3] == [
        (first.pk, "user.request_reset"),
        (second.pk, "user.reset_password"),
        (second.pk, "user.make_password_link"),
    ]


def test_requester_and_subject_cannot_confirm(first: User, second: User) -> None:
    reset = ask(second, first)
    for actor in (first, second):
        assert code(lambda actor=actor: confirm_reset(reset_id=reset.pk, actor=actor)) == "SECOND_PERSON_NEEDED"
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountReset.objects.update(status="confirmed", decided_by=first)
    assert User.objects.get(pk=second.pk).check_password(PASSWORD)


def test_other_users_cannot_request_or_confirm(first: User, second: User) -> None:
    user = make_user(is_staff=True, is_superuser=True)
    assert code(lambda: ask(user, user)) == "PERMISSION_DENIED"
    reset = ask(user, first)
    assert code(lambda: confirm_reset(reset_id=reset.pk, actor=user)) == "PERMISSION_DENIED"
    assert code(lambda: refuse_reset(reset_id=reset.pk, actor=user)) == "PERMISSION_DENIED"


@pytest.mark.parametrize("change", ["made", "granted", "edited", "asked to reset"])
def test_approver_created_or_changed_by_the_requester_is_refused(
    change: str, first: User, second: User, third: User
) -> None:
    reset = ask(make_user(), first)
    if change == "made":
        second = make_user()
        record_audit(actor=first, action="user.add", obj=second)
        grant_membership(user=second, role="operator", actor=None)
    elif change == "granted":
        second = make_user()
        grant_membership(user=second, role="operator", actor=first)
    elif change == "edited":
        record_audit(actor=first, action="user.edit", obj=second, after={"phone": "0912345678"})
    else:
        ask(second, first)
    assert code(lambda: confirm_reset(reset_id=reset.pk, actor=second)) == "APPROVER_NOT_INDEPENDENT"
    confirm_reset(reset_id=reset.pk, actor=third)


def test_older_or_own_changes_do_not_disqualify_the_approver(first: User, second: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        record_audit(actor=first, action="user.edit", obj=second)
        clock.shift(timedelta(days=7))
        reset = ask(make_user(), first)
        record_audit(actor=None, action="user.edit", obj=second)
        record_audit(actor=second, action="user.edit", obj=second)
        assert is_independent(second, of=[first.pk, second.pk, None], since=reset.requested_at)
        confirm_reset(reset_id=reset.pk, actor=second)


def test_approver_who_changed_the_requester_is_refused(first: User, second: User) -> None:
    reset = ask(make_user(), first)
    record_audit(actor=second, action="user.edit", obj=first)
    assert code(lambda: confirm_reset(reset_id=reset.pk, actor=second)) == "APPROVER_NOT_INDEPENDENT"


@pytest.mark.parametrize("action", ["user.add", "membership.grant", "user.make_password_link"])
def test_approver_changed_within_seven_days_is_refused(action: str, first: User, second: User, third: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        record_audit(actor=third, action=action, obj=second)
        clock.shift(timedelta(days=5))
        reset = ask(make_user(), first)
        with pytest.raises(DomainError) as caught:
            confirm_reset(reset_id=reset.pk, actor=second)
        assert (caught.value.code, "12:00 29/11/2026" in str(caught.value)) == ("APPROVER_CHANGED_LATELY", True)
        clock.shift(timedelta(days=2))
        confirm_reset(reset_id=reset.pk, actor=second)


def test_new_operator_notifies_all_other_operators(first: User, second: User) -> None:
    grant_membership(user=make_user(), role="operator", actor=first)
    assert list(SecurityNotice.objects.values_list("user", "action")) == [(second.pk, "membership.grant")]


def test_one_request_is_open_for_72_hours(first: User, second: User) -> None:
    user = make_user()
    with time_machine.travel(NOON, tick=False) as clock:
        reset = ask(user, first)
        assert code(lambda: ask(user, second)) == "RESET_UNEXPECTED_STATE"
        clock.shift(timedelta(hours=72))
        assert code(lambda: confirm_reset(reset_id=reset.pk, actor=second)) == "RESET_UNEXPECTED_STATE"
        again = ask(user, second)
        refuse_reset(reset_id=again.pk, actor=first)
        assert code(lambda: confirm_reset(reset_id=again.pk, actor=first)) == "RESET_UNEXPECTED_STATE"
    assert not SecurityNotice.objects.exists()
    arguments = {"user": user, "kind": "password", "identity_check": "paper", "reason": " ", "actor": first}
    assert code(lambda: request_reset(**arguments)) == "REQUIRED"


@pytest.mark.parametrize(
    ("kind", "identity_check", "refusal"),
    [
        ("password", "paper", None),
        ("password", "acquainted", None),
        ("password", "call", None),
        ("second_factor", "paper", None),
        ("second_factor", "call", "IDENTITY_CHECK_TOO_WEAK"),
        ("password", "", "REQUIRED"),
        ("second_factor", "by voice", "REQUIRED"),
    ],
)
def test_identity_check_is_required_and_recorded(
    first: User, second: User, kind: str, identity_check: str, refusal: str | None
) -> None:
    user = make_user()
    arguments = {
        "user": user,
        "kind": kind,
        "identity_check": identity_check,
        "reason": "Mất điện thoại",
        "actor": first,
    }
    if refusal:
        assert code(lambda: request_reset(**arguments)) == refusal
        assert not AccountReset.objects.exists()
        return
    confirm_reset(reset_id=request_reset(**arguments).pk, actor=second)
    actions = ("user.request_reset", f"user.reset_{kind}")
    entries = AuditEntry.objects.filter(action__in=actions).order_by("pk")
    assert list(entries.values_list("actor", "after__identity_check")) == [
        (first.pk, identity_check),
        (second.pk, identity_check),
    ]


def test_database_requires_an_identity_check_in_person_for_a_second_factor(first: User) -> None:
    reset = ask(make_user(), first, "second_factor")
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountReset.objects.filter(pk=reset.pk).update(identity_check="call")


def test_admin_pages_request_and_confirm_a_reset(first: User, second: User) -> None:
    user = make_user()
    clients = [sign_in(Client(), person) for person in (first, second)]
    page = "/quan-tri/accounts/accountreset/"
    typed = {"user": user.pk, "kind": "second_factor", "identity_check": "call", "reason": "Gặp tại ủy ban"}
    answer = clients[0].post(f"{page}add/", typed, follow=True)
    assert "Gỡ xác thực hai bước thì phải gặp trực tiếp" in answer.content.decode()
    clients[0].post(f"{page}add/", typed | {"kind": "password"})
    reset = AccountReset.objects.get()
    assert "Gọi tới số điện thoại đã lưu" in clients[1].get(page).content.decode()
    selection = {"action": "confirm", "_selected_action": [reset.pk]}
    answer = clients[0].post(page, selection, follow=True)
    assert "Cần một người khác của đơn vị vận hành xác nhận." in answer.content.decode()
    answer = clients[1].post(page, selection)
    assert "/dat-mat-khau/" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert clients[1].get(f"/quan-tri/accounts/user/{user.pk}/password/").status_code == 403
