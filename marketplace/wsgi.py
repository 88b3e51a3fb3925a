"""Django's WSGI application, which marketplace.rsgi serves. By itself it reads bodies on its worker threads."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from core.statement_timeout import limit_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
limit_statements(settings.STATEMENT_SECONDS)
application = get_wsgi_application()
