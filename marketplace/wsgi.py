"""Django's WSGI application, which marketplace.rsgi serves. By itself it reads bodies on its worker threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
application = get_wsgi_application()
