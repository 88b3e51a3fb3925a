"""The application that granian serves, `--interface rsgi`: Django's, behind limits for what is sent to it."""

from marketplace.wsgi import application as django  # isort: skip  # first: it says where prometheus-client counts

from django.conf import settings

from core.http.limits import BodyLimits
from core.http.rsgi import Probe, RsgiServer
from core.response_cache.shortcut import repeat
from marketplace.health import LATE

application = RsgiServer(
    django, limit_of=BodyLimits(), proxies=settings.PROXIES, probe=Probe("/healthz", LATE), shortcut=repeat
)
