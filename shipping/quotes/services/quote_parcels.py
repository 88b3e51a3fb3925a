"""Quote parcels to a commune: from stored quotes, else by asking the carriers and storing what they offer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TypeVar

from core import clock
from core.rows import insert_all
from shipping.carriers import Parcel
from shipping.models import ShippingQuote
from shipping.quotes.offers import offers_to
from shipping.quotes.queries import Quote, QuoteSource, stored_quotes

T = TypeVar("T")


class UnquotedParcelsError(Exception):
    """A parcel has no quote in force, and no carrier may be asked here."""

    def __init__(self, parcels: Sequence[Parcel], unit_id: int | None) -> None:
        super().__init__(f"no quote for {parcels} to unit {unit_id}")
        self.parcels, self.unit_id = parcels, unit_id


def quote_parcels(*, parcels: Sequence[Parcel], unit_id: int | None) -> dict[int, list[Quote]]:
    """{seller id: its quotes, the default first}, each stored (one statement, three where carriers are asked).

    A quote is in force until the day ends in Việt Nam, since its days of arrival count from the day of the order, or
    until the seller changes the terms. Raises RuntimeError where a remote carrier would be asked inside a transaction.
    """
    quotes = stored_quotes(parcels=parcels, unit_id=unit_id)
    missing = [parcel for parcel in parcels if not quotes[parcel.seller_id]]
    if missing:
        quotes |= ask_and_store(parcels=missing, unit_id=unit_id)
    return quotes


def run_with_quotes(act: Callable[[QuoteSource], T]) -> T:
    """The result of a service that reads quotes in its transaction: of `act`, which gets them from its argument.

    If a parcel has no quote, `act` is rolled back by an exception, the carriers are called, and it runs once more.
    """
    try:
        return act(_require_quotes)
    except UnquotedParcelsError as error:
        ask_and_store(parcels=error.parcels, unit_id=error.unit_id)
    return act(stored_quotes)


def _require_quotes(*, parcels: Sequence[Parcel], unit_id: int | None) -> Mapping[int, list[Quote]]:
    quotes = stored_quotes(parcels=parcels, unit_id=unit_id)
    if any(not of_seller for of_seller in quotes.values()):
        raise UnquotedParcelsError([parcel for parcel in parcels if not quotes[parcel.seller_id]], unit_id)
    return quotes


def ask_and_store(
    *, parcels: Sequence[Parcel], unit_id: int | None, before_asking: Callable[[], object] | None = None
) -> dict[int, list[Quote]]:
    """`quote_parcels` for parcels without a stored quote (two statements).

    `before_asking` is called before carriers are asked, and may refuse it by an exception.
    """
    if before_asking:
        before_asking()
    offers, known_unit = offers_to(parcels=parcels, unit_id=unit_id)
    valid_until = datetime.combine(clock.today() + timedelta(days=1), time(), tzinfo=clock.VIETNAM)
    rows = [
        ShippingQuote(
            seller_id=parcel.seller_id,
            method_id=offer.method_id,
            unit_id=known_unit,
            weight_g=parcel.weight_g,
            days_to_ship=parcel.days_to_ship,
            price=offer.price,
            arrives_from=offer.arrives_from,
            arrives_to=offer.arrives_to,
            valid_until=valid_until,
        )
        for parcel in parcels
        for offer in offers[parcel.seller_id]
    ]
    if rows:
        insert_all(rows)
    stored = iter(rows)
    return {seller_id: [replace(offer, quote_id=next(stored).pk) for offer in of] for seller_id, of in offers.items()}
