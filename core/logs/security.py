"""Security events, one line each, on the logger `choxa.security`; docs/security.md#logs describes them."""

import logging
from enum import StrEnum

from core.logs.context import current_log

LOGGER = "choxa.security"
_logger = logging.getLogger(LOGGER)


class Event(StrEnum):
    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    REAUTHENTICATION_FAILED = "reauthentication_failed"
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - names of events
    TOKEN_REUSED = "token_reused"  # noqa: S105
    API_KEY_REFUSED = "api_key_refused"
    SIGNATURE_REFUSED = "signature_refused"
    ACCESS_REFUSED = "access_refused"
    LIMIT_REACHED = "limit_reached"
    CSRF_REFUSED = "csrf_refused"
    HOST_REFUSED = "host_refused"
    INPUT_REFUSED = "input_refused"


_ROUTINE = {Event.SIGN_IN}


def record_event(event: Event, **facts: str | int) -> None:
    """Write one line: the event, these facts, and the known facts of the current request.

    Facts are codes, names of limits and ids of rows, never typed input or credentials.
    """
    if log := current_log():
        log.is_written = True
    level = logging.INFO if event in _ROUTINE else logging.WARNING
    _logger.log(level, event.value, extra={"facts": {name: value for name, value in facts.items() if value}})
