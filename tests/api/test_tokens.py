"""Signing in by API and revoking tokens."""

import pytest
from django.test import Client
from graphene_django.utils.testing import graphql_query

from core.http.environ import UNREADABLE
from tests.api.conftest import Ask
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

SIGN_IN = """mutation ($who: String!, $password: String!) { tokenCreate(email: $who, password: $password) {
  token refreshToken user { fullName } errors { field message code } } }"""


def test_sign_in_refresh_and_sign_out_everywhere(ask: Ask, client: Client) -> None:
    user = make_user(email="lan@example.vn", full_name="Trần Thị Lan")
    created = ask(SIGN_IN, who="LAN@example.vn", password=PASSWORD)["tokenCreate"]
    assert (created["user"], created["errors"]) == ({"fullName": "Trần Thị Lan"}, [])
    assert ask("{ me { phone } }", token=created["token"]) == {"me": {"phone": user.phone}}
    assert ask("{ me { phone } }") == {"me": None}
    renew = "mutation ($t: String!) { tokenRefresh(refreshToken: $t) { token refreshToken errors { code } } }"
    renewed = ask(renew, t=created["refreshToken"])["tokenRefresh"]
    fresh = renewed["token"]
    assert renewed["refreshToken"] != created["refreshToken"]
    verify = "mutation ($t: String!) { tokenVerify(token: $t) { isValid errors { code } } }"
    assert ask(verify, t=fresh)["tokenVerify"] == {"isValid": True, "errors": []}
    assert (
        ask("mutation { tokensDeactivateAll { errors { code } } }", token=fresh)["tokensDeactivateAll"]["errors"] == []
    )
    assert ask(verify, t=fresh)["tokenVerify"]["errors"] == [{"code": "JWT_INVALID_TOKEN"}]
    assert ask(renew, t=renewed["refreshToken"])["tokenRefresh"] == {
        "token": None,
        "refreshToken": None,
        "errors": [{"code": "JWT_INVALID_TOKEN"}],
    }
    refused = graphql_query("{ me { phone } }", headers={"Authorization": f"JWT {fresh}"}, client=client)
    assert refused.status_code == 401


@pytest.mark.parametrize("name", ["Authorization", "Authorization-Bearer"])
def test_unreadable_token_is_refused(client: Client, name: str) -> None:
    """A truncated token would otherwise be treated as anonymous."""
    answer = graphql_query("{ me { phone } }", headers={name: UNREADABLE}, client=client)
    assert (answer.status_code, answer.json().get("data")) == (401, None)


def test_wrong_password_and_unknown_person_get_the_same_error(ask: Ask) -> None:
    user = make_user()
    wrong = ask(SIGN_IN, who=user.phone, password="sai")["tokenCreate"]
    unknown = ask(SIGN_IN, who="0900999999", password="sai")["tokenCreate"]
    assert wrong == unknown
    assert [error["code"] for error in wrong["errors"]] == ["INVALID_CREDENTIALS"]
    assert wrong["token"] is None


def test_guest_cannot_deactivate_tokens(ask: Ask) -> None:
    answered = ask("mutation { tokensDeactivateAll { errors { code } } }")["tokensDeactivateAll"]
    assert answered["errors"] == [{"code": "PERMISSION_DENIED"}]


def test_repeated_wrong_passwords_are_throttled_with_saleors_code(ask: Ask) -> None:
    user = make_user()
    codes = []
    for _try in range(8):
        codes += ask(SIGN_IN, who=user.phone, password="wrong-password")["tokenCreate"]["errors"]
    assert [error["code"] for error in codes[:5]] == ["INVALID_CREDENTIALS"] * 5
    assert [error["code"] for error in codes[5:]] == ["LOGIN_ATTEMPT_DELAYED"] * 3
