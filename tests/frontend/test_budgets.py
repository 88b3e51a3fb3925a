"""The number of SQL statements of every page on the pilot data, with empty caches."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, resolve, reverse

from accounts.models import User
from catalog.models import Certificate, ProduceDeclaration, Product
from cooperatives.models import CooperativeMember, Seller
from core import clock
from demo_data.sign_ins import PEOPLE
from frontend.shop.policy import TITLES
from indicators.models import Definition
from orders.checkout.policy import POLICY_VERSION
from orders.models import Order, OrderStatus, PosSale
from payments.checkout_sessions.services.create_session import Item, create_session
from payments.checkout_sessions.services.pay_session import pay_session
from payments.models import Attempt, JournalEntry, LedgerAccount, PayoutBatch, Refund, SettlementLine
from places.queries import current_commune
from tests.sessions import sign_in

pytestmark = pytest.mark.usefixtures("pilot")

PAGE = 12  # statements
LISTS = {
    "shop:home": 6, "shop:search": 5, "shop:product": 3, "shop:seller": 4, "seller:goods": 8, "seller:orders": 6,
}  # fmt: skip
# Addresses that only act, or answer with a file or a redirect.
NOT_PAGES = {
    "account:erase", "account:my-data-file",
    "account:interrupted-form", "account:end-all-sessions", "account:end-session", "account:password",
    "account:password-link",
    "account:read-notices", "account:recovery-codes", "account:recovery-codes-file", "account:second-factor-confirm",
    "account:second-factor-remove", "account:second-step", "account:set-password", "account:sign-out",
    "account:time-left",
    "shop:cart-add", "shop:cart-change", "shop:checkout-delivery", "shop:choose-place", "shop:language",
    "shop:order-restore-cart", "shop:order-cancel", "shop:orders-forget", "shop:pay-again", "shop:place",
    "shop:payment-return",
    "seller:member-agree", "seller:member-withdraw", "seller:request-payout", "seller:money-pdf",
    "seller:money-xlsx", "seller:order-confirm-phone", "seller:order-confirm", "seller:order-fulfill",
    "seller:order-mark-paid", "seller:order-confirm-refund", "seller:pos-sale-cancel", "seller:pos-sale-mark-paid",
    "seller:pos-sale-void",
    "seller:shop-feed-remove", "seller:transfer-answer",
    "seller:product-certificate", "seller:declaration-submit", "seller:declaration-withdraw",
    "seller:product-remove-photo", "seller:product-new-pack",
    "seller:product-pack", "seller:product-photos", "seller:product-publish",
    "seller:shop-bank", "seller:shop-consent", "seller:shop-offer", "seller:shop-rates",
    "seller:shop-schedule", "seller:stock",
    "office:batch-csv", "office:batch-xlsx", "office:cancel-payout", "office:confirm-batch", "office:confirm-payout",
    "office:make-batch", "office:pay-now", "office:payout-statement", "office:reject-payout", "office:run-payouts",
    "office:resolve-message", "office:decide-payment", "office:figures-csv", "office:parts-csv", "office:rows-csv",
    "office:seller-contract", "office:seller-paper", "office:seller-tax-code", "office:tax-declare", "office:tax-pay",
    "office:tax-month-pdf", "office:tax-month-xlsx", "office:tax-certificate-pdf", "office:tax-certificate-xlsx",
    "seller:tax-pdf", "seller:tax-xlsx",
    "office:query-status", "office:bank-feed", "office:bank-feed-remove", "office:decide-bank-transfer",
    "office:enable-webhook",
    "shop:order-return-withdraw", "seller:return-accept", "seller:return-decline",
    "office:return-accept", "office:return-decline", "office:return-open",
    "office:refund-approve", "office:refund-decide", "office:refund-retry",
    "payments:checkout-other", "payments:checkout-pay", "payments:feed", "payments:vietqr-picture",
    "payments:ipn",
}  # fmt: skip


@dataclass
class RolePages:
    """The addresses that one role opens."""

    who: str | None
    paths: list[str] = field(default_factory=list)
    prepare: Callable[[Client], None] | None = None


def guest() -> RolePages:
    product = Product.objects.get(name="Xoài cát Chu Cao Lãnh")
    paths = [
        *hosted(),
        "/", "/tim", "/tim?q=xoai+cat+chu", "/tim?q=xoia", "/tim?nhom=trai-cay", "/tim?q=khong+co+gi",
        reverse("shop:product", args=[product.slug, product.pk]),
        reverse("shop:seller", args=[product.seller.slug]),
        "/gio/", "/don/", "/dang-nhap/", "/dia-chi/goi-y?commune=my+tho", "/dia-chi/goi-y?province=82",
        reverse("shop:receipt", args=[PosSale.objects.filter(status="paid")[0].code]),
        *[reverse("shop:policy", args=[slug]) for slug in TITLES],
    ]  # fmt: skip
    return RolePages(None, paths)


def hosted() -> list[str]:
    """The pages for buyers of other shops: a session, open and with a QR, and a QR page."""
    open_session, with_qr = (
        create_session(items=[Item("Xoài cát Chu", 2, 120_000)], success_url="https://shop.example/") for _ in range(2)
    )
    shown = pay_session(session_id=with_qr.pk, method="vietqr", ip="113.160.92.202")
    return [
        *[reverse(f"payments:{name}", args=[open_session.pk]) for name in ("checkout", "checkout-part")],
        *[reverse(f"payments:{name}", args=[with_qr.pk]) for name in ("checkout", "checkout-part")],
        *[reverse(f"payments:{name}", args=[shown.intent_id, shown.reference]) for name in ("vietqr", "vietqr-part")],
    ]


def guest_with_goods() -> RolePages:
    """The cart, the checkout and the review of two sellers' goods."""

    def prepare(client: Client) -> None:
        for name in ("Xoài cát Chu Cao Lãnh", "Xoài cát Chu vườn nhà"):
            product = Product.objects.get(name=name)
            pack = product.variants.first()
            assert pack
            client.post("/gio/them", {"variant_id": pack.pk, "product_id": product.pk, "quantity": 1})
        commune = current_commune("30076")
        assert commune
        filled = {
            "action": "review", "buyer_name": "Bùi Thị Khách", "phone": "0912345678", "street": "ấp Mỹ Thới",
            "commune": "Xã Mỹ Thọ, Đồng Tháp", "commune_picked_for": "Xã Mỹ Thọ, Đồng Tháp",
            "commune_unit": str(commune.pk),
            "payment_method": "vnpay", "consent": POLICY_VERSION,
        }  # fmt: skip
        assert client.post("/dat-hang/", filled).headers["Location"] == "/dat-hang/xem-lai/"

    return RolePages(None, ["/gio/", "/dat-hang/", "/dat-hang/xem-lai/"], prepare)


