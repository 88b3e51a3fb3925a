"""Settings read from the environment, and the error of each invalid value."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.marketplace.environments import PRODUCTION, read, settings_source


def test_api_origins_are_validated(tmp_path: Path) -> None:
    origins = "https://shop.example, http://localhost:3000"
    there = read(tmp_path, CHOXA_ENV="test", CHOXA_API_ORIGINS=origins)
    assert there["API_ORIGINS"] == ["https://shop.example", "http://localhost:3000"]


def test_production_ignores_debug_and_sandboxes(tmp_path: Path) -> None:
    there = read(tmp_path, **PRODUCTION, CHOXA_DEBUG="1", VNPAY_SANDBOX="1", BANK_SANDBOX="1")
    assert there["DEBUG"] is there["VNPAY_SANDBOX"] is there["BANK_SANDBOX"] is False
    assert there["ALLOWED_HOSTS"] == ["cho.example.vn", "www.cho.example.vn"]
    assert there["SECURE_HSTS_SECONDS"] == 31_536_000
    assert there["SECURE_SSL_REDIRECT"] is there["SESSION_COOKIE_SECURE"] is there["CSRF_COOKIE_SECURE"] is True
    cookies = [there[f"{kind}_COOKIE_NAME"] for kind in ("SESSION", "CSRF", "LANGUAGE")]
    assert cookies == ["__Host-choxa_session", "__Host-choxa_csrf", "__Host-choxa_language"]
    assert there["VNPAY"]["ipn_url"] == "https://cho.example.vn/payments/vnpay/ipn"


def test_production_logs_json_and_has_no_metrics_by_default(tmp_path: Path) -> None:
    there = read(tmp_path, **PRODUCTION)
    assert (there["LOG_FORMAT"], there["ACCESS_LOG"], there["METRICS"]) == ("json", True, False)
    there = read(tmp_path, CHOXA_ENV="test")
    assert (there["LOG_FORMAT"], there["ACCESS_LOG"], there["METRICS"]) == ("text", False, False)
    there = read(tmp_path, CHOXA_ENV="test", CHOXA_METRICS_TOKEN="t" * 32, CHOXA_METRICS_NETWORKS="203.0.113.0/24,::1")
    assert (there["METRICS"], there["METRICS_NETWORKS"]) == (True, ["203.0.113.0/24", "::1"])


def test_copy_uses_its_own_database_and_home(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "url").write_text("postgres://choxa:abc@127.0.0.1:21000/choxa\n")
    (tmp_path / "secret-key").write_text("made-once")
    (tmp_path / "mode").write_text("demo\n")
    there = read(tmp_path, PORT="8111")
    assert (there["ENV"], there["BASE_URL"], there["SECRET_KEY"]) == ("demo", "http://127.0.0.1:8111", "made-once")
    assert there["DATABASES"]["default"]["PORT"] == "21000"
    assert there["MEDIA_ROOT"] == tmp_path / "media"


def test_database_url_accepts_libpq_options(tmp_path: Path) -> None:
    database = read(tmp_path, **PRODUCTION)["DATABASES"]["default"]
    assert [database[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "shop",
        "p@ss",
        "db.internal",
        "6432",
        "cho",
    ]
    prepared = {"server_side_binding": True, "prepare_threshold": 2, "prepared_max": 500}
    assert database["OPTIONS"] == {"connect_timeout": 5, "sslmode": "verify-full", "application_name": "cho"} | prepared
    socket = "postgresql://shop@/cho?host=%2Frun%2Fpostgresql&connect_timeout=9"
    database = read(tmp_path, CHOXA_ENV="test", DATABASE_URL=socket)["DATABASES"]["default"]
    assert (database["HOST"], database["OPTIONS"]) == ("/run/postgresql", {"connect_timeout": "9"} | prepared)


def test_pooler_without_prepared_statements_gets_none(tmp_path: Path) -> None:
    options = read(tmp_path, CHOXA_ENV="test", CHOXA_PREPARED_STATEMENTS="0")["DATABASES"]["default"]["OPTIONS"]
    assert (options["server_side_binding"], options["prepare_threshold"]) == (True, None)


def test_wal_archive_needs_the_embedded_server(tmp_path: Path) -> None:
    variables = {"CHOXA_ENV": "test", "CHOXA_WAL_ARCHIVE": "/srv/log", "CHOXA_BACKUP_KEY_FILE": "/etc/key"}
    assert read(tmp_path, **variables)["WAL_ARCHIVE"] == Path("/srv/log")
    with pytest.raises(ImproperlyConfigured, match="is for the embedded server, not for DATABASE_URL"):
        read(tmp_path, **variables, DATABASE_URL="postgres://u:p@h/n")


LINES = "one\ntwo"
WRONG = {  # every variable that is not free text, with values that are refused; free text may be any one line
    "PORT": ["eight thousand", "0", "65536", "٨٠٠٠"],
    "CHOXA_HOST": ["every where", "http://here"],
    "CHOXA_DATABASE_OWNER_URL": ["mysql://u:p@h/n", "postgres://u:p@h/n?sslmode=perhaps"],
    "CHOXA_WAL_ARCHIVE": ["srv/log", "/srv/log"],  # the second lacks its key file
    "CHOXA_BACKUP_KEY_FILE": ["backup-key"],
    "CHOXA_ENV": ["prod", "Production", "staging", "development"],
    "CHOXA_BASE_URL": [
        "cho.example.vn",
        "ftp://cho.example.vn",
        "https://",
        "https://cho.example.vn/shop",
        "http://a:x",
    ],
    "CHOXA_ALLOWED_HOSTS": ["http://cho.example.vn", "cho.example.vn:80", "a b"],
    "CHOXA_PROXIES": ["one", "-1", "11", "1.5"],
    "CHOXA_ADMIN_NETWORKS": ["office", "203.0.113.0/33", "any,203.0.113.0/24"],
    "CHOXA_DEBUG": ["yes", "2"],
    "CHOXA_LOG_FORMAT": ["xml", "JSON"],
    "CHOXA_ACCESS_LOG": ["yes"],
    "CHOXA_METRICS_NETWORKS": ["office", "any", "any,203.0.113.0/24"],
    "CHOXA_METRICS_TOKEN": ["short", "with a space, but long enough by far"],
    "CHOXA_COMMUNE_CODE": ["Mỹ Thọ", "3007", "300760"],
    "CHOXA_TREE_SELLER": ["Cây Xoài", "a/b"],
    "CHOXA_OPERATOR_PHONE": ["call us", "12"],
    "CHOXA_OPERATOR_EMAIL": ["lien-he", "a@b", "a b@c.vn"],
    "CHOXA_OPERATOR_TAX_CODE": ["140", "14000000010", "MST 1400000001"],
    "CHOXA_PAYMENT_MINUTES": ["0", "a quarter", "1441"],
    "CHOXA_REFUND_APPROVAL_LIMIT": ["5.000.000", "-1", "9" * 40],
    "CHOXA_API_ORIGINS": ["https://shop.example/", "shop.example", "https://a@b"],
    "CHOXA_RETURN_HOSTS": ["https://shop.example", "shop.example:443"],
    "CHOXA_WEBHOOK_HOSTS": ["https://hook.example/", "a b"],
    "CHOXA_STATEMENT_SECONDS": ["0", "ten"],
    "CHOXA_LISTEN_DATABASE_URL": ["mysql://u:p@h/n", "postgres://u:p@h/n?sslmode=perhaps"],
    "CHOXA_RESPONSE_CACHE_MB": ["-1", "all", "1025"],
    "CHOXA_PREPARED_STATEMENTS": ["-1", "off", "10001"],
    "CHOXA_UNPROVEN_STOCK_PERCENT": ["101", "50%"],
    "CHOXA_UNPROVEN_HOURS": ["0"],
    **{
        f"CHOXA_{name}": ["-1", "many"]
        for name in (
            "PLACINGS_PER_NETWORK",
            "PLACINGS_PER_BROWSER",
            "PLACINGS_PER_PHONE",
            "PLACINGS_IN_ALL",
            "CART_CHANGES_PER_NETWORK",
            "CART_CHANGES_PER_BROWSER",
            "CART_CHANGES_IN_ALL",
            "UNPROVEN_ORDERS_PER_PHONE",
        )
    },
    "BANK_SANDBOX": ["true"],
    "VNPAY_SANDBOX": ["off"],
    "PAYOS_API_URL": ["payos.vn"],
    "VNPAY_PAY_URL": ["pay"],
    "VNPAY_API_URL": ["javascript:alert(1)"],
    "VNPAY_TMN_CODE": ["my shop"],
    "DATABASE_URL": [
        "mysql://u:p@h/n",
        "choxa",
        "postgres://u:p@h",
        "postgres://u:p@h:port/n",
        "postgres://u:p@h:99999/n",
        "postgres://u:secret-word@[::1/n",
        "postgres://u:secret word@h/n",
        "postgres://u:p@h/n?ssl_mode=require",
        "postgres://u:p@h/n?sslmode=perhaps",
        "postgres://u:p@h/n?sslmode",
    ],
}
FREE = {
    "CHOXA_SECRET_KEY",
    "CHOXA_OLD_SECRET_KEYS",
    "CHOXA_PLACE",
    "CHOXA_PLACE_FULL",
    "CHOXA_OPERATOR_NAME",
    "CHOXA_OPERATOR_ADDRESS",
    "CHOXA_OPERATOR_REPRESENTATIVE",
    "CHOXA_OPERATOR_REGISTRATION",
    "VNPAY_HASH_SECRET",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, values in WRONG.items() for value in values] + [(name, LINES) for name in sorted(FREE)],
)
def test_invalid_value_is_refused_with_one_sentence(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read(tmp_path, **{"CHOXA_ENV": "test", name: value})
    sentence = str(refused.value)
    assert sentence.startswith(name)
    assert (sentence.count(" · "), sentence.count("\n")) == (1, 0)
    assert "secret" not in sentence


def test_every_variable_is_in_the_table() -> None:
    source = settings_source()
    variables = set(re.findall(r'(?:env\.[a-z]+|environ\.get)\(\s*"([A-Z_]+)"', source))
    assert "os.environ[" not in source
    assert variables == WRONG.keys() | FREE


def test_all_faults_are_reported_together(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read(tmp_path, CHOXA_ENV="test", PORT="x", CHOXA_PROXIES="x", DATABASE_URL="x")
    assert [line.split()[0] for line in str(refused.value).splitlines()] == ["PORT", "DATABASE_URL", "CHOXA_PROXIES"]
