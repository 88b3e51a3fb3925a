"""One case of the log: what is done in a world, and the lines that it must leave."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from accounts.models import User
from core.throttle import count
from orders.models import Order
from payments.models import BankFeed
from tests.factories import PASSWORD, make_user
from tests.market import Market
from tests.payments.bank.helpers import KEY, make_account, make_feed

AT = "request=R network=127.0.0.1"


GRAPHQL = {"content_type": "application/json"}


FORM = "application/x-www-form-urlencoded"


@dataclass
class World:
    """A market, its paid order, and who knocks at its doors."""

    market: Market
    order: Order
    buyer: User = field(default_factory=lambda: make_user(phone="0912345678", email="lan@example.vn"))
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    secrets: set[str] = field(default_factory=set)

    def sign_in(self, user: User) -> None:
        self.client.force_login(user)

    def graphql(self, query: str, token: str = "", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.client.post("/graphql/", {"query": query, **more}, content_type="application/json", headers=headers)

    def token(self, user: User, password: str = PASSWORD, otp: str = "") -> str:
        mutation = f'tokenCreate(email: "{user.phone}", password: "{password}", otp: "{otp}")'
        answer = self.graphql(f"mutation {{ {mutation} {{ token errors {{ code }} }} }}").json()
        return answer["data"]["tokenCreate"]["token"] or ""

    def v1(self, path: str, key: str, method: str = "GET", **more: Any) -> Any:
        self.secrets.add(key)
        headers = {"Authorization": f"Bearer {key}"}
        return self.client.generic(method, path, more.pop("body", ""), content_type=FORM, headers=headers)

    def feed(self) -> BankFeed:
        feed = make_feed(make_account())
        self.secrets |= {feed.hook, KEY}
        return feed


def exhaust(key: str, tries: int) -> None:
    from datetime import timedelta

    for _ in range(tries):
        count(key, timedelta(hours=1))


Case = Callable[[World], list[str]]


CASES: dict[str, Case] = {}


def case(kind: str) -> Callable[[Case], Case]:
    """Does one thing at one door, and says the lines that it leaves."""

    def add(function: Case) -> Case:
        CASES[kind] = function
        return function

    return add
