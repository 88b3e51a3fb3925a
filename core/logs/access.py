"""The access log: one entry for each request, on the logger `choxa.access`, if settings.ACCESS_LOG is on."""

import logging

from django.conf import settings

from core.logs.context import RequestLog

LOGGER = "choxa.access"
PROBES = frozenset({"/healthz", "/metrics"})  # called every few seconds: successful ones are not written
_logger = logging.getLogger(LOGGER)


def record_access(log: RequestLog, status: int) -> None:
    """Write the entry: what every entry of a request has, and its status, time, statements and the path's template."""
    if not settings.ACCESS_LOG:
        return
    facts = {"status": status, "ms": log.milliseconds, "statements": log.statements, "path": log.path}
    _logger.info("request", extra={"facts": facts})