def buyer() -> RolePages:
    orders = Order.objects.filter(user__phone=phone_of("buyer"))
    paid = [reverse(f"shop:{name}", args=[orders[0].code]) for name in ("payment", "payment-part")]
    pages = [reverse("shop:order", args=[order.code]) for order in orders]
    ask = reverse("shop:order-return", args=[stored(orders).code])
    account = ["/tai-khoan/", "/tai-khoan/du-lieu/", "/xac-nhan-mat-khau/", "/tai-khoan/hai-buoc/"]
    return RolePages("buyer", [*account, "/don/", *paid, *pages, ask])


def stored(orders: QuerySet[Order]) -> Order:
    """The latest fulfilled order without a return."""
    return orders.filter(status=OrderStatus.FULFILLED, returns=None).latest("created_at", "pk")


def seller(who: str) -> RolePages:
    shop = Seller.objects.get(memberships__user__phone=phone_of(who))
    orders = {order.status: order for order in Order.objects.filter(seller=shop, needs_review=False)}
    product = shop.products.order_by("pk")[0]
    paths = [
        "/ban-hang/", "/ban-hang/don/", "/ban-hang/don/?loai=tat-ca", "/ban-hang/hang/", "/ban-hang/hang/them/",
        reverse("seller:product", args=[product.pk]), "/ban-hang/tien/", "/ban-hang/tien/thue/",
        "/ban-hang/chon/", "/ban-hang/lam-thay/", "/ban-hang/gian-hang/", "/ban-hang/tien/chua-ro/",
        *[reverse("seller:order", args=[order.code]) for order in orders.values()],
        reverse("seller:order-slip", args=[orders[OrderStatus.FULFILLED].code]),
        reverse("seller:order-open-return", args=[stored(Order.objects.filter(seller=shop)).code]),
        reverse("seller:order-cancel", args=[orders[OrderStatus.UNCONFIRMED].code]),
        "/ban-hang/cho/", "/ban-hang/gian-hang/bao-tien/",
        *[
            reverse(f"seller:{name}", args=[sale.code])
            for name in ("pos-sale", "pos-sale-part")
            for sale in PosSale.objects.filter(seller=shop).order_by("method", "-created_at").distinct("method")
        ],
    ]  # fmt: skip
    if CooperativeMember.objects.filter(cooperative=shop).exists():
        paths.append("/ban-hang/thanh-vien/")
    return RolePages(who, paths)


def official(who: str) -> RolePages:
    waiting = Certificate.objects.get(product__name="Xoài sấy giòn không đường")
    declared = ProduceDeclaration.objects.get(product__name="Xoài cát Chu vườn nhà")
    codes = Definition.objects.values_list("code", flat=True).distinct()
    paths = [
        "/co-quan/", "/co-quan/xac-minh/",
        *[f"/co-quan/chi-so/{code}/" for code in codes],
        reverse("office:seller-case", args=[Seller.objects.get(name="Hộ mẫu 11 vườn chanh").pk]),
        reverse("office:certificate-case", args=[waiting.pk]),
        reverse("office:declaration-case", args=[declared.pk]),
    ]  # fmt: skip
    if who != "commune":
        paths += ["/co-quan/?noi=30076", "/co-quan/tinh/", "/co-quan/tinh/?noi=82"]
    if who == "operator":
        paths += ["/co-quan/nhat-ky/", *money()]
    return RolePages(who, paths)


