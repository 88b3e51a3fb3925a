"""The operator's pages in four groups, with the number of open tasks in each."""

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.office.tasks import queries
from frontend.office.tasks.queries import TaskKind

register = template.Library()


@dataclass(frozen=True)
class Page:
    """`key` identifies the page (`at`); `kinds` are the kinds of open tasks that it shows."""

    key: str
    url_name: str
    name: Promise
    kinds: tuple[TaskKind, ...] = ()


_REFUNDS = (
    TaskKind.APPROVAL, TaskKind.UNKNOWN, TaskKind.FAILED, TaskKind.BY_HAND, TaskKind.REQUESTED_RETURN
)  # fmt: skip
GROUPS: tuple[tuple[Promise, tuple[Page, ...]], ...] = (
    (
        _("Việc hôm nay"),
        (
            Page("overview", "office:money", _("Tổng quan")),
            Page("days", "office:money-days", _("Theo ngày"), (TaskKind.LINE, TaskKind.MISSING)),
            Page("reviews", "office:reviews", _("Khoản cần xem"), (TaskKind.REVIEW,)),
            Page("bank", "office:unmatched-transfers", _("Chuyển khoản"), (TaskKind.BANK,)),
            Page("provider-messages", "office:provider-messages", _("Thông báo VNPay không khớp"), (TaskKind.CALL,)),
        ),
    ),
    (
        _("Tiền ra"),
        (
            Page("refunds", "office:refunds", _("Hoàn tiền"), _REFUNDS),
            Page("payouts", "office:payouts", _("Chi trả"), (TaskKind.PAYOUT, TaskKind.PAYOUT_SENT)),
        ),
    ),
    (
        _("Sổ và thuế"),
        (
            Page("ledger", "office:ledger", _("Sổ cái")),
            Page("tax", "office:tax", _("Thuế")),
            Page("files", "office:money-files", _("Tệp đã nhập")),
        ),
    ),
    (
        _("Thiết lập"),
        (
            Page("account", "office:bank-account", _("Tài khoản")),
            Page("webhooks", "office:webhooks", _("Webhook"), (TaskKind.WEBHOOK,)),
        ),
    ),
)

# Pages that already use their statement budget: they show no counts. By their keys above.
_UNCOUNTED = {"day": "days"}


@dataclass(frozen=True)
class Link:
    name: Promise
    url: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class Group(Link):
    pages: list[Link]


@register.simple_tag
def operator_navigation(at: str) -> list[Group]:
    """The groups with their pages; `at` is the page that is open (1 statement)."""
    waiting = {} if at in _UNCOUNTED else {kind: one.count for kind, one in queries.waiting().items()}
    return [_group(name, pages, _UNCOUNTED.get(at, at), waiting) for name, pages in GROUPS]


def _group(name: Promise, pages: tuple[Page, ...], at: str, waiting: dict[TaskKind, int]) -> Group:
    links = [
        Link(page.name, reverse(page.url_name), sum(waiting.get(kind, 0) for kind in page.kinds), page.key == at)
        for page in pages
    ]
    return Group(name, links[0].url, sum(link.count for link in links), any(link.is_current for link in links), links)
