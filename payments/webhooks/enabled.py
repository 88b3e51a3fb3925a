"""Which types of events an endpoint asked for."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from payments.events.types import ALL, EVENT_TYPES


def check_enabled(names: Sequence[str]) -> list[str]:
    """The names, each once. Raises DomainError EVENT_UNKNOWN where there is none, or one that is never told."""
    names_once = list(dict.fromkeys(names))
    if not names_once:
        raise DomainError(_("Hãy chọn ít nhất một loại sự kiện."), code="EVENT_UNKNOWN", field="enabled_events")
    for name in names_once:
        if name != ALL and name not in EVENT_TYPES:
            raise DomainError(
                _("Không có loại sự kiện “%(name)s”.") % {"name": name},
                code="EVENT_UNKNOWN",
                field="enabled_events",
                params={"name": name},
            )
    return names_once
