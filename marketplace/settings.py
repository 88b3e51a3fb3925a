"""Django settings, read from the environment; every variable is described in docs/operating.md."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

from core.environment import PREPARED_STATEMENTS, Environment
from core.mode import home_folder, read_mode
from marketplace import market_settings

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = home_folder(BASE_DIR)
ENV = read_mode(HOME, os.environ.get("CHOXA_ENV", ""))  # demo | production | test
PRODUCTION = ENV == "production"
env = Environment(os.environ)
PORT = env.number("PORT", 8000, 1, 65_535)
HOST = env.host("CHOXA_HOST", "127.0.0.1")


def _from_home(name: str, otherwise: str) -> str:
    """What `marketplace up` wrote under CHOXA_HOME."""
    path = HOME / name
    return path.read_text().strip() if path.exists() else otherwise


# Production requires some values; elsewhere they have defaults. `checks` names missing ones.
SECRET_KEY = env.text("CHOXA_SECRET_KEY", "" if PRODUCTION else _from_home("secret-key", secrets.token_urlsafe(48)))
# Former keys, which still verify and decrypt. Newest first, separated by commas.
SECRET_KEY_FALLBACKS = env.items("CHOXA_OLD_SECRET_KEYS")
DEBUG = env.flag("CHOXA_DEBUG", False) and not PRODUCTION
# The public URL of the shop; links for others (the gateway, mails) are built from it.
BASE_URL = env.origin("CHOXA_BASE_URL", "" if PRODUCTION else f"http://127.0.0.1:{PORT}")
ALLOWED_HOSTS = env.hosts("CHOXA_ALLOWED_HOSTS", "" if PRODUCTION else "*")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []
# Foreign origins that may call /graphql/ from a browser; "*" is every origin.
API_ORIGINS = env.origins("CHOXA_API_ORIGINS")
# Hosts to which /v1 may redirect buyers and send events; "*" is every host.
RETURN_HOSTS = env.hosts("CHOXA_RETURN_HOSTS", "*")
WEBHOOK_HOSTS = env.hosts("CHOXA_WEBHOOK_HOSTS", "*")

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
    *([] if PRODUCTION else ["sandbox"]),
    "marketplace",
]
INSTALLED_APPS = [
    "accounts",  # before Django's own room, one of whose commands it replaces
    "core.admin_site.SiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "django_linear_migrations",
    *(room for room in ROOMS if room != "accounts"),
]
MIDDLEWARE = [
    "core.logs.middleware.RequestLogMiddleware",
    "core.response_cache.middleware.ResponseCacheMiddleware",
    "core.http.headers.ResponseHeadersMiddleware",
    "marketplace.health.HealthMiddleware",
    "core.middleware.ClientAddressMiddleware",
    "marketplace.metrics.middleware.MetricsMiddleware",
    "core.http.headers.PlainTextMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "marketplace.media.MediaMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages; static files are compressed ahead, photos are small as they are
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.ChosenLanguageMiddleware",
    "accounts.admin_networks.AdminNetworkMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.http.forms.SameOriginMiddleware",
    "core.middleware.TextOnlyMiddleware",
    "frontend.account.session_limits.SessionLimitsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "frontend.account.required_actions.RequiredActionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "marketplace.refused.RefusedBodyMiddleware",
]
ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("core.template_loader.Loader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context.page_context",
            ],
            "builtins": ["frontend.templatetags.formatting", "frontend.templatetags.payment_methods"],
        },
    }
]

# The embedded server's address unless DATABASE_URL names another.
_EMBEDDED = _from_home("postgres/run-url", _from_home("postgres/url", "postgres://choxa@127.0.0.1:5432/choxa"))
_PREPARED = env.number("CHOXA_PREPARED_STATEMENTS", PREPARED_STATEMENTS, 0, 10_000)
DATABASES = {"default": env.database("DATABASE_URL", _EMBEDDED, _PREPARED)}
RUN_USER = DATABASES["default"]["USER"]
# The owner of the tables, if it is another role than that of DATABASE_URL; else None (marketplace/roles.py).
DATABASE_OWNER = (
    env.database("CHOXA_DATABASE_OWNER_URL", _EMBEDDED, _PREPARED) if env.text("CHOXA_DATABASE_OWNER_URL") else None
)
# The database's own address for the connection that hears of changes, where DATABASE_URL is a pooler's; else None.
LISTEN_DATABASE = (
    env.database("CHOXA_LISTEN_DATABASE_URL", _EMBEDDED, _PREPARED) if env.text("CHOXA_LISTEN_DATABASE_URL") else None
)
# What cached answers to guests may take in each web process, in MB; 0: none are cached (core/response_cache).
RESPONSE_CACHE_MB = env.number("CHOXA_RESPONSE_CACHE_MB", 0 if ENV == "test" else 32, 0, 1_024)
# The archive of the embedded server's WAL, encrypted with the passphrase of the backups (marketplace/backup/wal.py).
WAL_ARCHIVE = env.path("CHOXA_WAL_ARCHIVE")
BACKUP_KEY_FILE = env.path("CHOXA_BACKUP_KEY_FILE")
if WAL_ARCHIVE and not BACKUP_KEY_FILE:
    env.fault("CHOXA_WAL_ARCHIVE", "cần có CHOXA_BACKUP_KEY_FILE.", "needs CHOXA_BACKUP_KEY_FILE beside it.")
if WAL_ARCHIVE and env.text("DATABASE_URL"):
    env.fault("CHOXA_WAL_ARCHIVE", "không dùng cùng DATABASE_URL.", "is for the embedded server, not for DATABASE_URL.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # each room's background work
PROCRASTINATE_WORKER_DEFAULTS = {
    "delete_jobs": "successful",  # failed jobs are kept for a while (core/cleanup.py)
    "update_heartbeat_interval": 2.0,  # seconds; /healthz misses a worker after five of them
}
PROCRASTINATE_ON_APP_READY = "core.worker_connector.use_patient_connector"

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
# The idle and absolute limits of a session. `staff`: officials, the operator's people, staff of the admin.
SESSION_LIMITS = {
    "buyer": (timedelta(days=14), timedelta(days=90)),
    "seller": (timedelta(days=14), timedelta(days=30)),
    "staff": (timedelta(minutes=30), timedelta(hours=12)),
}
_HTTPS = PRODUCTION or BASE_URL.startswith("https://")
_COOKIE = "__Host-choxa" if _HTTPS else "choxa"  # core.http.cookies
SESSION_COOKIE_NAME = f"{_COOKIE}_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "core.http.cookies.Messages"
CSRF_COOKIE_NAME = f"{_COOKIE}_csrf"
CSRF_COOKIE_HTTPONLY = True  # scripts send the token of the form
CSRF_FAILURE_VIEW = "frontend.common.error_pages.csrf_failure"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = f"{_COOKIE}_language"
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

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # called by the machine itself, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None  # the proxy must set or drop it
# The number of our own proxies before the web workers; each appends its client's address to X-Forwarded-For. Too few,
# and all buyers share one address, which one guesser can throttle for all; too many, and clients can forge theirs.
PROXIES = env.number("CHOXA_PROXIES", 0, 0, 10)
# Networks that can open the admin; for others it is 404 (accounts/admin_networks.py).
ADMIN_NETWORKS = env.networks("CHOXA_ADMIN_NETWORKS", "127.0.0.0/8,::1" if PRODUCTION else "any")
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # core.http.forms, a subclass of the middleware that it looks for
    "security.W009",  # SECRET_KEY, and
    "security.W020",  # ALLOWED_HOSTS: marketplace.checks says more about both
    "security.W021",  # browsers' preload list: for the owner of the whole domain to decide
    "security.W025",  # CHOXA_OLD_SECRET_KEYS: as SECRET_KEY
]

# The market's commune and its operator (NĐ 248/2026, Art. 4): unknown values are not shown.
MARKET = market_settings.read_market(env)
OPERATOR = market_settings.read_operator(env)

# The engine that product search uses: a name of `catalog.search.engine.ENGINES`.
SEARCH_ENGINE = "postgres"

# How long goods are reserved while the buyer pays, in minutes; also the payment's deadline.
PAYMENT_MINUTES = env.number("CHOXA_PAYMENT_MINUTES", 15, 1, 1_440)
# Limits of unknown buyers; attempts are counted per hour, 0 is no limit (orders/checkout/limits.py).
ORDER_LIMITS = market_settings.read_order_limits(env)
# Refunds above this amount (đồng) need the approval of two people of the operator.
REFUND_APPROVAL_LIMIT = env.number("CHOXA_REFUND_APPROVAL_LIMIT", 5_000_000, 0, 1_000_000_000_000)
# The time limit of one statement of a web request in seconds, including waiting for locks (none for the worker).
STATEMENT_SECONDS = env.number("CHOXA_STATEMENT_SECONDS", 15, 1, 3_600)
# The stand-in for banks and their feeds in this process: outside production only.
BANK_SANDBOX = env.flag("BANK_SANDBOX", not PRODUCTION) and not PRODUCTION
# Where payOS makes its payment links; "" is the stand-in in this process.
PAYOS_API_URL = env.url("PAYOS_API_URL", "" if BANK_SANDBOX else "https://api-merchant.payos.vn").rstrip("/")
PAYOS_TRANSPORT = (
    "sandbox.banks.payos.answer"
    if BANK_SANDBOX and not PAYOS_API_URL
    else "payments.providers.vietqr.payos_link.post_https"
)
# VNPay: in production the merchant's own; elsewhere the sandbox stand-in served by this process.
VNPAY_SANDBOX = env.flag("VNPAY_SANDBOX", not PRODUCTION) and not PRODUCTION
VNPAY_TRANSPORT = "sandbox.vnpay.transport.post" if VNPAY_SANDBOX else "payments.providers.vnpay.api.post_https"
VNPAY = market_settings.read_vnpay(env, base_url=BASE_URL, production=PRODUCTION)

GRAPHENE = {
    "SCHEMA": "marketplace.schema.schema",
    "SCHEMA_OUTPUT": str(BASE_DIR / "schema.graphql"),
    "MIDDLEWARE": (),  # also with DEBUG
    "TESTING_ENDPOINT": "/graphql/",
}

# Access to /metrics: from these networks, with this token; both if both are set, none if neither is.
METRICS_NETWORKS = env.networks("CHOXA_METRICS_NETWORKS", "")
METRICS_TOKEN = env.matching(
    "CHOXA_METRICS_TOKEN", "", r"\S{32,200}", "phải có ít nhất 32 ký tự.", "must have at least 32 characters."
)
if METRICS_NETWORKS == ["any"]:
    env.fault("CHOXA_METRICS_NETWORKS", "phải là các mạng, không nhận any.", "must name networks; any is none.")
METRICS = bool(METRICS_NETWORKS or METRICS_TOKEN)
# A line for each request (core/logs/access.py).
ACCESS_LOG = env.flag("CHOXA_ACCESS_LOG", PRODUCTION)
# How lines are written (core/logs): `text` or `json`. granian's own lines: marketplace/granian_logs.json.
LOG_FORMAT = env.matching(
    "CHOXA_LOG_FORMAT",
    "json" if PRODUCTION else "text",
    "text|json",
    "phải là text hoặc json.",
    "must be text or json.",
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"entry": {"()": "core.logs.formatters.make_formatter"}},
    "filters": {
        "requests": {"()": "core.logs.filters.DjangoRequests"},
        "flood": {"()": "core.logs.filters.FloodLimit"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "entry", "filters": ["requests", "flood"]},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "django.request": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},  # its lines contain whole URLs, with secret parts
    },
}

# Settings that are on and must be off in production.
TRIAL_FLAGS = [name for name in ("CHOXA_DEBUG", "VNPAY_SANDBOX", "BANK_SANDBOX") if env.text(name) == "1"]

env.raise_faults()
