"""The rows of the bench with their bars: what is measured, and what is to be reached."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import psycopg

from bench import checkout_path, documents, memory, rounds
from bench.rounds import Outcome, Rounds
from bench.sides import Side, Sides, product_of
from bench.wrk import CONNECTIONS, Request, load
from tests.shop import ROOT

# One of our cookies: such a request is answered anew. It asks for no session, so it costs no statement.
COOKIE = {"Cookie": "choxa_csrf=" + "a" * 32}
SEEN = 990  # the number of the product whose page is asked for
Measure = Callable[[Sides, Rounds], list[Outcome]]


@dataclass(frozen=True)
class Row:
    """`stage` is the number of products: rows are run in its order."""

    name: str
    words: str
    measure: Measure
    stage: int
    needs_today: bool = False


def _rate(port: int, request: Request, seconds: float) -> Callable[[], float]:
    return lambda: load(port, request, seconds).per_second


def _graphql(document: str, **headers: str) -> Request:
    return Request("/graphql/", document, headers)


def graphql_list(sides: Sides, plan: Rounds) -> list[Outcome]:
    ours = _rate(sides.ours.port, _graphql(documents.LIST, **COOKIE), plan.seconds)
    bare = _rate(sides.bare_port, Request("/list"), plan.seconds)
    return [rounds.ratio("GraphQL list / bare", 0.6, plan, ours, bare)]


def graphql_detail(sides: Sides, plan: Rounds) -> list[Outcome]:
    pk, _page = product_of(SEEN, sides.ours)
    document = documents.DETAIL.replace("{id}", checkout_path.global_id("Product", pk))
    ours = _rate(sides.ours.port, _graphql(document, **COOKIE), plan.seconds)
    bare = _rate(sides.bare_port, Request(f"/detail/{pk}"), plan.seconds)
    return [rounds.ratio("GraphQL detail / bare", 0.8, plan, ours, bare)]


def kept_answers(sides: Sides, plan: Rounds) -> list[Outcome]:
    empty = _rate(sides.bare_port, Request("/empty"), plan.seconds)
    answers = {"page": Request("/"), "GraphQL": _graphql(documents.SAME_LIST)}
    return [
        rounds.ratio(f"kept {name} / empty view", 0.7, plan, _rate(sides.ours.port, request, plan.seconds), empty)
        for name, request in answers.items()
    ]


def pages(sides: Sides, plan: Rounds) -> list[Outcome]:
    assert sides.today
    outcomes = []
    for name, path, bar in (("home", "/", 5), ("list page", "/tim", 4), ("product page", "", 3.5)):
        rates = []
        for side in (sides.ours, sides.today):
            request = Request(path or product_of(SEEN, side)[1], headers=COOKIE)
            rates.append(_rate(side.port, request, plan.seconds))
        outcomes.append(rounds.ratio(f"{name} / today", bar, plan, *rates))
    return outcomes


def orders(sides: Sides, plan: Rounds) -> list[Outcome]:
    assert sides.today
    rates = [
        _orders(side, at_once, plan.seconds * 2) for side, at_once in ((sides.ours, _at_once()), (sides.today, False))
    ]
    return [rounds.ratio("orders a second / today", 6, plan, *rates)]


def _orders(side: Side, at_once: bool, seconds: float) -> Callable[[], float]:
    variants = _variants(side, 200)
    return lambda: checkout_path.orders_a_second(
        side.port, variants, at_once=at_once, clients=CONNECTIONS, seconds=seconds
    )


def _at_once() -> bool:
    return checkout_path.offers_one_request((ROOT / "schema.graphql").read_text())


def _variants(side: Side, count: int, *, of_each_seller: int = 5) -> list[int]:
    """Variants in plenty of different products, at most so many of each seller."""
    with psycopg.connect(side.url) as connection:
        rows = connection.execute(
            "SELECT min(v.id) FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id"
            " WHERE v.sku LIKE 'BENCH-%%' AND v.on_hand > 100000 GROUP BY p.seller_id, p.id %% %s ORDER BY 1 LIMIT %s",
            [of_each_seller, count],
        ).fetchall()
    return [row[0] for row in rows]


def statements(sides: Sides, plan: Rounds) -> list[Outcome]:
    outcomes = []
    for at_once in (False, True) if _at_once() else (False,):
        way = "in one request" if at_once else "by mutations"
        one, control = _calls(sides.ours, at_once, sellers=1)
        two, _control = _calls(sides.ours, at_once, sellers=2)
        note = f"of them {control} BEGIN, COMMIT, SAVEPOINT"
        outcomes += [
            Outcome(f"statements of a checkout {way}", one, 40, at_most=True, unit="", note=note),
            Outcome(f"statements of a further seller {way}", two - one, 8, at_most=True, unit=""),
        ]
    return outcomes


def _calls(side: Side, at_once: bool, *, sellers: int) -> tuple[int, int]:
    """Calls of a checkout that pg_stat_statements counts, and how many of them only begin or end transactions."""
    times, send = 10, checkout_path.over_http(side.port)
    variants = _variants(side, sellers * times, of_each_seller=1)
    bought = [variants[number * sellers : (number + 1) * sellers] for number in range(times)]
    for _ in range(2):  # of both web workers the code is loaded
        checkout_path.buy(send, bought[0], at_once=at_once)
    before = _counted(side)
    for each in bought:
        checkout_path.buy(send, each, at_once=at_once)
    after = _counted(side)
    return (after[0] - before[0]) // times, (after[1] - before[1]) // times


def _counted(side: Side) -> tuple[int, int]:
    with psycopg.connect(side.url.rsplit("/", 1)[0] + "/postgres") as connection:
        row = connection.execute(
            "SELECT sum(calls), sum(calls) FILTER (WHERE query ~ '^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)')"
            " FROM pg_stat_statements JOIN pg_database d ON d.oid = dbid WHERE d.datname = %s",
            [side.name],
        ).fetchone()
    assert row
    return int(row[0]), int(row[1] or 0)


def pgbench(sides: Sides, plan: Rounds) -> list[Outcome]:
    pairs = json.loads(_in_process(sides.ours, "bench.replay", str(plan.count), str(plan.seconds)))
    ratios = [mine / its for mine, its in pairs]
    note = f"{median(mine for mine, _ in pairs):.4g}/s of {median(its for _, its in pairs):.4g}/s"
    return [Outcome("checkout in process / pgbench", median(ratios), 0.5, rounds.spread(ratios), note=note)]


def memory_of_processes(sides: Sides, plan: Rounds) -> list[Outcome]:
    parts = memory.pss(sides.ours)
    note = ", ".join(f"{name} {size:.0f}" for name, size in parts.items())
    return [
        Outcome("memory of web ×2, worker, supervisor", sum(parts.values()), 250, at_most=True, unit="MB", note=note)
    ]


def growth_before(sides: Sides, plan: Rounds) -> list[Outcome]:
    """The ratios to the bare statement at the small size, kept for `growth`."""
    for name, figure in _against_bare(sides, plan).items():
        plan.figures[name] = figure
    return []


def growth(sides: Sides, plan: Rounds) -> list[Outcome]:
    return [
        Outcome(f"growth of {name}", plan.figures[name] / figure, 1.25, at_most=True)
        for name, figure in _against_bare(sides, plan).items()
    ]


def _against_bare(sides: Sides, plan: Rounds) -> dict[str, float]:
    """Each work's rate over that of the bare list or detail, at the size of now."""
    pk, page = product_of(SEEN, sides.ours)
    detail = documents.DETAIL.replace("{id}", checkout_path.global_id("Product", pk))
    lists, details = Request("/list"), Request(f"/detail/{pk}")
    works = {
        "the list page": (Request("/tim", headers=COOKIE), lists),
        "home": (Request("/", headers=COOKIE), lists),
        "a search of a variety": (Request("/tim?q=xoai+cat+chu", headers=COOKIE), lists),
        "the product page": (Request(page, headers=COOKIE), details),
        "GraphQL detail": (_graphql(detail, **COOKIE), details),
    }
    few = Rounds(max(1, plan.count - 2), plan.seconds)
    return {
        name: rounds.ratio(
            name, 0, few, _rate(sides.ours.port, work, few.seconds), _rate(sides.bare_port, bare, few.seconds)
        ).figure
        for name, (work, bare) in works.items()
    }


