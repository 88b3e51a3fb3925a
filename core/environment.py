"""Reads settings from environment variables. All wrong values are reported together, one sentence each.

Imported by the settings: no Django model, no setting.
"""

import re
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

_HOST = re.compile(r"\.?(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE)
_DJANGO_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
# All pages and operations of tests/frontend/test_budgets.py send 405 different statements three times or more.
PREPARED_STATEMENTS = 500
_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


class Environment:
    """The variables of one process, and their faults."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self.faults: list[str] = []

    def fault(self, name: str, vi: str, en: str) -> None:
        """Record how a variable must be, in two languages. Values are not shown: some are keys."""
        self.faults.append(f"{name} {vi} · {name} {en}")

    def raise_faults(self) -> None:
        """Raises ImproperlyConfigured with a line for each fault."""
        if self.faults:
            raise ImproperlyConfigured("\n".join(self.faults))

    def text(self, name: str, otherwise: str = "") -> str:
        """Free text of one line. An empty variable counts as unset."""
        value = self._variables.get(name, "").strip() or otherwise
        if not value.isprintable():
            self.fault(name, "phải là một dòng chữ.", "must be one line of text.")
            return otherwise
        return value

    def number(self, name: str, otherwise: int, low: int, high: int) -> int:
        """A whole number between two bounds, both allowed."""
        value = self.text(name, str(otherwise))
        if not (value.isascii() and value.isdecimal() and len(value) < 19 and low <= int(value) <= high):
            self.fault(
                name, f"phải là số nguyên từ {low} đến {high}.", f"must be a whole number between {low} and {high}."
            )
            return otherwise
        return int(value)

    def flag(self, name: str, otherwise: bool) -> bool:
        """0 or 1."""
        value = self.text(name, str(int(otherwise)))
        if value not in ("0", "1"):
            self.fault(name, "phải là 0 hoặc 1.", "must be 0 or 1.")
            return otherwise
        return value == "1"

    def matching(self, name: str, otherwise: str, pattern: str, vi: str, en: str) -> str:
        """Text in the form of a pattern; `vi` and `en` say the form ("phải …", "must …")."""
        value = self.text(name, otherwise)
        if value != otherwise and not re.fullmatch(pattern, value):
            self.fault(name, vi, en)
            return otherwise
        return value

    def url(self, name: str, otherwise: str) -> str:
        """An http or https address."""
        value = self.text(name, otherwise)
        if value != otherwise and not _is_url(value):
            self.fault(
                name,
                "phải là địa chỉ dạng https://may.chu/duong-dan.",
                "must be an address such as https://host.example/path.",
            )
            return otherwise
        return value

    def origin(self, name: str, otherwise: str) -> str:
        """An http or https address without a path, a query or a slash at its end."""
        value = self.text(name, otherwise).rstrip("/")
        if value != otherwise and not _is_origin(value):
            self.fault(
                name,
                "phải là địa chỉ dạng https://cho.example.vn, không có đường dẫn.",
                "must be an address such as https://cho.example.vn, without a path.",
            )
            return otherwise
        return value

    def origins(self, name: str) -> list[str]:
        """Origins between commas; "*" is any."""
        origins = self.items(name)
        if not all(origin == "*" or _is_origin(origin) for origin in origins):
            self.fault(
                name,
                "phải là các địa chỉ dạng https://shop.example cách nhau bằng dấu phẩy, không có đường dẫn.",
                "must be origins such as https://shop.example separated by commas, without a path.",
            )
        return origins

    def items(self, name: str, otherwise: str = "") -> list[str]:
        """The values between commas."""
        return [item for part in self.text(name, otherwise).split(",") if (item := part.strip())]

    def hosts(self, name: str, otherwise: str) -> list[str]:
        """Host names or addresses between commas; "*" is any, ".example.vn" all below."""
        hosts = self.items(name, otherwise)
        if not all(host == "*" or is_host(host) for host in hosts):
            self.fault(
                name,
                "phải là các tên máy chủ cách nhau bằng dấu phẩy, không có http:// và cổng.",
                "must be host names separated by commas, without http:// and port.",
            )
        return hosts

    def networks(self, name: str, otherwise: str) -> list[str]:
        """Networks such as 203.0.113.0/24 or single addresses between commas; "any" alone is all of them."""
        networks = self.items(name, otherwise)
        if networks != ["any"] and not all(_is_network(network) for network in networks):
            self.fault(
                name,
                "phải là các mạng dạng 203.0.113.0/24 cách nhau bằng dấu phẩy, hoặc any.",
                "must be networks such as 203.0.113.0/24 separated by commas, or any.",
            )
            return []
        return networks

    def path(self, name: str) -> Path | None:
        """A full path; None where there is none."""
        value = self.text(name)
        if value and not Path(value).is_absolute():
            self.fault(name, "phải là đường dẫn đầy đủ, bắt đầu bằng /.", "must be a full path, which begins with /.")
            return None
        return Path(value) if value else None

    def host(self, name: str, otherwise: str) -> str:
        """A host name or an IP address."""
        value = self.text(name, otherwise)
        if not is_host(value):
            self.fault(
                name,
                "phải là địa chỉ IP hoặc tên của máy này, ví dụ 127.0.0.1.",
                "must be an IP address or a name of this machine, such as 127.0.0.1.",
            )
            return otherwise
        return value

    def database(self, name: str, otherwise: str, prepared: int) -> dict[str, Any]:
        """Django's settings of the database at a `postgres://…` address."""
        try:
            return database_from(self.text(name) or otherwise, prepared)
        except ValueError as error:
            self.faults.append(str(error).replace("DATABASE_URL", name))
            return database_from(otherwise, prepared)


def is_host(value: str) -> bool:
    """Whether this is a host name, an IPv4 address, or an IPv6 address."""
    return bool(_HOST.fullmatch(value)) or (":" in value and _is_url(f"http://[{value.strip('[]')}]"))


def _is_network(value: str) -> bool:
    try:
        ip_network(value, strict=False)
    except ValueError:
        return False
    return True


def _is_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    named = bool(_HOST.fullmatch(host)) or ":" in host
    return parts.scheme in ("http", "https") and named and port != 0 and "@" not in parts.netloc and " " not in value


def _is_origin(value: str) -> bool:
    return _is_url(value) and value == "{0.scheme}://{0.netloc}".format(urlsplit(value))


def database_from(url: str, prepared: int = PREPARED_STATEMENTS) -> dict[str, Any]:
    """Django's settings of the database at `postgres://user:password@host:port/name?sslmode=…`.

    `prepared` is how many statements each connection keeps prepared; 0: none. The query holds any option of libpq,
    which reads the address itself. Raises ValueError with one sentence that shows neither the address nor the password.
    """
    form = "postgres://user:password@host:port/name"
    if not re.match(r"postgres(ql)?://", url):
        raise ValueError(f"DATABASE_URL phải có dạng {form}. · DATABASE_URL must look like {form}.")
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error as error:
        # What libpq quotes may be a part of the password; the name of an unknown option may be shown.
        reason = " ".join(str(error).split())
        reason = reason if "query parameter" in reason else re.sub(r'"[^"]*"', "…", reason)
        raise ValueError(f"DATABASE_URL không đúng: {reason}. · DATABASE_URL is wrong: {reason}.") from None
    options = {key: value for key, value in parts.items() if key not in _DJANGO_NAMES}
    there: dict[str, Any] = {name: str(parts.get(key) or "") for key, name in _DJANGO_NAMES.items()}
    ports = [port for port in there["PORT"].split(",") if port]
    if not there["NAME"] or not all(port.isdecimal() and 1 <= int(port) <= 65_535 for port in ports):
        raise ValueError(
            f"DATABASE_URL thiếu tên cơ sở dữ liệu hoặc cổng không đúng, phải có dạng {form}. · "
            f"DATABASE_URL lacks the database's name or has a wrong port; it must look like {form}."
        )
    if options.get("sslmode", "prefer") not in _SSL_MODES:
        known = ", ".join(_SSL_MODES)
        raise ValueError(
            f"DATABASE_URL: sslmode phải là một trong {known}. · DATABASE_URL: sslmode must be of {known}."
        )
    return there | {
        "ENGINE": "core.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5} | options | _prepared(prepared),
        "TEST": {"NAME": f"test_{there['NAME']}"},
    }


def _prepared(prepared: int) -> dict[str, Any]:
    """A connection prepares a statement at its third execution (docs/decisions/0018-prepared-statements.md)."""
    return {"server_side_binding": True, "prepare_threshold": 2 if prepared else None, "prepared_max": prepared}
