"""`python -m tests.soak.point_in_time`: recovery from the archived WAL, on the whole shop as people run it.

An order is placed over the API, the moment is noted, all orders are removed by hand, and the shop is stopped. A new
copy, restored to the noted moment, must hold the order, pass every invariant and sell again.
"""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import psycopg

from tests.shop import Shop, temporary_shop

FIND = """{ products(first: 20, search: "xoai") { edges { node { variants { id quantityAvailable } } } } }"""
CREATE = """mutation ($lines: [CheckoutLineInput!]!) { checkoutCreate(input: {lines: $lines}) {
  checkout { id } errors { message } } }"""
SEND_TO = """mutation ($id: ID!, $to: AddressInput!) { checkoutShippingAddressUpdate(id: $id, shippingAddress: $to) {
  checkout { deliveryGroups { shippingMethods { id carrier } } } errors { message } } }"""
DELIVER = """mutation ($id: ID!, $method: ID!) { checkoutDeliveryMethodUpdate(id: $id, deliveryMethodId: $method) {
  errors { message } } }"""
PAY = """mutation ($id: ID!) { transactionInitialize(id: $id, paymentGateway: {id: "vnpay"}) {
  transactionEvent { type } errors { message } } }"""
COMPLETE = """mutation ($id: ID!) { checkoutComplete(id: $id) { order { number } errors { message } } }"""
TO = {"firstName": "Trần Thị Lan", "phone": "0912345678", "streetAddress1": "12/3 Lê Lai", "communeCode": "30076"}
# The owner of the tables can do it; the shop's own software cannot.
BY_HAND = """DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE tablename LIKE 'orders_%' LOOP
    EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', name);
  END LOOP;
  TRUNCATE orders_order CASCADE;
END $$"""


class ArchivedShop(Shop):
    """A shop whose log is archived."""

    @property
    def environment(self) -> dict[str, str]:
        folder = self.home.parent
        return super().environment | {
            "CHOXA_WAL_ARCHIVE": str(folder / "wal"),
            "CHOXA_BACKUP_KEY_FILE": str(folder / "key"),
        }

    def database(self) -> "psycopg.Connection[tuple[Any, ...]]":
        return psycopg.connect((self.home / "postgres" / "url").read_text(), autocommit=True)


def main() -> None:
    with temporary_shop(ArchivedShop) as shop:
        key = shop.home.with_name("key")
        key.write_text("the passphrase of a drill\n")
        shop.start()
        done(shop, "backup", "--base", "--keep", "2")
        time.sleep(1)
        code = place(shop)
        time.sleep(1)
        noted = datetime.now(UTC)
        time.sleep(1)
        with shop.database() as there:
            there.execute(BY_HAND)
            assert count(there, code) == 0
        assert shop.stop() == 0

        new = ArchivedShop(shop.home.with_name("restored"), shop.port)
        begun = time.monotonic()
        archive = str(shop.home.with_name("wal"))
        ahead = new.command(
            "restore", archive, "--to-time", noted.replace(year=noted.year + 1).isoformat(), CHOXA_ENV="demo"
        )
        assert (ahead.returncode, "lies ahead" in ahead.stderr) == (1, True), ahead
        print(done(new, "restore", archive, "--to-time", noted.isoformat(), CHOXA_ENV="demo"))
        print(f"restored in {time.monotonic() - begun:.0f} s")
        # The log of the restored copy begins anew: its own archive is another folder.
        assert "holds the log of another copy" in new.command("up", "--demo").stderr
        Path(archive).rename(f"{archive}-of-before")
        new.start()
        try:
            with new.database() as there:
                assert count(there, code) == 1
            assert place(new) != code
        finally:
            new.stop()
    print(f"order {code} is there again\n1 passed, 0 failed")


def done(shop: Shop, *words: str, **variables: str) -> str:
    ended = shop.command(*words, **variables)
    assert ended.returncode == 0, ended
    return ended.stdout.strip()


def count(there: "psycopg.Connection[tuple[Any, ...]]", code: str) -> int:
    matches = there.execute("SELECT count(*) FROM orders_order WHERE code = %s", [code]).fetchone()
    assert matches
    return int(matches[0])


def place(shop: Shop) -> str:
    """Order a piece of the first mango that is there, to be fetched; the order's code."""
    matches = ask(shop, FIND)["products"]["edges"]
    variants = [variant for edge in matches for variant in edge["node"]["variants"]]
    variant = next(variant["id"] for variant in variants if variant["quantityAvailable"])
    checkout = ask(shop, CREATE, lines=[{"variantId": variant, "quantity": 1}])["checkoutCreate"]["checkout"]["id"]
    groups = ask(shop, SEND_TO, id=checkout, to=TO)["checkoutShippingAddressUpdate"]["checkout"]["deliveryGroups"]
    for group in groups:
        ask(shop, DELIVER, id=checkout, method=group["shippingMethods"][0]["id"])
    ask(shop, PAY, id=checkout)
    return str(ask(shop, COMPLETE, id=checkout)["checkoutComplete"]["order"]["number"])


def ask(shop: Shop, query: str, **variables: Any) -> dict[str, Any]:
    body = json.dumps({"query": query, "variables": variables}).encode()
    with urlopen(Request(f"{shop.base_url}/graphql/", body, {"Content-Type": "application/json"})) as answer:
        reported = json.load(answer)
    assert "errors" not in reported, reported
    assert not any(result.get("errors") for result in reported["data"].values() if isinstance(result, dict)), reported
    return dict(reported["data"])


if __name__ == "__main__":
    main()
