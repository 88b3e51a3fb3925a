"""`make bench`: the pilot's shop under load, each page compared with the cheapest answer of the same run.

Absolute figures depend more on the machine than on the shop, so compare the ratios before and after a change.
Server, database and the load generator share the machine's processors.
"""

import json
import re
from urllib.request import urlopen

from bench.load import Measured, Request, load
from tests.shop import Shop, temporary_shop

REQUESTS = 400
CONNECTIONS = 4
ROUNDS = 3

LIST = """{ products(first: 20) { edges { node { id name slug seller { name }
  pricing { priceFrom { gross { amount currency } } } media { url } } } } }"""


def main() -> None:
    with temporary_shop() as shop:
        shop.start()
        measured_requests = requests(shop)
        best: dict[str, Measured] = {}
        for _ in range(ROUNDS):  # alternately, so that a noisy moment affects all requests equally
            for request in measured_requests:
                current = load(shop.port, request, requests=REQUESTS, connections=CONNECTIONS)
                previous = best.get(request.name)
                best[request.name] = max(filter(None, (previous, current)), key=lambda measured: measured.per_second)
    print_table(best)


def requests(shop: Shop) -> list[Request]:
    """The most frequent requests of buyers and programs; the first is the baseline."""
    with urlopen(f"{shop.base_url}/") as home:
        product = re.search(r'href="(/hang/[^"?]+)"', home.read().decode())
    assert product
    return [
        Request("healthz (baseline)", "/healthz", holds=b"ok"),
        Request("home", "/", holds="Chợ Xã".encode()),
        Request("search", "/tim?q=xoai+cat+chu", holds="Xoài cát Chu".encode()),
        Request("product", product[1], holds="Thêm vào giỏ".encode()),
        Request("GraphQL, 20 products", "/graphql/", json.dumps({"query": LIST}).encode(), holds=b'"edges"'),
    ]


def print_table(best: dict[str, Measured]) -> None:
    baseline = next(iter(best.values())).per_second
    print(f"{'':24}{'a second':>10}{'p50 ms':>9}{'p99 ms':>9}{'of baseline':>13}")
    for name, measured in best.items():
        ratio = measured.per_second / baseline
        print(f"{name:24}{measured.per_second:>10.0f}{measured.p50:>9.1f}{measured.p99:>9.1f}{ratio:>13.2f}")


if __name__ == "__main__":
    main()
