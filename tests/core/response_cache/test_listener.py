"""The listener: what it knows without notifications, and when it knows nothing."""

import pytest

from catalog.models import Product
from core.response_cache import listener as module
from core.response_cache.listener import MAX_AGE, Known, Listener
from core.response_cache.versions import read_versions
from tests.core.response_cache.conftest import until

pytestmark = [pytest.mark.usefixtures("market_database"), pytest.mark.django_db(transaction=True)]


def test_changes_are_known_without_notifications_as_behind_a_pooler(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    monkeypatch.setattr(module, "CHANNEL", "choxa_nobody_notifies")
    own = Listener(lambda: settings.DATABASES["default"])
    own.ensure_started()
    try:
        until(own.known)
        Product.objects.update(summary="Chín cây")
        committed = read_versions()
        until(lambda: (known := own.known()) and known.versions >= committed)
        assert own.known().connection == 1
    finally:
        own.stop()


def test_what_was_read_more_than_a_second_ago_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Listener(dict)  # not started
    own._known = Known((1, 1, 1), asked_at=100.0, connection=1)
    for moment, is_known in ((100.0, True), (100.0 + MAX_AGE, True), (100.1 + MAX_AGE, False)):
        monkeypatch.setattr(module, "monotonic", lambda moment=moment: moment)
        assert (own.known() is not None) is is_known


def test_unreachable_database_is_lost_and_nothing_is_known(settings) -> None:
    own = Listener(lambda: settings.DATABASES["default"] | {"HOST": "127.0.0.1", "PORT": "1"})
    assert not own.is_lost
    own.ensure_started()
    try:
        until(lambda: own.is_lost)
        assert own.known() is None
    finally:
        own.stop()
