"""Production starts only with the settings of a real market; each problem is one sentence."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from core.environment import database_from
from marketplace.checks import check_production, refuse_unsafe
from tests.core.test_mode import run
from tests.marketplace.environments import PRODUCTION, read

OPERATOR = sorted(name for name in PRODUCTION if name.startswith("CHOXA_OPERATOR_"))


def faults(home: Path, **changed: str) -> list[str]:
    """The sentences with which a production of these variables refuses to start."""
    there = read(home, **PRODUCTION | changed)
    with override_settings(
        **{
            name: value
            for name, value in there.items()
            if name.isupper() and name not in ("DATABASES", "INSTALLED_APPS")
        }
    ):
        try:
            refuse_unsafe()
        except ImproperlyConfigured as refused:
            return str(refused).splitlines()
    return []


def test_valid_configuration_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"CHOXA_BASE_URL": "http://cho.example.vn"}, "CHOXA_BASE_URL must begin with https://."),
        ({"CHOXA_BASE_URL": ""}, "CHOXA_BASE_URL is missing."),
        ({"CHOXA_SECRET_KEY": ""}, "CHOXA_SECRET_KEY is missing."),
        ({"CHOXA_SECRET_KEY": "x"}, "CHOXA_SECRET_KEY is too weak"),
        ({"CHOXA_SECRET_KEY": "ab" * 40}, "CHOXA_SECRET_KEY is too weak"),
        ({"CHOXA_SECRET_KEY": "django-insecure-" + PRODUCTION["CHOXA_SECRET_KEY"]}, "looks like a sample"),
        ({"CHOXA_SECRET_KEY": "Please-change-me-0123456789-abcdefghijklmnopqrstuvwxyz"}, "looks like a sample"),
        ({"CHOXA_OLD_SECRET_KEYS": "x"}, "CHOXA_OLD_SECRET_KEYS is too weak"),
        ({"CHOXA_ALLOWED_HOSTS": "*"}, "CHOXA_ALLOWED_HOSTS must not be *."),
        ({"CHOXA_ALLOWED_HOSTS": ""}, "CHOXA_ALLOWED_HOSTS is missing."),
        ({"CHOXA_ALLOWED_HOSTS": "www.cho.example.vn"}, "must hold the host name of CHOXA_BASE_URL"),
        ({"CHOXA_PROXIES": "0"}, "CHOXA_PROXIES must be 1 or more"),
        ({"VNPAY_HASH_SECRET": "CHOXA-SANDBOX-SECRET-0123456789"}, "VNPAY_HASH_SECRET is the sandbox's"),
        ({"VNPAY_TMN_CODE": "CHOXADEV"}, "VNPAY_TMN_CODE is the sandbox's"),
        ({"VNPAY_TMN_CODE": ""}, "VNPAY_TMN_CODE is missing"),
        ({"VNPAY_API_URL": ""}, "VNPAY_API_URL is missing"),
        ({"VNPAY_PAY_URL": "https://sandbox.vnpayment.vn/paymentv2/vpcpay.html"}, "VNPAY_PAY_URL must be a real"),
        ({"PAYOS_API_URL": "http://api-merchant.payos.vn"}, "PAYOS_API_URL must be a real"),
        ({"CHOXA_DEBUG": "1"}, "Unset CHOXA_DEBUG=1"),
        ({"VNPAY_SANDBOX": "1"}, "Unset VNPAY_SANDBOX=1"),
        ({"BANK_SANDBOX": "1"}, "Unset BANK_SANDBOX=1"),
        *(({name: ""}, f"{name} is missing") for name in OPERATOR),
    ],
)
def test_each_fault_is_one_sentence(changed: dict[str, str], sentence: str, tmp_path: Path) -> None:
    (fault,) = [fault for fault in faults(tmp_path, **changed) if "VNPAY_API_URL must" not in fault]
    assert sentence in fault
    assert fault.count(" · ") == 1


@pytest.mark.parametrize(
    ("url", "faults"),
    [
        ("postgres://choxa@127.0.0.1:5432/choxa", 0),
        ("postgres://choxa@localhost/choxa", 0),
        ("postgres://choxa@[::1]/choxa", 0),
        ("postgres:///choxa", 0),
        ("postgres:///choxa?host=/run/postgresql", 0),
        ("postgres://choxa@db.internal/choxa?sslmode=verify-full", 0),
        ("postgres://choxa@db.internal/choxa", 1),
        ("postgres://choxa@10.0.0.7/choxa?sslmode=require", 1),
        ("postgres://choxa@localhost,db.internal/choxa?sslmode=verify-ca", 1),
        ("postgres:///choxa?hostaddr=10.0.0.7", 1),
    ],
)
def test_remote_database_needs_a_verified_certificate(url: str, faults: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATABASES", {"default": database_from(url)})
    sentences = [str(message.msg) for message in check_production(None) if "DATABASE_URL" in message.msg]
    assert len(sentences) == faults
    assert all("it must have ?sslmode=verify-full" in sentence for sentence in sentences)


def test_all_faults_are_reported_together(tmp_path: Path) -> None:
    assert len(faults(tmp_path, **dict.fromkeys(PRODUCTION, "") | {"CHOXA_ENV": "production"})) == 14


@pytest.mark.parametrize(
    "words",
    [
        ["marketplace", "prepare"],
        ["marketplace", "up"],
        ["marketplace", "procrastinate", "worker"],
        ["marketplace.wsgi"],
    ],
)
def test_web_and_commands_refuse_to_start(words: list[str], tmp_path: Path) -> None:
    wrong = PRODUCTION | {"CHOXA_HOME": str(tmp_path), "CHOXA_SECRET_KEY": "x", "CHOXA_OPERATOR_NAME": ""}
    done = run(*words, **wrong)
    assert done.returncode == 1
    assert [line.split(" · ")[1] for line in done.stderr.splitlines()] == [
        "CHOXA_SECRET_KEY is too weak: it needs at least 50 random characters.",
        "CHOXA_OPERATOR_NAME is missing: the operator's name.",
    ]


def test_check_command_passes_for_a_valid_configuration(tmp_path: Path) -> None:
    done = run("marketplace", "check", "--deploy", "--fail-level", "WARNING", CHOXA_HOME=str(tmp_path), **PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("System check identified no issues")


def test_faults_outside_production_are_warnings(settings) -> None:
    refuse_unsafe()
    sentences = [message.msg for message in run_checks(tags=[Tags.security], include_deployment_checks=True)]
    assert any("This is the mode test, not production" in sentence for sentence in sentences)
