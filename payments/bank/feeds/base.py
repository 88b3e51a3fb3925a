"""The interface of bank feeds: verify a message and parse its transfers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Message:
    """A received call. Its contents are trusted only after `verify`."""

    body: bytes
    headers: Mapping[str, str]  # names in lower case


@dataclass(frozen=True)
class TransactionNotification:
    """A transfer that a feed reports."""

    external_id: str  # the feed's own id of it, the same in every repetition
    account_numbers: tuple[str, ...]  # the account, and its virtual account
    amount: int  # đồng; debits are negative
    content: str  # the transfer's text, as the bank wrote it
    booked_at: datetime
    bank_reference: str = ""  # the bank's own number
    order_code: int | None = None  # the number of a payment link that it paid
    payload: Mapping[str, Any] | None = None


class Unreadable(Exception):
    """A verified message that cannot be parsed; the text names the field."""


class Feed(Protocol):
    """A service that calls us."""

    code: str
    acknowledgement: Mapping[str, Any]  # our answer to an accepted message

    def verify(self, message: Message, secret: str, settings: Mapping[str, Any]) -> bool:
        """Whether the message was signed with the feed's secret; compared in constant time."""

    def read(self, message: Message) -> Sequence[TransactionNotification]:
        """The transfers in a verified message. Raises Unreadable."""
