"""`GET /metrics`: Prometheus's text format, for CHOXA_METRICS_NETWORKS and CHOXA_METRICS_TOKEN; else 404."""

import os
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from core import metrics
from core.addresses import is_from
from core.logs.context import note_refusal
from marketplace.metrics.gauges import DatabaseCollector


class MetricsMiddleware:
    """Runs early: Prometheus calls by IP address, which ALLOWED_HOSTS would refuse. Others get the usual 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != "/metrics":
            return self.get_response(request)
        if request.method != "GET" or not is_allowed(request):
            note_refusal("metrics")
            return self.get_response(request)
        return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def is_allowed(request: HttpRequest) -> bool:
    """Whether the request has the configured network and token; false if neither is configured."""
    token, networks = settings.METRICS_TOKEN, settings.METRICS_NETWORKS
    if not settings.METRICS:
        return False
    if networks and not is_from(request, networks):
        return False
    return not token or constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")


def _registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:  # marketplace.metrics.folder
        MultiProcessCollector(registry)
    else:
        for metric in metrics.OF_PROCESS:
            registry.register(metric)
    registry.register(DatabaseCollector())
    return registry
