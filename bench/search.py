"""`python -m bench.search SECONDS`: searches in this process, one after another; prints p50 and p99 in milliseconds."""

import itertools
import json
import sys
import time
from collections.abc import Iterator
from statistics import quantiles

from bench import goods

EVERYWHERE = ("nhà vườn", "thu hoach trong ngay")  # words of every product
TYPOS = ("xoai cat chuu", "sau rieng musnag", "banh trang nuoc duaa")


def queries() -> Iterator[str]:
    """Of ten, seven are names of varieties with or without diacritics, and one each a kind, a typo and the rest."""
    from core.text import unaccent

    names = [f"{noun} {variety}" for _category, noun, varieties in goods.KINDS for variety in varieties]
    kinds = [noun for _category, noun, _varieties in goods.KINDS]
    for number in itertools.count():
        if number % 10 < 7:
            name = names[number * 7 % len(names)]
            yield unaccent(name) if number % 2 else name
        else:
            others = (kinds, TYPOS, EVERYWHERE)[number % 10 - 7]
            yield others[number // 10 % len(others)]


def main() -> None:
    import django

    django.setup()
    from catalog.search.products import search_products

    seconds, durations = float(sys.argv[1]), []
    for warm, text in enumerate(queries()):
        begun = time.perf_counter()
        search_products(text)
        if warm >= 20:
            durations.append(time.perf_counter() - begun)
        if sum(durations) > seconds and len(durations) >= 40:
            break
    percentiles = quantiles(durations, n=100)
    print(json.dumps([percentiles[49] * 1000, percentiles[98] * 1000, len(durations)]))


if __name__ == "__main__":
    main()
