"""Django's WSGI application, which marketplace.rsgi serves. By itself it reads bodies on its worker threads."""

import os

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from core.console import print_error
from core.statement_timeout import limit_statements
from marketplace.checks import refuse_unsafe
from marketplace.metrics.folder import share_counts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
try:
    django.setup()
    refuse_unsafe()
except ImproperlyConfigured as faults:
    print_error(faults)
    raise SystemExit(1) from None
limit_statements(settings.STATEMENT_SECONDS)
if settings.METRICS:
    share_counts(settings.HOME)  # before anything imports prometheus-client
application = get_wsgi_application()
