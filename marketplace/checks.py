"""Deployment checks of production: Django's and ours, one sentence for each fault.

`python -m marketplace check --deploy` shows them. Web, worker and every command refuse to start in production while
there is one (`refuse_unsafe`). Source of the operator's particulars: NĐ 248/2026, Art. 4.
"""

from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import WARNING, CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured

Sentences = Iterator[tuple[str, str]]  # in Vietnamese and in English

_LENGTH, _DIFFERENT = 50, 10  # of a secret key: characters, and different ones among them
_SANDBOX_MERCHANT = ("CHOXADEV", "CHOXA-SANDBOX-SECRET-0123456789")
# Keys published in source code or manuals.
_KNOWN_KEYS = ("django-insecure", "change", "secret", "example", "tests", "password", "choxa")
_OPERATOR = {
    "name": ("tên đơn vị vận hành", "the operator's name"),
    "address": ("địa chỉ trụ sở", "its address"),
    "representative": ("người đại diện theo pháp luật", "its legal representative"),
    "registration": ("số, ngày và nơi cấp đăng ký kinh doanh", "number, date and place of its registration"),
    "phone": ("điện thoại liên hệ", "its phone number"),
    "email": ("e-mail liên hệ", "its e-mail address"),
    "tax_code": ("mã số thuế", "its tax code"),
}


@register(Tags.security, deploy=True)
def check_production(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """An Error for each fault of these settings in production."""
    groups = (_mode, _keys, _addresses, _operator, _payment, _database)
    return [
        Error(f"{vi} · {en}", id=f"choxa.E{number:03}") for number, group in enumerate(groups, 1) for vi, en in group()
    ]


def refuse_unsafe() -> None:
    """In production, raises ImproperlyConfigured with a line for each fault; elsewhere does nothing."""
    if not settings.PRODUCTION:
        return
    messages = run_checks(tags=[Tags.security], include_deployment_checks=True)
    faults = [message.msg for message in messages if message.level >= WARNING and not message.is_silenced()]
    if faults:
        raise ImproperlyConfigured("\n".join(" ".join(fault.split()) for fault in faults))


def _mode() -> Sentences:
    if not settings.PRODUCTION:
        yield (
            f"Đây là chế độ {settings.ENV}, không phải production: đơn hàng và tiền ở đây không thật.",
            f"This is the mode {settings.ENV}, not production: orders and money here are not real.",
        )
    for name in settings.TRIAL_FLAGS:
        yield (
            f"Hãy bỏ {name}=1: nơi bán thật không có bản thử và trang lỗi kỹ thuật.",
            f"Unset {name}=1: real sales have no stand-in and no debug pages.",
        )


def _keys() -> Sentences:
    named = [("CHOXA_SECRET_KEY", _secret_key())]
    named += [("CHOXA_OLD_SECRET_KEYS", key) for key in settings.SECRET_KEY_FALLBACKS]
    for name, key in named:
        if not key:
            yield f"Thiếu {name}.", f"{name} is missing."
        elif len(key) < _LENGTH or len(set(key)) < _DIFFERENT:
            yield (
                f"{name} quá yếu: cần ít nhất {_LENGTH} ký tự ngẫu nhiên.",
                f"{name} is too weak: it needs at least {_LENGTH} random characters.",
            )
        elif any(word in key.lower() for word in _KNOWN_KEYS):
            yield (
                f"{name} giống khóa mẫu mà ai cũng biết: hãy tạo khóa ngẫu nhiên.",
                f"{name} looks like a sample that everybody knows: make a random one.",
            )


def _secret_key() -> str:
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's default for an empty one
        return ""


def _addresses() -> Sentences:
    base, hosts = settings.BASE_URL, settings.ALLOWED_HOSTS
    if not base:
        yield "Thiếu CHOXA_BASE_URL.", "CHOXA_BASE_URL is missing."
    elif not base.startswith("https://"):
        yield "CHOXA_BASE_URL phải bắt đầu bằng https://.", "CHOXA_BASE_URL must begin with https://."
    if not hosts:
        yield "Thiếu CHOXA_ALLOWED_HOSTS.", "CHOXA_ALLOWED_HOSTS is missing."
    elif "*" in hosts:
        yield "CHOXA_ALLOWED_HOSTS không được là *.", "CHOXA_ALLOWED_HOSTS must not be *."
    elif base and not _is_allowed(urlsplit(base).hostname or "", hosts):
        yield (
            "CHOXA_ALLOWED_HOSTS phải có tên máy chủ của CHOXA_BASE_URL.",
            "CHOXA_ALLOWED_HOSTS must hold the host name of CHOXA_BASE_URL.",
        )
    if not settings.PROXIES:
        yield (
            "CHOXA_PROXIES phải từ 1 trở lên: TLS kết thúc ở proxy, và địa chỉ proxy ghi lại phân biệt người mua.",
            "CHOXA_PROXIES must be 1 or more: TLS ends at a proxy, and the address it adds tells buyers apart.",
        )


def _is_allowed(host: str, hosts: list[str]) -> bool:
    return any(host == known.lower() or (known[0] == "." and f".{host}".endswith(known.lower())) for known in hosts)


def _operator() -> Sentences:
    for name, (vi, en) in _OPERATOR.items():
        if not settings.OPERATOR[name]:
            variable = f"CHOXA_OPERATOR_{name.upper()}"
            yield f"Thiếu {variable}: {vi}.", f"{variable} is missing: {en}."


def _payment() -> Sentences:
    merchant = {
        "VNPAY_TMN_CODE": settings.VNPAY["tmn_code"],
        "VNPAY_HASH_SECRET": settings.VNPAY["hash_secret"],
        "VNPAY_API_URL": settings.VNPAY["api_url"],
    }
    for name, value in merchant.items():
        if not value:
            yield f"Thiếu {name}.", f"{name} is missing."
        elif value in _SANDBOX_MERCHANT:
            yield f"{name} là của bản thử, ai cũng biết.", f"{name} is the sandbox's, which everybody knows."
    urls = {name: merchant.get(name) or settings.VNPAY["pay_url"] for name in ("VNPAY_PAY_URL", "VNPAY_API_URL")}
    for name, url in (urls | {"PAYOS_API_URL": settings.PAYOS_API_URL}).items():
        if not url.startswith("https://") or "sandbox" in url:
            yield (
                f"{name} phải là địa chỉ https:// thật, không phải của bản thử.",
                f"{name} must be a real address with https://, not a sandbox's.",
            )


def _database() -> Sentences:
    database = settings.DATABASES["default"]
    options = database["OPTIONS"]
    hosts = [host for host in f"{database['HOST']},{options.get('hostaddr', '')}".split(",") if host]
    if options.get("sslmode") != "verify-full" and not all(map(_is_here, hosts)):
        yield (
            "DATABASE_URL chỉ đến máy khác: phải có ?sslmode=verify-full, và sslrootcert của máy đó.",
            "DATABASE_URL leads to another machine: it must have ?sslmode=verify-full, and that machine's sslrootcert.",
        )


def _is_here(host: str) -> bool:
    """Whether this host is on this machine: a socket's folder, or a loopback address."""
    if host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
