"""`make bench`: every row against its bar; exit status 1 where one misses it by more than the spread of its rounds.

`python -m bench [--quick] [ROW…]` runs some of them, `python -m bench --list` names them. Figures of one run are
compared with each other only: the load generator, the web servers and PostgreSQL share the machine's processors.
"""

import argparse
import time

from bench import wrk
from bench.bars import LARGE, ROWS, SMALL, Row, growth_before
from bench.rounds import Outcome, Rounds
from bench.sides import Sides, running
from tools.machine import explain

FULL, QUICK = Rounds(5, 2.0), Rounds(1, 1.0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("rows", nargs="*", choices=[row.name for row in ROWS] + [[]], metavar="ROW")
    parser.add_argument("--list", action="store_true", help="name the rows")
    parser.add_argument("--quick", action="store_true", help="one short round: whether it runs, not how fast")
    plan = parser.parse_args()
    if plan.list:
        for row in ROWS:
            print(f"{row.name:12}{row.words}")
        return
    rows = [row for row in ROWS if not plan.rows or row.name in plan.rows]
    wrk.get()
    begun = time.monotonic()
    outcomes = run(rows, QUICK if plan.quick else FULL)
    print(f"{len(outcomes)} figures in {time.monotonic() - begun:.0f} s")
    raise SystemExit(any(outcome.failed for outcome in outcomes))


def run(rows: list[Row], rounds: Rounds) -> list[Outcome]:
    outcomes: list[Outcome] = []
    with running(SMALL, with_today=any(row.needs_today for row in rows)) as sides:
        for row in rows:
            if row.stage == SMALL:
                outcomes += _measure(row, sides, rounds)
        large = [row for row in rows if row.stage == LARGE]
        if any(row.name == "growth" for row in large):
            growth_before(sides, rounds)
        if large:
            print(f"adding goods up to {LARGE} products …", flush=True)
            sides.grow(LARGE)
        for row in large:
            outcomes += _measure(row, sides, rounds)
    return outcomes


def _measure(row: Row, sides: Sides, rounds: Rounds) -> list[Outcome]:
    if row.needs_today and sides.today is None:
        return []
    outcomes = row.measure(sides, rounds)
    for outcome in outcomes:
        print(outcome.line(), flush=True)
    return outcomes


if __name__ == "__main__":
    explain(main)
