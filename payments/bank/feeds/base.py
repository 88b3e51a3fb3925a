"""What every bank feed can do: prove a message and read it as transfers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Message:
    """A call as it came. Nothing in it is believed before `verify`."""

    body: bytes
    headers: Mapping[str, str]  # names in lower case


@dataclass(frozen=True)
class TransactionNotification:
    """One transfer as a feed tells it."""

    external_id: str  # the feed's own name for it: repeated with every repetition
    account_numbers: tuple[str, ...]  # the account, and the virtual one in front of it
    amount: int  # đồng; what went out is negative
    content: str  # the words of the transfer, as the bank wrote them
    booked_at: datetime
    bank_reference: str = ""  # the bank's own number
    order_code: int | None = None  # the number of a payment link that it paid
    payload: Mapping[str, Any] | None = None


class Unreadable(Exception):
    """A proven message that says nothing we can take: the text names the field."""


class Feed(Protocol):
    """One service that calls."""

    code: str
    acknowledgement: Mapping[str, Any]  # our answer where the message was taken

    def verify(self, message: Message, secret: str, settings: Mapping[str, Any]) -> bool:
        """Whether the message was made by someone who knows the feed's secret; compared in constant time."""

    def read(self, message: Message) -> Sequence[TransactionNotification]:
        """The transfers that a proven message tells of. Raises Unreadable."""
