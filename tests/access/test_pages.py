"""Every address for every role: who has access, and that a refused request changes nothing and reveals no data.

The tables are `shop.txt` (public pages), `seller.txt` (sellers) and `office.txt` (officials, the operator). `world.py`
names the objects of the addresses (orders, shops, files): A the cooperative's, H its member household's, G a guest's, M
the operator's, X an area, S objects that need only their name.
"""

import json
from typing import Any

import pytest

from tests.access import people, world
from tests.access.addresses import Address, addresses
from tests.access.forms import form_of
from tests.access.request import Answered, Asker
from tests.access.table import differences, read
from tests.access.world import World
from tests.template_variables import missing_variables

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("access_database")]

TABLES = {name: read(name, keys=3) for name in ("shop.txt", "seller.txt", "office.txt")}
# Calls of programs are stored for every caller; two pages write the data that they show.
WRITES_ANYWAY = {
    "payments:feed", "payments:ipn", "shop:payment", "shop:payment-return", "account:second-factor",
}  # fmt: skip
NOWHERE = {"v1:v1", "^v[12]$|^v2/"}  # addresses without an operation: `v1.txt` has the operations
LET_IN = {"+", "=", ">", "422", "400"}


@pytest.mark.parametrize(("name", "role"), [(name, role) for name, table in TABLES.items() for role in table.roles])
def test_each_role_gets_the_answer_of_the_table(name: str, role: str) -> None:
    table, there = TABLES[name], world.find()
    asker, secrets = Asker(people.browser_of(role, there)), people.secrets_from(role, there)
    result: dict[tuple[str, ...], str] = {}
    problems: list[str] = []
    for line in table.lines:
        with missing_variables() as missing:
            answered, requested = _ask(asker, there, line.key)
        problems += [f"{' '.join(line.key)}: a template reads {name}, which {role} has not" for name in sorted(missing)]
        result[line.key] = answered.word(reads=line.key[1] == "GET")
        read_there = people.leaks(answered.text, secrets, requested)
        if read_there:
            problems.append(f"{' '.join(line.key)}: {role} reads {read_there}")
        refused = answered.status >= 400 and answered.status != 422
        if answered.changed and line.key[0] not in WRITES_ANYWAY and (refused or line.key[1] == "GET"):
            problems.append(
                f"{' '.join(line.key)}: {role} is answered {answered.status}, but {answered.changed} change"
            )
    problems += differences(table, role, result)
    assert not problems, "\n".join(problems)


def test_every_address_is_in_a_table() -> None:
    """Each with every method that it allows: other methods are answered with 405."""
    known, there = addresses(), world.find()
    listed = {line.key for table in TABLES.values() for line in table.lines}
    gone = sorted({key[0] for key in listed} - known.keys())
    assert not gone, f"take these out of the tables, there is no such address any more: {gone}"
    missing = sorted(known.keys() - {key[0] for key in listed})
    assert not missing, (
        f"say in tests/access/*.txt who may do what there, a line for each method and object "
        f"(shop:order  GET  A.paid  …), and in forms.py what is sent: {missing}"
    )
    askers: dict[str, Asker] = {}
    taken = []
    for name, address in known.items():
        role, object_ = _who_enters(name)
        asker = askers.setdefault(role, Asker(people.browser_of(role, there)))
        for method in ("GET", "POST", "PUT"):
            if not any(key[:2] == (name, method) for key in listed):
                answered = asker.ask(method, _path(address, there, object_), {} if method in ("GET", "POST") else "")
                if answered.status not in ((404,) if name in NOWHERE else (405,)):
                    taken.append(f"{method} {name} is not in a table, and {role} is answered {answered.status}")
    assert not taken, "\n".join(taken)


def _who_enters(name: str) -> tuple[str, str]:
    """A role that has access to an address, and the object with which it has."""
    for table in TABLES.values():
        for line in table.lines:
            if line.key[0] == name:
                inside = [role for role, cell in line.cells.items() if cell in LET_IN]
                return (inside or table.roles)[0], line.key[2]
    raise AssertionError(name)


def _ask(asker: Asker, there: World, key: tuple[str, ...]) -> tuple[Answered, str]:
    """The answer, and the data in the request."""
    name, method, object_ = key
    supplied = there.objects.get(object_, {})
    path = _path(addresses()[name], there, object_)
    data, options = form_of(name, supplied) if method == "POST" else ({}, {})
    return asker.ask(method, path, data, **options), f"{path} {_named(data)} {_named(supplied)}"


def _path(address: Address, there: World, object_: str) -> str:
    return address.path(there.objects.get(object_, {}))


def _named(data: Any) -> str:
    return data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, default=str)
