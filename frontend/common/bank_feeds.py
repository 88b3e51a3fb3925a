"""Services that report transfers: a form for the key of each kind, and the active ones with their last call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import QueryDict

from core.errors import Forbidden
from frontend.common.bank_forms import FORMS
from frontend.common.submit import submit
from payments import sdk

NAMES = {"sepay": "SePay", "casso": "Casso", "payos": "payOS"}
Keep = Callable[[str, Mapping[str, str], str], Any]  # kind, secrets, how SePay authenticates


@dataclass(frozen=True)
class FeedStatus:
    """An active service: when it last reported a transfer, and whether a later call of it was refused."""

    feed: sdk.BankFeed
    last_notified_at: datetime | None
    refused: sdk.FeedRefusal | None


@dataclass
class Offers:
    """The forms, one for each service; `kind` is the submitted one, `name` its label."""

    by_kind: dict[str, Form]
    kind: str = ""
    saved: bool = False

    @property
    def name(self) -> str:
        return NAMES.get(self.kind, "")

    @property
    def rows(self) -> list[tuple[str, str, Form]]:
        return [(kind, NAMES[kind], form) for kind, form in self.by_kind.items()]


def offers() -> Offers:
    """The forms, empty."""
    return Offers({kind: form(prefix=kind) for kind, form in FORMS.items()})


def take_key(post: QueryDict, keep: Keep) -> Offers:
    """The forms after one was submitted: its key is stored (`saved`), or the form has the error."""
    forms = offers()
    forms.kind = post.get("kind", "")
    if forms.kind in FORMS:
        forms.by_kind[forms.kind] = form = FORMS[forms.kind](post, prefix=forms.kind)
        forms.saved = bool(submit(form, lambda: _keep(forms.kind, form, keep), raises=(Forbidden,)))
    return forms


def _keep(kind: str, form: Form, keep: Keep) -> None:
    secrets = dict(form.cleaned_data)
    auth = secrets.pop("auth", "hmac")
    keep(kind, secrets, auth)


def active_feeds(account: str | None) -> list[FeedStatus]:
    """The active services of a payee's accounts (None: the operator's), in 3 statements."""
    feeds = sdk.bank_feeds.of(account)
    ids = [feed.id for feed in feeds]
    notified_at, refused = sdk.bank_feeds.last_notified(ids), sdk.bank_feeds.last_refused(ids)
    active = []
    for feed in feeds:
        last, no = notified_at.get(feed.id), refused.get(feed.id)
        active.append(FeedStatus(feed, last, no if no and (last is None or no.at > last) else None))
    return active
