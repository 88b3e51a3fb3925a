"""`python -m marketplace api-key`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from payments.models import ApiKey
from tests.payments.api.conftest import Api, key_row

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command("api_key", *words, stdout=out)
    return out.getvalue().strip()


def test_a_key_is_shown_once_and_works() -> None:
    key = run("--name", "Kế toán")
    assert Api(key).ask("GET", "/v1/balance").status_code == 200
    assert (key_row(key).name, key_row(key).kind) == ("Kế toán", "secret")
    shown = run("--list")
    assert f"…{key[-4:]}" in shown
    assert key not in shown
    run("--revoke", str(key_row(key).pk))
    assert Api(key).ask("GET", "/v1/balance").status_code == 401
    assert "revoked" in run("--list")


def test_a_restricted_key(payee: str) -> None:
    key = run("--allow", "*=read", "--allow", "refunds=write", "--account", payee)
    row = key_row(key)
    assert (row.kind, row.permissions, row.payee_id) == ("restricted", {"*": "read", "refunds": "write"}, payee)


def test_nonsense_makes_none() -> None:
    for words in (("--allow", "refunds=all"), ("--account", "acct_none"), ("--revoke", "0")):
        with pytest.raises(CommandError):
            run(*words)
    assert ApiKey.objects.count() == 0
