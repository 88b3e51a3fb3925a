"""Decide whether two reports are of one transfer. The reasons are in
docs/decisions/0004-one-transfer-reported-by-many-feeds.md.
"""

import hashlib
import re
from datetime import datetime, timedelta

from core import clock
from payments.providers.vietqr.transfer_code import find_codes, squeeze

APART = timedelta(minutes=2)  # between the clocks of two feeds
SHORT = 8  # symbols: a bank's number shorter than this counts within its day
FEWEST_WORDS = 8  # symbols: a shorter text does not identify a transfer


def reference_key(reference: str, booked_at: datetime) -> str:
    """A bank's number as all feeds would write it: "FT26331-00012 \\BNK" → "FT2633100012"; "" where none was told.

    A short one may come again another day, so the day belongs to it.
    """
    key = squeeze(re.split(r"[\\\\|]", reference)[0])
    if not key or len(key) >= SHORT:
        return key
    return f"{key}@{clock.local(booked_at):%Y%m%d}"


def identity_of_reference(account_id: int, amount: int, key: str) -> str:
    """The identity of a transfer whose bank reference is known."""
    return _hash("reference", account_id, amount, key)


def identity_of_words(account_id: int, amount: int, booked_at: datetime, content: str, nth: int) -> str:
    """The identity of a transfer without a bank reference: minute and text; `nth` among equal ones."""
    return _hash("words", account_id, amount, f"{clock.local(booked_at):%Y%m%d%H%M}", squeeze(content), nth)


def are_near(one: datetime, other: datetime) -> bool:
    """Whether two moments are within the tolerance; or on the same day, where a statement has no hour."""
    if abs(one - other) <= APART:
        return True
    days = clock.local(one), clock.local(other)
    return days[0].date() == days[1].date() and any(day.hour == day.minute == day.second == 0 for day in days)


def texts_match(one: str, other: str) -> bool:
    """Whether two texts are of one transfer as different feeds pass it on: equal, one within the other, one code."""
    first, second = squeeze(one), squeeze(other)
    if first == second:
        return True
    short, long = sorted((first, second), key=len)
    if len(short) >= FEWEST_WORDS and short in long:
        return True
    return bool(set(find_codes(one)) & set(find_codes(other)))


def _hash(*parts: object) -> str:
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()
