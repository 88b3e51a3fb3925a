"""Django settings, read from the environment; every variable is described in docs/operating.md."""

import os
import re
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("CHOXA_HOME") or "var")
HOME = HOME if HOME.is_absolute() else BASE_DIR / HOME
ENV = os.environ.get("CHOXA_ENV", "development")  # development | test | production
if ENV not in ("development", "test", "production"):  # "prod" must not quietly mean demo people and public keys
    raise ImproperlyConfigured(f"CHOXA_ENV={ENV} is none of development, test, production")
PRODUCTION = ENV == "production"
_port = os.environ.get("PORT") or "8000"
if not (_port.isascii() and _port.isdecimal()):
    raise ImproperlyConfigured(f"PORT={_port} is not a number")
PORT = int(_port)
if not 1 <= PORT <= 65_535:
    raise ImproperlyConfigured(f"PORT={_port} is not between 1 and 65535")


_lacking: list[str] = []


def _needed(name: str, otherwise: str) -> str:
    """A variable that production must set; elsewhere it has a value of its own."""
    value = os.environ.get(name, "" if PRODUCTION else otherwise)
    if not value:
        _lacking.append(name)
    return value


def _own_secret_key() -> str:
    """The key that `marketplace up` made under CHOXA_HOME; before its first start, one for this process alone."""
    path = HOME / "secret-key"
    return path.read_text().strip() if path.exists() else secrets.token_urlsafe(48)


def database_from(url: str) -> dict[str, Any]:
    """Django's settings of the database at `postgres://user:password@host:port/name`."""
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/")) or "choxa"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},
        "TEST": {"NAME": f"test_{name}"},
    }


def _database_url() -> str:
    """DATABASE_URL, else the embedded server's address that `marketplace up` left under CHOXA_HOME."""
    left = HOME / "postgres" / "url"
    embedded = left.read_text().strip() if left.exists() else "postgres://choxa@127.0.0.1:5432/choxa"
    return os.environ.get("DATABASE_URL") or embedded


SECRET_KEY = _needed("CHOXA_SECRET_KEY", _own_secret_key())
# Keys of before: what they signed or sealed still opens. Newest first, separated by commas.
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("CHOXA_OLD_SECRET_KEYS", "").split(",") if key]
DEBUG = os.environ.get("CHOXA_DEBUG") == "1" and not PRODUCTION
# The address under which people reach the shop; links sent to others (the gateway, mails) are built from it.
BASE_URL = _needed("CHOXA_BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
ALLOWED_HOSTS = _needed("CHOXA_ALLOWED_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# Pages elsewhere that may call /graphql/ from a browser; "*" is every page.
API_ORIGINS = [origin.strip() for origin in os.environ.get("CHOXA_API_ORIGINS", "").split(",") if origin.strip()]
for _origin in API_ORIGINS:
    if _origin != "*" and not re.fullmatch(r"https?://[^/\s?#@]+", _origin):
        raise ImproperlyConfigured(f"CHOXA_API_ORIGINS: {_origin} is no origin such as https://shop.example")

ROOMS = [
    "core",
    "places",
    "accounts",
    "payments",
    "cooperatives",
    "shipping",
    "catalog",
    "orders",
    "indicators",
    "frontend",
    "marketplace",
]
INSTALLED_APPS = [
    "accounts",  # before Django's own room, one of whose commands it replaces
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "graphene_django",
    *(room for room in ROOMS if room != "accounts"),
]
MIDDLEWARE = [
    "marketplace.health.HealthMiddleware",
    "core.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "marketplace.media.MediaMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages; static files are compressed ahead, photos are small as they are
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "core.middleware.NoNulMiddleware",
    "frontend.account.session_limits.SessionLimitsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "frontend.account.duties.DutiesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.middleware.ContentSecurityPolicyMiddleware",
    "marketplace.refused.RefusedBodyMiddleware",
]
ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context.face",
            ],
            "builtins": ["frontend.templatetags.say"],
        },
    }
]

