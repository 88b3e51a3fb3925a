"""Pieces of pages, cached by everything that they show, so that none is ever stale."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import is_dataclass
from sys import getsizeof
from threading import Lock
from typing import Any

from django.utils.translation import get_language


class FragmentCache:
    """The pieces of one template in this process, in at most `limit` bytes; those asked for longest ago leave first."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self._pieces: OrderedDict[Hashable, tuple[str, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pieces)

    def get(self, shown: Hashable, render: Callable[[], str]) -> str:
        """The HTML of what is `shown` in the current language. `render` must read nothing else: not even the day."""
        key = get_language(), shown
        with self._lock:
            if key in self._pieces:
                self._pieces.move_to_end(key)
                return self._pieces[key][0]
        html = render()
        size = getsizeof(html) + _size_of(key)
        with self._lock:
            if key not in self._pieces and size <= self.limit:
                self._pieces[key] = html, size
                self.size += size
            while self.size > self.limit:
                self.size -= self._pieces.popitem(last=False)[1][1]
        return html

    def clear(self) -> None:
        """Forget all pieces."""
        with self._lock:
            self._pieces.clear()
            self.size = 0


def _size_of(value: Any) -> int:
    """Bytes, also of what a tuple or a dataclass holds."""
    parts = value if isinstance(value, tuple) else vars(value).values() if is_dataclass(value) else ()
    return getsizeof(value) + sum(map(_size_of, parts))
