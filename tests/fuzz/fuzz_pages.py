"""Unusual paths, query strings, forms and headers, on every page and as every role: never a 5xx."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import User
from demo_data.sign_ins import PEOPLE
from orders.models import Order, PosSale
from payments.checkout_sessions.services.create_session import Item, create_session
from payments.checkout_sessions.services.pay_session import pay_session
from payments.models import Attempt, BankAccount, BankFeed
from tests.factories import make_user
from tests.fuzz.pages import Form, Site, explore
from tests.fuzz.values import EDGES, raw, texts
from tests.routes import Browser, Route, faults, routes
from tests.sessions import sign_in

EXAMPLES = 400  # for each person and each kind of request
RUN = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
WHO = ["guest", "buyer", "household", "cooperative", "commune", "province", "operator", "superuser"]
# Not what a server reads itself and refuses before us: Content-Length.
HEADERS = [
    "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Content-Type", "Cookie",
    "Forwarded", "Host", "HX-Request", "HX-Target", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range",
    "Idempotency-Key", "Origin", "Range", "Referer", "Stripe-Account", "Stripe-Version", "Transfer-Encoding",
    "User-Agent", "X-CSRFToken", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Request-Id",
]  # fmt: skip
HEADER_VALUES = [
    "gzip;q=x", "text/html;q=1,*/*;q=a", "text/html", "application/json", "vi,en;q=", "Bearer x",
    "Basic !!", "bytes=0-",
    "bytes=9-1,2", "Thu, 01 Jan 1970", "Thu, 32 Foo 9999 99:99:99 GMT", 'W/"', '"', "multipart/form-data",
    "multipart/form-data; boundary=\"", "multipart/form-data; boundary=x", "application/json; charset=foo",
    "application/x-www-form-urlencoded; charset=utf-7", "text/html; charset=\x80", "a=b; a=c; =; choxa_session=",
    "choxa_cart=x:y:z; choxa_place=ab:c:d; choxa_orders=1:2:3; choxa_language=xx; choxa_device=!", "evil.example",
    "127.0.0.1", "[::1]:x", "a b", "::1, 1.2.3.4", "999.1.1.1", "null", "-1", "99999999999",
    "chunked", "true", "\xff" * 3,
]  # fmt: skip
MESSAGES = [
    "txn_ref", "outcome", "order", "ipn", "fault", "refund", "account", "amount", "content", "feed", "repeat", "query",
    "variables", "vnp_TxnRef", "vnp_Amount", "vnp_Command", "vnp_SecureHash", "vnp_TmnCode", "vnp_TransactionDate",
    "vnp_CreateDate", "vnp_ResponseCode", "vnp_TransactionStatus", "id", "transferAmount", "accountNumber", "data",
]  # fmt: skip
FILES = [
    b"",
    b"\x00",
    b"PK\x03\x04",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0",
    b"GIF89a",
    b"a;b\n1;2",
    "Ngày;Số tiền\n".encode(),
]


@pytest.fixture
def market(pilot: None) -> Iterator[None]:
    """The pilot's whole market, in a transaction that is rolled back."""
    logging.disable(logging.CRITICAL)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


def browser_of(who: str) -> Browser:
    if who == "guest":
        return Browser()
    if who == "superuser":
        return Browser(sign_in(Client(), make_user(is_staff=True, is_superuser=True)))
    phone = next(person.identifier for person in PEOPLE if person.role == who)
    return Browser(sign_in(Client(), User.objects.get(phone=phone)))


def doors(who: str) -> list[str]:
    """Pages that no link of this person leads to."""
    orders = Order.objects.filter(user__phone=next((p.identifier for p in PEOPLE if p.role == who), ""))
    result = [f"/thanh-toan/{order.code}/" for order in orders[:3]]
    if who == "guest":
        session, with_qr = (create_session(items=[Item("Xoài", 2, 120_000)]) for _ in range(2))
        shown = pay_session(session_id=with_qr.pk, method="vietqr", ip="113.160.92.202")
        result += [f"/payments/checkout/{one.pk}" for one in (session, with_qr)]
        result.append(f"/payments/vietqr/{shown.intent_id}/{shown.reference}")
        result += [f"/bien-nhan/{sale.code}/" for sale in PosSale.objects.filter(status="paid")[:1]]
    return result


class Finding:
    """The faults of a run, each kind of them once, with the request that shows it."""

    def __init__(self) -> None:
        self.faults: dict[str, str] = {}

    def note(self, requested: str, answer: Any) -> None:
        for fault in faults("", answer):
            self.faults.setdefault(f"{fault} {_place(answer)}", requested[:1_500])

    def check(self) -> None:
        assert not self.faults, "\n\n".join(f"{fault}\n    {requested}" for fault, requested in self.faults.items())


def _place(answer: Any) -> str:
    """Where in our own code it broke."""
    trace, last = (getattr(answer, "exc_info", None) or (None, None, None))[2], ""
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if "/.venv/" not in name and "/lib/python" not in name:
            last = f"{name.rpartition('/wt/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return last


@pytest.mark.parametrize("kind", ["paths", "queries", "forms", "headers"])
@pytest.mark.parametrize("who", WHO)
def test_pages_never_fail_with_5xx(market: None, who: str, kind: str) -> None:
    browser, result = browser_of(who), Finding()
    site = explore(browser, doors(who))
    for path, answer in site.faults:
        result.note(path, answer)
    assert len(site.pages) > 5
    KINDS[kind](browser, site, result)
    result.check()