DATABASES = {"default": database_from(_database_url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # each room's background work

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PhoneOrEmailBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.strength.SpellingValidator"},
    {"NAME": "accounts.passwords.strength.LengthValidator"},
    {"NAME": "accounts.passwords.strength.GuessableValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/dang-nhap/"
REAUTHENTICATION_URL = "/xac-nhan-mat-khau/"  # asks for the password again (accounts/reauthentication.py)
SESSION_ENGINE = "accounts.sessions"
# How long a session lasts unused, and at all. `staff`: officials, the operator's people, staff of the admin.
SESSION_LIMITS = {
    "buyer": (timedelta(days=14), timedelta(days=90)),
    "seller": (timedelta(days=14), timedelta(days=30)),
    "staff": (timedelta(minutes=30), timedelta(hours=12)),
}
SESSION_COOKIE_NAME = "choxa_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "choxa_csrf"
CSRF_FAILURE_VIEW = "frontend.shop.errors.csrf_failure"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "choxa_language"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if ENV != "test"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_000_000

_HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SECURE_SSL_REDIRECT = PRODUCTION and _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by the machine itself, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None  # the proxy must set or drop it
# How many proxies of our own stand before the web workers, each adding to X-Forwarded-For the address that asked it.
# Too few, and all buyers share one address, whose throttle one guesser closes for all; too many, and anyone is anybody.
PROXIES = int(os.environ.get("CHOXA_PROXIES") or "0")
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION and _HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []

# The commune whose market this is, and who runs it (NĐ 248/2026, Art. 4): what is not known is not shown.
MARKET = {
    "place": os.environ.get("CHOXA_PLACE", "Mỹ Thọ"),
    "place_full": os.environ.get("CHOXA_PLACE_FULL", "Mỹ Thọ, Đồng Tháp"),
    "commune_code": os.environ.get("CHOXA_COMMUNE_CODE", "30076"),
    # The cooperative that invented “Cây xoài nhà tôi”: its page is pointed to while it is on the market.
    "tree_seller": os.environ.get("CHOXA_TREE_SELLER", "htx-xoai-my-xuong"),
}
OPERATOR = {
    name: os.environ.get(f"CHOXA_OPERATOR_{name.upper()}", "")
    for name in ("name", "address", "representative", "registration", "phone", "email", "tax_code")
}

# How long goods are held while the buyer pays, in minutes; the payment's deadline is the same moment.
PAYMENT_MINUTES = int(os.environ.get("CHOXA_PAYMENT_MINUTES", "15"))
# What buyers whom nobody knows may claim; tries are counted an hour, 0 is no limit (orders/checkout/limits.py).
ORDER_LIMITS = {
    name: int(os.environ.get(f"CHOXA_{name.upper()}") or default)
    for name, default in {
        "placings_per_network": 300,
        "placings_per_browser": 30,
        "placings_per_phone": 5,
        "placings_in_all": 6_000,
        "cart_changes_per_network": 6_000,
        "cart_changes_per_browser": 600,
        "cart_changes_in_all": 120_000,
        "unproven_orders_per_phone": 2,
        "unproven_stock_percent": 50,
        "unproven_hours": 24,
    }.items()
}
# Above so many đồng two people of the operator's approve a refund.
REFUND_APPROVAL_LIMIT = int(os.environ.get("CHOXA_REFUND_APPROVAL_LIMIT", "5000000"))
# How long one statement of a web request may take, waiting for locks included, in seconds (no limit for the worker).
STATEMENT_SECONDS = int(os.environ.get("CHOXA_STATEMENT_SECONDS") or "15")
# Banks and their feeds, played by this process: outside production only.
BANK_SANDBOX = not PRODUCTION and os.environ.get("BANK_SANDBOX", "1") == "1"
# Where payOS makes its payment links; "" is the stand-in in this process.
PAYOS_API_URL = os.environ.get("PAYOS_API_URL", "" if BANK_SANDBOX else "https://api-merchant.payos.vn").rstrip("/")
# VNPay: in production the merchant's own; elsewhere the sandbox stand-in served by this process.
VNPAY_SANDBOX = not PRODUCTION and os.environ.get("VNPAY_SANDBOX", "1") == "1"
VNPAY = {
    "tmn_code": _needed("VNPAY_TMN_CODE", "CHOXADEV"),
    "hash_secret": _needed("VNPAY_HASH_SECRET", "CHOXA-SANDBOX-SECRET-0123456789"),
    "pay_url": os.environ.get(
        "VNPAY_PAY_URL",
        "https://pay.vnpay.vn/vpcpay.html" if PRODUCTION else f"{BASE_URL}/vnpay-sandbox/paymentv2/vpcpay.html",
    ),
    "api_url": _needed("VNPAY_API_URL", f"{BASE_URL}/vnpay-sandbox/merchant_webapi/api/transaction"),
    "return_url": f"{BASE_URL}/thanh-toan/vnpay/tro-ve",
    "ipn_url": f"{BASE_URL}/payments/vnpay/ipn",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "django.request": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},  # its lines hold whole addresses, buyers' payments in them
    },
}

if _lacking:
    raise ImproperlyConfigured(f"CHOXA_ENV=production needs {', '.join(_lacking)}; see docs/operating.md")
