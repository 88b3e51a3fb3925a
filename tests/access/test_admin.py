"""Every page of the admin: who has access, and what each role may do with each table.

`admin.txt` has a line for each table with the allowed actions: `l` list, `a` add, `s` show a row, `e` edit it, `h` its
history, `d` delete it. `in`: redirected to the sign-in page, `-`: none.
"""

from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db.models import Model
from django.urls import get_resolver, reverse

from tests.access import people, world
from tests.access.request import Answered, Asker
from tests.access.table import differences, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("access_database")]

TABLE = read("admin.txt", keys=1)
# (letter, address, method) of the admin's actions for every table.
ACTIONS = (
    ("l", "changelist", "GET"), ("a", "add", "POST"), ("s", "change", "GET"), ("e", "change", "POST"),
    ("h", "history", "GET"), ("d", "delete", "POST"),
)  # fmt: skip
ACTIONS_OF_ALL = {address for _letter, address, _method in ACTIONS}
TABLES = {model._meta.label: model for model in admin.site._registry}
# Addresses that belong to no table, with their parameters.
OTHERS: dict[str, dict[str, Any]] = {
    "index": {}, "login": {}, "logout": {}, "password_change": {}, "password_change_done": {}, "autocomplete": {},
    "jsi18n": {}, "app_list": {"app_label": "orders"}, "auth_user_password_change": {"id": 1},
    "view_on_site": {"content_type_id": 1, "object_id": 1},
}  # fmt: skip


@pytest.mark.parametrize("role", TABLE.roles)
def test_each_role_has_the_permissions_of_the_table(role: str) -> None:
    there = world.find()
    asker = Asker(people.browser_of(role, there))
    result: dict[tuple[str, ...], str] = {}
    problems = []
    for line in TABLE.lines:
        (label,) = line.key
        model = TABLES.get(label)
        answers = _of_table(asker, model) if model else {"": asker.ask("GET", _other(label))}
        result[line.key] = _word(answers)
        for letter, answered in answers.items():
            if answered.changed and (answered.status >= 400 or letter not in ("a", "e", "d")):
                problems.append(
                    f"{label} {letter}: {role} is answered {answered.status}, but {answered.changed} change"
                )
            shown = people.leaks(answered.text, [] if role == "root" else people.secrets_from("guest", there), "")
            if shown:
                problems.append(f"{label} {letter}: {role} reads {shown}")
    problems += differences(TABLE, role, result)
    assert not problems, "\n".join(problems)


def test_every_page_of_the_admin_is_in_the_table() -> None:
    known = get_resolver().namespace_dict["admin"][1].reverse_dict
    names = {name for name in known if isinstance(name, str)}
    of_tables = {f"{m._meta.app_label}_{m._meta.model_name}_{one}" for m in TABLES.values() for one in ACTIONS_OF_ALL}
    listed = {line.key[0] for line in TABLE.lines}
    missing = sorted(TABLES.keys() - listed) + sorted(names - of_tables - listed)
    assert not missing, f"say in admin.txt who may what with these, and in OTHERS what an address takes: {missing}"
    gone = sorted(listed - TABLES.keys() - names)
    assert not gone, f"take these out of admin.txt, they are there no more: {gone}"


def _of_table(asker: Asker, model: type[Model]) -> dict[str, Answered]:
    """The answers to all of the admin's actions for a table, with its first row."""
    row = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
    answers = {}
    for letter, address, method in ACTIONS:
        arguments = [] if address in ("changelist", "add") else [quote(row if row is not None else 1)]
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{address}", args=arguments)
        answers[letter] = asker.ask(method, path, {"post": "yes"} if letter == "d" else {})
    return answers


def _other(name: str) -> str:
    return reverse(f"admin:{name}", kwargs=OTHERS[name])


def _word(answers: dict[str, Answered]) -> str:
    """The letters of the allowed actions; for an address of no table `+`, or its status."""
    if all(answered.place.startswith((reverse("admin:login"), settings.LOGIN_URL)) for answered in answers.values()):
        return "in"
    if "" in answers:
        return answers[""].word(reads=True)
    letters = [letter for letter, answered in answers.items() if answered.status < 400 and not _lost(answered)]
    return "".join(letters) or "-"


def _lost(answered: Answered) -> bool:
    """Whether the admin does not find the row: it redirects to its first page."""
    return answered.status == 302 and answered.place == reverse("admin:index")
