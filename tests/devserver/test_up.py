"""`marketplace up` as a person runs it: starts, reports, restarts, stops everything; errors are one sentence."""

import json
import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from demo_data.banks import OPERATORS
from devserver.wait import wait_for
from tests.shop import Shop, temporary_shop


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """One shop for the whole file: its first start is what takes time."""
    with temporary_shop(Shop) as shop:
        shop.start()
        yield shop


def children(shop: Shop, *words: str) -> list[int]:
    """The supervisor's children whose command has all the words."""
    pids = []
    for pid in shop.processes():
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
        if all(word in command for word in words) and parent(pid) == (shop.process and shop.process.pid):
            pids.append(pid)
    return pids


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def test_up_prints_its_addresses_and_the_demo_sign_ins(shop: Shop) -> None:
    assert wait_for(lambda: "0900000006" in shop.log.read_text(), seconds=10)  # told once all is ready
    assert f"{shop.base_url}/graphql/" in shop.log.read_text()
    demo = shop.demo()
    assert demo["base_url"] == shop.base_url
    assert len(demo["sign_ins"]) == 6


def test_supervisor_of_an_open_shop_is_small(shop: Shop) -> None:
    """It gave back what the start needed: Django and every room."""
    assert shop.process
    supervisor = Path(f"/proc/{shop.process.pid}")
    assert wait_for(lambda: b"devserver.keep" in (supervisor / "cmdline").read_bytes(), seconds=10)
    size = re.search(r"^Pss_Anon:\s+(\d+) kB", (supervisor / "smaps_rollup").read_text(), re.MULTILINE)
    assert size
    assert int(size[1]) < 25_000


def test_commands_find_the_running_port(shop: Shop) -> None:
    done = shop.command("demo", "--json", PORT="")
    assert json.loads(done.stdout)["base_url"] == shop.base_url


def test_web_and_worker_run_without_table_ownership(shop: Shop) -> None:
    """Who takes over web or worker cannot change a table, empty it, or pass by what keeps it append-only."""
    with psycopg.connect((shop.home / "postgres" / "run-url").read_text(), autocommit=True) as runs:
        users = (
            "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'choxa' AND backend_type = 'client backend'"
        )
        assert runs.execute(users).fetchall() == [("choxa_run",)]
        assert runs.execute("SELECT count(*) > 0 FROM orders_order").fetchone() == (True,)
        for statement in (
            "TRUNCATE payments_ledgerentry",
            "ALTER TABLE payments_ledgerentry DISABLE TRIGGER USER",
            "DROP TABLE payments_ledgerentry",
            "CREATE TABLE mine (x int)",
            "CREATE DATABASE mine",
            "SET session_replication_role = replica",
            "SET ROLE choxa",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                runs.execute(statement)


def test_every_invariant_holds(shop: Shop) -> None:
    done = shop.command("verify", "--json")
    results = json.loads(done.stdout)
    assert [result for result in results if not result["ok"]] == []
    assert done.returncode == 0
    assert len(results) > 10


def test_secrets_encrypted_at_the_first_start_can_be_decrypted(shop: Shop) -> None:
    """The pilot's feeds are loaded before the web workers start, by another process that must have the same key."""
    command = {"account": OPERATORS, "amount": 5_000, "content": "thu", "feed": "sepay"}
    answer = httpx.post(f"{shop.base_url}/bank-sandbox/control", json=command, timeout=30).json()
    assert (answer["status"], answer["transfer"]["question"]) == (200, "no_code")


def test_second_supervisor_of_one_folder_is_refused(shop: Shop) -> None:
    done = shop.command("up", "--demo", PORT="29999")
    assert done.returncode == 1
    assert done.stderr.startswith(f"✗ Một bản khác đang chạy từ {shop.home}")
    assert done.stderr.count("\n") == 1
    assert shop.health() == 200


def test_port_in_use_is_refused(shop: Shop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = shop.command("up", "--demo", PORT=str(port), CHOXA_HOME=f"{shop.home}-other")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"✗ Cổng {port} đang có chương trình khác dùng")
    assert done.stderr.count("\n") == 1


def test_unwritable_folder_is_refused(shop: Shop) -> None:
    done = shop.command("up", "--demo", PORT="29998", CHOXA_HOME="/proc/choxa")
    assert done.returncode == 1
    assert done.stderr.startswith("✗ ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [["procrastinate"], ["granian"], ["postgres", "-D"]])
def test_killed_child_is_restarted(shop: Shop, words: list[str]) -> None:
    (killed,) = children(shop, *words)
    os.kill(killed, signal.SIGKILL)
    assert wait_for(lambda: [pid for pid in children(shop, *words) if pid != killed], seconds=20)
    assert wait_for(lambda: shop.health() == 200, seconds=40, every=0.1)


def test_stop_ends_all_children_and_commands_still_work(shop: Shop) -> None:
    assert shop.stop() == 0
    assert shop.processes() == []
    assert shop.health() is None
    assert shop.demo()["base_url"] == shop.base_url
    assert shop.command("ledger").returncode == 0
    assert shop.processes() == []
    shop.start()


def test_children_of_a_killed_supervisor_end(shop: Shop) -> None:
    shop.stop(signal.SIGKILL)
    assert wait_for(lambda: shop.processes() == [], seconds=20)
    shop.start()


def test_unreachable_database_is_explained(shop: Shop) -> None:
    done = shop.command("verify", DATABASE_URL="postgres://nobody@127.0.0.1:9/none")
    assert done.returncode == 1
    assert done.stderr.startswith("✗ Cơ sở dữ liệu không trả lời")