def money() -> list[str]:
    """The operator's pages of money."""
    account = LedgerAccount.objects.filter(code="provider:vnpay").earliest("pk")
    journal_entry = JournalEntry.objects.filter(reason="transfer").latest("pk")
    line = SettlementLine.objects.exclude(difference="").earliest("pk")
    return [
        *[f"/co-quan/doi-soat/{page}" for page in ("", "can-xem/", "cau-hoi/", "chenh-lech/", "chuyen-khoan/")],
        *[f"/co-quan/doi-soat/{page}" for page in ("ngay/", "tep/", "mau-tep/", "mau-tep/moi/bank_statement/")],
        "/co-quan/doi-soat/ngan-hang/",
        "/co-quan/doi-soat/dia-chi-nhan-tin/",
        *["/co-quan/chi-tra/", "/co-quan/chi-tra/nguoi-nhan/", "/co-quan/chi-tra/tep/"],
        reverse("office:batch", args=[PayoutBatch.objects.latest("sequence").pk]),
        reverse("office:money-day", args=[line.day]), reverse("office:settlement-line", args=[line.pk]),
        reverse("office:money-file", args=[line.file_id]), reverse("office:edit-layout", args=[line.file.layout_id]),
        reverse("office:missing-payment", args=[_lost(line)]),
        reverse("office:similar-differences", args=[line.kind, line.difference]),
        *[f"/co-quan/hoan-tien/{page}" for page in ("", "?loai=dang-di", "?loai=da-xong")],
        f"{reverse('office:search')}?ma={_phone_of_several_orders()}",
        reverse("office:refund", args=[Refund.objects.earliest("sequence").pk]),
        *[reverse("office:order-returns", args=[code]) for code in refunded_payment()],
        "/co-quan/thue/", "/co-quan/thue/2026-10/", "/co-quan/thue/nam/2026/",
        "/co-quan/so-sach/", "/co-quan/so-sach/loai/payee:pending/thu/",
        reverse("office:account", args=[account.pk]), reverse("office:journal_entry", args=[journal_entry.pk]),
    ]  # fmt: skip


def refunded_payment() -> list[str]:
    """Fulfilled orders: without a return, with a partial refund, with a requested return."""
    delivered = Order.objects.filter(status=OrderStatus.FULFILLED)
    states = [
        delivered.filter(returns=None),
        *[delivered.filter(returns__state=state) for state in ("done", "requested")],
    ]
    return [result.earliest("created_at", "pk").code for result in states]


def _phone_of_several_orders() -> str:
    several = Order.objects.values("phone").annotate(count=Count("pk")).filter(count__gt=1).order_by("phone")
    return several.values_list("phone", flat=True)[0]


def _lost(line: SettlementLine) -> str:
    """A payment of a day that VNPay's file covers, but missing in it."""
    attempt = Attempt.objects.filter(provider="vnpay", status="succeeded").latest("closed_at")
    Attempt.objects.filter(pk=attempt.pk).update(
        paid_at=datetime.combine(line.day - timedelta(days=1), time(12), clock.VIETNAM)
    )
    return attempt.reference


def phone_of(who: str) -> str:
    return next(person.identifier for person in PEOPLE if person.role == who)


KINDS: dict[str, Callable[[], RolePages]] = {
    "guest": guest,
    "guest with goods": guest_with_goods,
    "buyer": buyer,
    "household": lambda: seller("household"),
    "cooperative": lambda: seller("cooperative"),
    "commune": lambda: official("commune"),
    "province": lambda: official("province"),
    "operator": lambda: official("operator"),
}


def name_of(path: str) -> str:
    return resolve(path.partition("?")[0]).view_name


def statements(client: Client, path: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, f"{answer.status_code} at {path}"
    return len(captured)


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_keeps_its_budget(kind: str) -> None:
    pages_of_role, client = KINDS[kind](), Client()
    if pages_of_role.who:
        sign_in(client, User.objects.get(phone=phone_of(pages_of_role.who)))
    if pages_of_role.prepare:
        pages_of_role.prepare(client)
    spent = {path: statements(client, path) for path in pages_of_role.paths}
    over = {path: count for path, count in spent.items() if count > LISTS.get(name_of(path), PAGE)}
    assert over == {}


def test_every_page_has_a_budget() -> None:
    assert addresses() - {name_of(path) for make in KINDS.values() for path in make().paths} == NOT_PAGES


def addresses() -> set[str]:
    """The URL names of the three sites and of the hosted payment pages."""
    payments = [
        one for one in get_resolver().url_patterns if isinstance(one, URLResolver) and one.app_name == "payments"
    ]
    return {
        f"{site.app_name}:{name}"
        for site in [*get_resolver("frontend.urls").url_patterns, *payments]
        if isinstance(site, URLResolver)
        for name in _names_below(site)
    }


def _names_below(resolver: URLResolver) -> Iterator[str]:
    for address in resolver.url_patterns:
        if isinstance(address, URLResolver):
            yield from _names_below(address)
        elif address.name:
            yield address.name
