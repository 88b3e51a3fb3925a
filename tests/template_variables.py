"""Records the variables that a template reads and that do not exist, through Django's `string_if_invalid`.

Django itself ignores them in `if`, `for` and `default`-like conditions, so these may ask for what may be absent.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.template import engines


class _Recorder(str):
    """Django formats `string_if_invalid` with the variable if it contains "%s"."""

    def __new__(cls) -> "_Recorder":
        recorder = super().__new__(cls, "%s")
        recorder.names = set()
        return recorder

    names: set[str]

    def __mod__(self, variable: object) -> str:
        self.names.add(str(variable))
        return ""


@contextmanager
def missing_variables() -> Iterator[set[str]]:
    """The missing variables of what is rendered inside the block."""
    engine, recorder = engines["django"].engine, _Recorder()
    before, engine.string_if_invalid = engine.string_if_invalid, recorder
    try:
        yield recorder.names
    finally:
        engine.string_if_invalid = before
