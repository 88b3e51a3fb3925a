"""What production must be told, and what it then is."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

PRODUCTION = {
    "CHOXA_ENV": "production",
    "CHOXA_SECRET_KEY": "k" * 60,
    "CHOXA_BASE_URL": "https://cho.example.vn",
    "CHOXA_ALLOWED_HOSTS": "cho.example.vn,www.cho.example.vn",
    "DATABASE_URL": "postgres://shop:p%40ss@db.internal:6432/cho",
    "VNPAY_TMN_CODE": "MERCHANT1",
    "VNPAY_HASH_SECRET": "s" * 32,
    "VNPAY_API_URL": "https://merchant.example/transaction",
}
READ = """
import json, marketplace.settings as s
print(json.dumps({name: getattr(s, name) for name in dir(s) if name.isupper()}, default=str))
"""


def run(code: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, env=kept | environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )


def read(**environment: str) -> dict[str, Any]:
    return json.loads(run(READ, **environment).stdout)


def test_production_names_all_that_it_lacks() -> None:
    done = run(READ, CHOXA_ENV="production", DATABASE_URL=PRODUCTION["DATABASE_URL"])
    assert done.returncode == 1
    assert (
        done.stderr.strip()
        .splitlines()[-1]
        .endswith(
            "CHOXA_ENV=production needs CHOXA_SECRET_KEY, CHOXA_BASE_URL, CHOXA_ALLOWED_HOSTS, VNPAY_TMN_CODE, "
            "VNPAY_HASH_SECRET, VNPAY_API_URL; see docs/operating.md"
        )
    )


def test_origins_of_the_api_are_origins() -> None:
    assert read(CHOXA_API_ORIGINS="https://shop.example, http://localhost:3000")["API_ORIGINS"] == [
        "https://shop.example",
        "http://localhost:3000",
    ]
    done = run(READ, CHOXA_API_ORIGINS="https://shop.example/")
    assert "https://shop.example/ is no origin such as" in done.stderr.strip().splitlines()[-1]


def test_production_is_strict() -> None:
    there = read(**PRODUCTION, CHOXA_DEBUG="1")
    assert there["DEBUG"] is False
    assert there["ALLOWED_HOSTS"] == ["cho.example.vn", "www.cho.example.vn"]
    assert there["SECURE_HSTS_SECONDS"] == 31_536_000
    assert there["SECURE_SSL_REDIRECT"] is there["SESSION_COOKIE_SECURE"] is there["CSRF_COOKIE_SECURE"] is True
    assert there["VNPAY_SANDBOX"] is False
    assert there["VNPAY"]["ipn_url"] == "https://cho.example.vn/payments/vnpay/ipn"
    database = there["DATABASES"]["default"]
    assert [database[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "shop",
        "p@ss",
        "db.internal",
        "6432",
        "cho",
    ]


def test_a_copy_of_its_own(tmp_path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "url").write_text("postgres://choxa:abc@127.0.0.1:21000/choxa\n")
    (tmp_path / "secret-key").write_text("made-once")
    there = read(CHOXA_HOME=str(tmp_path), PORT="8111")
    assert there["BASE_URL"] == "http://127.0.0.1:8111"
    assert there["SECRET_KEY"] == "made-once"
    assert there["DATABASES"]["default"]["PORT"] == "21000"
    assert there["MEDIA_ROOT"] == str(tmp_path / "media")


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"PORT": "eight thousand"}, "PORT=eight thousand is not a number"),
        ({"PORT": "0"}, "PORT=0 is not between 1 and 65535"),
        ({"PORT": "99999"}, "PORT=99999 is not between 1 and 65535"),
        ({"CHOXA_ENV": "prod"}, "CHOXA_ENV=prod is none of development, test, production"),
    ],
)
def test_a_wrong_setting_is_one_sentence(environment: dict[str, str], sentence: str, tmp_path: Path) -> None:
    code = "import sys; sys.argv[1:] = ['up']; from marketplace.__main__ import main; main()"
    done = run(code, CHOXA_HOME=str(tmp_path), **environment)
    assert (done.returncode, done.stderr) == (1, f"✗ {sentence}\n")


@pytest.mark.parametrize("name", ["prod", "Production", "staging"])
def test_an_environment_that_nobody_knows_is_refused(name: str) -> None:
    done = run(READ, **PRODUCTION | {"CHOXA_ENV": name})
    assert done.returncode == 1
    assert f"CHOXA_ENV={name} is none of development, test, production" in done.stderr
