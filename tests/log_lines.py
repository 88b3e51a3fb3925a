"""What would stand in the log, as the configured handler writes it."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from core.logs.filters import DjangoRequests, FloodLimit
from core.logs.formatters import TextFormatter

_VARYING = [(re.compile(r"^\S+\+07:00 "), ""), (re.compile(r"\brequest=req_\w{24}"), "request=R")]


class Lines(list[str]):
    """The lines written so far; `plain` leaves out their time, and puts R for the request's id."""

    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def plain(self) -> list[str]:
        lines = self.text.splitlines()
        for pattern, instead in _VARYING:
            lines = [pattern.sub(instead, line) for line in lines]
        return lines


@contextmanager
def log_lines(
    formatter: logging.Formatter | None = None, flood: logging.Filter | None = None, logger: str = ""
) -> Iterator[Lines]:
    """Everything that is logged inside, through filters and a formatter of the settings' kinds."""
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(formatter or TextFormatter())
    handler.addFilter(DjangoRequests())
    handler.addFilter(flood or FloodLimit())
    there = logging.getLogger(logger)
    there.handlers.insert(0, handler)  # before the console's, whose own count of floods is that of the whole run
    try:
        yield Lines(handler.stream)
    finally:
        there.removeHandler(handler)
