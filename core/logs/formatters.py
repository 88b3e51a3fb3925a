"""The two forms of an entry (CHOXA_LOG_FORMAT): `text` for people and, in production unless another is set, `json` for
programs.

    2026-11-30T16:56:58.123+07:00 WARNING choxa.security access_refused reason=not_yours person=user:12
    {"time": "2026-11-30T16:56:58.123+07:00", "level": "WARNING", "logger": "choxa.security", "message": …}

No value can begin a new line. In text, a traceback follows its entry, each line prefixed with "  | ".
"""

import json
import logging
import os
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from core.logs.context import RequestLog, current_log, log_of
from core.logs.redaction import redact
from core.mode import home_folder, recorded_mode

_BASE = Path(__file__).resolve().parents[2]
_BARE = re.compile(r"[A-Za-z0-9_.:/@*+,={}-]+")
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")  # the settings' own: granian's first process has none


class _Entry(logging.Formatter):
    def facts(self, record: logging.LogRecord) -> dict[str, str | int]:
        """All facts of an entry by name, in order, with secrets removed."""
        log = _log_of(record)
        request = log.request if log else None
        facts: dict[str, str | int] = {
            "time": datetime.fromtimestamp(record.created, _ZONE).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage(), request),
        }
        fields = getattr(record, "facts", {}) | (log.fields() if log else {})
        facts |= {
            name: value if isinstance(value, int) else redact(str(value), request)
            for name, value in fields.items()
            if value != ""
        }
        if record.exc_info:
            facts["exception"] = redact(self.formatException(record.exc_info), request)
        elif record.exc_text:
            facts["exception"] = redact(record.exc_text, request)
        return facts


class TextFormatter(_Entry):
    """For people: `time level logger message name=value …`; words with spaces in quotes."""

    def format(self, record: logging.LogRecord) -> str:
        facts = {name: str(value) for name, value in self.facts(record).items()}
        lines = facts.pop("exception", "").split("\n")
        head = [facts.pop(name) for name in ("time", "level", "logger")]
        head += [_quoted(facts.pop("message")), *(f"{name}={_quoted(value)}" for name, value in facts.items())]
        return "\n".join([" ".join(head), *(f"  | {_visible(line)}" for line in lines if line)])


class JsonFormatter(_Entry):
    """For programs: an object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return _visible(json.dumps(self.facts(record), ensure_ascii=False))


def make_formatter() -> logging.Formatter:
    """The formatter by CHOXA_LOG_FORMAT and the mode; also in granian's first process, which reads no settings."""
    mode = os.environ.get("CHOXA_ENV") or recorded_mode(home_folder(_BASE))
    form = os.environ.get("CHOXA_LOG_FORMAT") or ("json" if mode == "production" else "text")
    return JsonFormatter() if form == "json" else TextFormatter()


def _log_of(record: logging.LogRecord) -> RequestLog | None:
    return log_of(getattr(record, "request", None)) or current_log()


def _quoted(value: str) -> str:
    return value if _BARE.fullmatch(value) else _visible(json.dumps(value, ensure_ascii=False))


def _visible(text: str) -> str:
    """Escapes characters that end a line, move a terminal's cursor or change the text direction."""
    return text if text.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)