def test_machine_calls_never_fail_with_5xx(market: None) -> None:
    """Callbacks, feeds and stand-ins, which read JSON or a query string of their own, with half-right messages."""
    result, browser = Finding(), Browser()
    attempt = Attempt.objects.filter(provider="vnpay").latest("pk")
    hooks = [f"/payments/feeds/{feed.kind}/{feed.hook}" for feed in BankFeed.objects.all()[:6]]
    called = [route for route in routes() if getattr(route.view, "csrf_exempt", False)]
    paths = [route.path() for route in called if not route.parameters] + hooks
    known = [attempt.reference, attempt.intent_id, BankAccount.objects.all()[0].number, "success", "sepay", "querydr"]
    leaf = texts.map(bare) | st.sampled_from(known) | st.integers() | st.none() | st.booleans() | st.floats()
    names = st.sampled_from(MESSAGES) | texts.map(bare)
    messages = st.dictionaries(names, leaf | st.lists(leaf, max_size=2) | st.dictionaries(names, leaf), max_size=8)

    @RUN
    @given(st.sampled_from(paths), messages, st.booleans())
    def tried(path: str, message: dict[str, Any], in_query: bool) -> None:
        if in_query:
            query = urlencode({name: str(value) for name, value in message.items()})
            result.note(f"{path}?{query}", browser.send("GET", f"{path}?{query}"))
        body = json.dumps(message).encode()
        result.note(f"{path} {body!r}", browser.send("POST", path, body, {"Content-Type": "application/json"}))

    assert len(paths) > 5
    tried()
    result.check()


def fuzz_paths(browser: Browser, site: Site, result: Finding) -> None:
    """Values of no row, and of other rows than the address is for."""
    open_routes = [route for route in routes() if route.parameters]
    stored = [part for page in site.pages for part in page.split("/") if any(map(str.isdigit, part))] or ["1"]
    part = st.sampled_from(EDGES).map(encoded) | raw | texts.map(encoded) | st.sampled_from(stored)
    methods = st.sampled_from(["GET", "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])

    @RUN
    @given(st.sampled_from(open_routes), st.data(), methods)
    def tried(route: Route, data: Any, method: str) -> None:
        path = route.path(*(data.draw(part) for _ in route.parameters))
        result.note(f"{method} {path}", browser.send(method, path))

    tried()


def fuzz_queries(browser: Browser, site: Site, result: Finding) -> None:
    """The names that each page reads, and others, with any values."""
    pages = sorted(path for path in site.pages if path in site.reads) or ["/tim"]
    value = texts.map(encoded) | raw

    @RUN
    @given(st.sampled_from(pages), st.data())
    def tried(path: str, data: Any) -> None:
        names = st.sampled_from(sorted(site.reads.get(path, {"q"}))) | texts.map(encoded)
        supplied_ = data.draw(st.lists(st.tuples(names, value), min_size=1, max_size=4))
        path += "?" + "&".join(f"{name}={text}" for name, text in supplied_)
        result.note(path, browser.send("GET", path))

    tried()


def fuzz_forms(browser: Browser, site: Site, result: Finding) -> None:
    """Forms as their pages show them, one to three fields of which say something else, are missing or come twice."""

    @RUN
    @given(st.sampled_from(site.forms), st.data())
    def tried(form: Form, data: Any) -> None:
        sent: dict[str, Any] = {name: data.draw(st.sampled_from(stored)) for name, stored in form.fields.items()}
        for name in form.files:
            sent[name] = SimpleUploadedFile("a.xlsx", data.draw(st.sampled_from(FILES) | st.binary(max_size=200)))
        names = sorted(sent) or ["x"]
        for name in data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3)):
            kind = data.draw(st.integers(0, 9))
            if kind == 0:
                sent.pop(name, None)
            elif kind == 1:
                sent[name] = data.draw(st.lists(texts, max_size=3).map(lambda some: [bare(one) for one in some]))
            else:
                sent[name] = bare(data.draw(texts))
        requested = f"{form.method} {form.action} {sent}"
        if form.method == "post":
            result.note(requested, browser.ask("post", form.action, sent))
        else:
            query = urlencode(sent, doseq=True)
            result.note(requested, browser.send("GET", f"{urlsplit(form.action).path}?{query}"))

    tried()


def fuzz_headers(browser: Browser, site: Site, result: Finding) -> None:
    """Pages and forms with headers that no browser sends, and bodies that are none."""
    posts = [urlsplit(form.action).path for form in site.forms if form.method == "post"]
    paths = sorted({*site.pages, *posts, "/graphql/", "/v1/charges", "/payments/vnpay/ipn"})
    values = st.sampled_from(HEADER_VALUES) | st.text(st.characters(max_codepoint=255), max_size=30)

    @RUN
    @given(
        st.sampled_from(paths),
        st.dictionaries(st.sampled_from(HEADERS), values, min_size=1, max_size=3),
        st.sampled_from(["GET", "POST", "HEAD", "OPTIONS"]),
        st.just(b"") | st.binary(max_size=60) | st.just(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'),
    )
    def tried(path: str, headers: dict[str, str], method: str, body: bytes) -> None:
        result.note(f"{method} {path} {headers} {body!r}", browser.send(method, path, body, headers))

    tried()


def bare(text: str) -> str:
    """Text as a form can carry it: lone surrogates are not sent by any browser."""
    return text.encode("utf-8", "replace").decode()


def encoded(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


KINDS: dict[str, Callable[[Browser, Site, Finding], None]] = {
    "paths": fuzz_paths,
    "queries": fuzz_queries,
    "forms": fuzz_forms,
    "headers": fuzz_headers,
}
