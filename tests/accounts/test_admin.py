"""Accounts in the admin: no sign-in of its own, one stored spelling of phones, roles changed through services."""

import pytest
from django.test import Client

from accounts import tokens
from accounts.models import AuditEntry, Membership, User
from accounts.services.grant_membership import grant_membership
from core.errors import DomainError
from tests.factories import PASSWORD, make_user, my_tho
from tests.sessions import age, sign_in


@pytest.fixture
def operator(db: None) -> User:
    user = make_user(is_staff=True, is_superuser=True, full_name="Vận hành")
    grant_membership(user=user, role="operator", actor=None)
    return user


@pytest.fixture
def operator_client(operator: User) -> Client:
    return sign_in(Client(), operator)


def test_guests_are_sent_to_sign_in(client: Client, db: None) -> None:
    answer = client.get("/quan-tri/", follow=True)
    assert answer.redirect_chain[-1] == ("/dang-nhap/?next=/quan-tri/", 302)


def test_sign_in_page_of_the_admin_is_refused(client: Client, hoa: User) -> None:
    client.force_login(hoa)
    assert client.get("/quan-tri/login/").status_code == 403
    assert client.post("/quan-tri/login/", {"username": "0912345678", "password": "x"}).status_code == 403


PAGES = [f"accounts/{name}/" for name in ("user", "user/add", "membership", "membership/add", "auditentry")]
PAGES += [f"cooperatives/{name}/" for name in ("seller", "sellermembership", "cooperativemember")]


@pytest.mark.parametrize("page", PAGES)
def test_pages_open(operator_client: Client, page: str) -> None:
    assert operator_client.get(f"/quan-tri/{page}").status_code == 200


def test_added_user_is_normalized_and_gets_a_password_link(operator_client: Client) -> None:
    form = {"full_name": "Lê Thị Sen", "phone": "+84 987 654 321", "email": "Sen@Example.vn"}
    page = operator_client.post("/quan-tri/accounts/user/add/", form).content.decode()
    added = User.objects.get(full_name="Lê Thị Sen")
    assert (added.phone, added.email, added.is_staff) == ("0987654321", "sen@example.vn", False)
    assert not added.has_usable_password()
    assert "http://127.0.0.1:8000/dat-mat-khau/" in page
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions)[-2:] == ["user.add", "user.make_password_link"]


def test_user_without_phone_and_email_is_refused(operator_client: Client) -> None:
    form = {"full_name": "Ai đó", "phone": "", "email": ""}
    page = operator_client.post("/quan-tri/accounts/user/add/", form).content.decode()
    assert "Cần số điện thoại hoặc email để đăng nhập." in page
    assert not User.objects.filter(full_name="Ai đó").exists()


def test_password_change_page_of_the_admin_is_refused(operator_client: Client, operator: User) -> None:
    sent = {"old_password": PASSWORD, "new_password1": "vuon xoai chin vang", "new_password2": "vuon xoai chin vang"}
    for answer in (
        operator_client.get("/quan-tri/password_change/"),
        operator_client.post("/quan-tri/password_change/", sent),
    ):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/tai-khoan/")
    before = operator.password
    operator.refresh_from_db()
    assert operator.password == before


def test_sign_out_of_the_admin_deletes_cookies(operator_client: Client) -> None:
    operator_client.cookies["choxa_cart"] = "left"
    answer = operator_client.post("/quan-tri/logout/")
    assert answer.headers["Location"] == "/"
    assert answer.cookies["choxa_cart"].value == ""
    assert operator_client.get("/quan-tri/").status_code == 302


def test_password_of_another_user_cannot_be_set(operator_client: Client, hoa: User) -> None:
    form = {"usable_password": "true", "password1": "xoai-cat-chu-2026", "password2": "xoai-cat-chu-2026"}
    assert operator_client.post(f"/quan-tri/accounts/user/{hoa.pk}/password/", form).status_code == 403
    operator_client.post(
        f"/quan-tri/accounts/user/{hoa.pk}/change/", {"full_name": "Hoa", "phone": hoa.phone, "password": "x"}
    )
    selection = {"action": "link", "_selected_action": [hoa.pk]}
    assert (
        "Người này đã có mật khẩu."
        in operator_client.post("/quan-tri/accounts/user/", selection, follow=True).content.decode()
    )
    hoa.refresh_from_db()
    assert hoa.check_password("vuon-xoai-2026")