def search(sides: Sides, plan: Rounds) -> list[Outcome]:
    p50, p99, count = json.loads(_in_process(sides.ours, "bench.search", str(plan.seconds * 10)))
    return [
        Outcome("search p50", p50, 5, at_most=True, unit="ms", note=f"{count} searches"),
        Outcome("search p99", p99, 60, at_most=True, unit="ms"),
    ]


def _in_process(side: Side, module: str, *words: str) -> str:
    """The last line that a module prints, run with the side's settings and database."""
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, cwd=side.root, env=side.environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip().splitlines()[-1]


SMALL, LARGE = 1_000, 100_000
ROWS = (
    Row("list", "GraphQL list of 24, not kept / bare", graphql_list, SMALL),
    Row("detail", "GraphQL detail, not kept / bare", graphql_detail, SMALL),
    Row("kept", "kept page and GraphQL answer / empty view", kept_answers, SMALL),
    Row("pages", "home, list page, product page, not kept / today", pages, SMALL, needs_today=True),
    Row("statements", "statements of a checkout, and of a further seller", statements, SMALL),
    Row("pgbench", "checkout in process / pgbench with its statements", pgbench, SMALL),
    Row("memory", "PSS of web ×2, worker and supervisor", memory_of_processes, SMALL),
    Row("orders", "whole checkouts a second / today", orders, SMALL, needs_today=True),
    Row("growth", "growth from 1,000 to 100,000 products", growth, LARGE),
    Row("search", "search at 100,000 products", search, LARGE),
)
