"""Every operation of `/v1` with every kind of key, on objects of the platform and of an account."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from payments.api.routes import endpoints
from payments.api.services.create_api_key import create_api_key
from payments.api.services.revoke_api_key import revoke_api_key
from tests.access import world
from tests.access.api import BODIES, FORM, path_of
from tests.access.request import Asker
from tests.access.sales import Buyer
from tests.access.table import differences, read
from tests.access.world import SIDE, SIDES, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("access_database")]

TABLE = read("v1.txt", keys=3)
OPERATIONS = {(one.method, one.path): one for one in endpoints()}
PERMISSIONS = sorted({one.permission for one in endpoints()})


def _secret(there: World, permission: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {create_api_key()[1]}"}


def _revoked(there: World, permission: str) -> dict[str, str]:
    row, key = create_api_key()
    revoke_api_key(key_id=row.pk)
    return {"Authorization": f"Bearer {key}"}


def _reads(there: World, permission: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {create_api_key(kind='restricted', permissions={'*': 'read'})[1]}"}


def _all_else(there: World, permission: str) -> dict[str, str]:
    """All permissions except for this operation's."""
    supplied = {name: "write" for name in PERMISSIONS if name != permission}
    return {"Authorization": f"Bearer {create_api_key(kind='restricted', permissions=supplied)[1]}"}


def _of(owner: str) -> Callable[[World, str], dict[str, str]]:
    def make(there: World, permission: str) -> dict[str, str]:
        key = create_api_key(payee_id=there.objects[f"{owner}.seller"]["payee_id"])[1]
        return {"Authorization": f"Bearer {key}"}

    return make


# By the column of the table.
KEYS: dict[str, Callable[[World, str], dict[str, str]]] = {
    "none": lambda there, permission: {},
    "revoked": _revoked,
    "platform": _secret,
    "as_account": lambda there, permission: (
        _secret(there, permission) | {"Stripe-Account": there.objects["A.seller"]["payee_id"]}
    ),
    "reads": _reads,
    "all_else": _all_else,
    "account": _of("A"),
    "rival": _of("H"),
    "rival_as": lambda there, permission: (
        _of("H")(there, permission) | {"Stripe-Account": there.objects["A.seller"]["payee_id"]}
    ),
}


@pytest.mark.parametrize("role", KEYS)
def test_each_key_gets_the_answer_of_the_table(role: str) -> None:
    there = world.find()
    askers = {one: Asker(Client(headers=KEYS[role](there, one))) for one in PERMISSIONS}
    result: dict[tuple[str, ...], str] = {}
    problems = []
    for line in TABLE.lines:
        method, pattern, object_ = line.key
        endpoint, supplied = OPERATIONS[method, pattern], there.objects.get(object_, {})
        body = _filled(BODIES.get(pattern, ""), there) if method == "POST" else ""
        asker = askers[endpoint.permission]
        asker.resume()
        answered = asker.ask(method, path_of(pattern, supplied), body, content_type=FORM)
        if answered.status < 300:
            result[line.key] = "+" if answered.changed or method == "GET" else "="
        else:
            result[line.key] = str(answered.status)
        if answered.changed and (method == "GET" or answered.status in (401, 403, 404)):
            problems.append(
                f"{' '.join(line.key)}: {role} is answered {answered.status}, but {answered.changed} change"
            )
        shown = [one for one in _hidden(there) if one in answered.body]
        if shown:
            problems.append(f"{' '.join(line.key)}: {role} is shown {shown}")
    problems += differences(TABLE, role, result)
    assert not problems, "\n".join(problems)


def test_every_operation_is_in_the_table() -> None:
    listed = {line.key[:2] for line in TABLE.lines}
    gone, missing = sorted(listed - OPERATIONS.keys()), sorted(OPERATIONS.keys() - listed)
    assert not gone, f"take these out of v1.txt, there is no such operation any more: {gone}"
    assert not missing, f"say in v1.txt who may, a line for each object (V.platform, V.account): {missing}"
    assert TABLE.roles == list(KEYS)


def _filled(body: str, there: World) -> str:
    """The form with the ids of the account's objects."""
    return body.format_map(there.objects["V.account"]) if "{" in body else body


def _hidden(there: World) -> list[str]:
    """Data that no answer may contain: names, phones and streets of buyers, and codes of their orders."""
    buyers: list[Buyer] = [SIDES[SIDE].signed_in, SIDES[SIDE].guest]
    result = [secret for buyer in buyers for secret in buyer.secrets]
    result += [code for owner in "AHG" for code in there.codes(owner)]
    return [json.dumps(one, ensure_ascii=True).strip('"') for one in result] + result