@pytest.mark.parametrize("change", [{"phone": "0987654321"}, {"email": "khac@example.vn"}, {"is_staff": "on"}])
def test_changed_account_must_sign_in_again(operator_client: Client, hoa: User, change: dict[str, str]) -> None:
    token = tokens.issue(hoa).access
    form = {"full_name": "Hoa", "phone": "0912345678", "email": "hoa@example.vn", "is_active": "on"} | change
    assert operator_client.post(f"/quan-tri/accounts/user/{hoa.pk}/change/", form).status_code == 302
    with pytest.raises(DomainError):
        tokens.read(token)


def test_first_superuser_can_grant_the_operator_role(db: None) -> None:
    first, other = (make_user(is_staff=True, is_superuser=True) for _ in range(2))
    operator_client = sign_in(Client(), first)
    operator_client.post("/quan-tri/accounts/membership/add/", {"user": other.pk, "role": "operator"})
    assert not Membership.objects.exists()
    operator_client.post("/quan-tri/accounts/membership/add/", {"user": first.pk, "role": "operator"})
    assert Membership.objects.get().user == first
    with pytest.raises(DomainError):
        grant_membership(user=other, role="operator", actor=other)


def test_roles_are_granted_and_revoked_by_services(operator_client: Client, operator: User, hoa: User) -> None:
    unit = my_tho()
    operator_client.post("/quan-tri/accounts/membership/add/", {"user": hoa.pk, "role": "commune", "unit": unit.pk})
    membership = Membership.objects.get(user=hoa)
    assert (membership.role, membership.unit) == ("commune", unit)
    selection = {"action": "revoke", "_selected_action": [membership.pk]}
    operator_client.post("/quan-tri/accounts/membership/", selection)
    membership.refresh_from_db()
    assert membership.revoked_at is not None
    actions = AuditEntry.objects.filter(actor=operator).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["user.sign_out_everywhere", "membership.grant", "membership.revoke"]


def test_role_that_does_not_fit_its_unit_is_refused(operator_client: Client, hoa: User) -> None:
    answer = operator_client.post(
        "/quan-tri/accounts/membership/add/", {"user": hoa.pk, "role": "province", "unit": my_tho().pk}, follow=True
    )
    assert "Đơn vị hành chính không khớp với vai trò." in answer.content.decode()
    assert not Membership.objects.filter(user=hoa).exists()


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("user/{hoa}/change/", {"full_name": "Hoa", "phone": "0987654321", "email": "", "is_active": "on"}),
        ("user/add/", {"full_name": "Lê Thị Sen", "phone": "0987654321", "email": ""}),
        ("user/", {"action": "sign_out", "_selected_action": "{hoa}"}),
        ("membership/add/", {"user": "{hoa}", "role": "operator"}),
        ("accountreset/add/", {"user": "{hoa}", "kind": "password", "identity_check": "call", "reason": "Đã gọi"}),
    ],
)
def test_user_changes_need_a_recent_password(operator_client: Client, hoa: User, page: str, form: dict) -> None:
    age(operator_client)
    page = f"/quan-tri/accounts/{page.format(hoa=hoa.pk)}"
    answer = operator_client.post(page, {key: value.format(hoa=hoa.pk) for key, value in form.items()})
    assert answer["Location"].startswith("/xac-nhan-mat-khau/?next=")
    assert (AuditEntry.objects.count(), User.objects.get(pk=hoa.pk).phone) == (1, "0912345678")  # the operator's role


def test_operator_ends_the_sessions_of_a_user(operator_client: Client, hoa: User) -> None:
    phone = sign_in(Client(), hoa)
    operator_client.post("/quan-tri/accounts/user/", {"action": "sign_out", "_selected_action": [hoa.pk]})
    assert phone.get("/tai-khoan/").status_code == 302
