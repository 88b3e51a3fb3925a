"""The store: its bound in bytes, and which answers leave first."""

from http import HTTPStatus

from core.response_cache.listener import Known
from core.response_cache.store import OVERHEAD, CachedResponse, ResponseStore


def answer(size: int, **more: object) -> CachedResponse:
    facts: dict[str, object] = {
        "body": b"", "headers": [], "etag": 'W/"a"', "versions": (1, 1, 1), "scopes": (0, 2), "connection": 1,
        "valid_from": 100.0, "valid_until": 200.0, "route": None, "size": size,
    }  # fmt: skip
    return CachedResponse(**(facts | more))  # type: ignore[arg-type]


def test_store_never_passes_its_limit_and_keeps_what_was_used_last() -> None:
    store = ResponseStore(32_000_000)
    for number in range(2_000):
        store.add(number, answer(OVERHEAD + 20_000))
        assert store.find(0) is not None
        assert store.size <= 32_000_000
    assert len(store) == 32_000_000 // 22_000
    assert store.size == len(store) * 22_000
    assert store.find(1) is None
    assert store.find(1_999) is not None


def test_too_large_an_answer_is_not_added_and_a_new_one_replaces_the_former() -> None:
    store = ResponseStore(800)
    store.add("a", answer(101))
    assert (len(store), store.size) == (0, 0)
    former, new = answer(100), answer(60)
    store.add("a", former)
    store.add("a", new)
    store.drop("a", former)  # replaced already
    assert (store.find("a"), store.size) == (new, 60)
    store.drop("a", new)
    assert (len(store), store.size) == (0, 0)


def test_answer_is_current_on_its_day_with_its_connection_and_versions() -> None:
    one = answer(1)
    assert one.is_current(Known((1, 9, 1), 0, 1), 100.0)  # sellers are not shown
    assert not one.is_current(Known((2, 1, 1), 0, 1), 100.0)
    assert not one.is_current(Known((1, 1, 2), 0, 1), 100.0)
    assert not one.is_current(Known((1, 1, 1), 0, 2), 100.0)  # counts of another server do not compare
    assert not one.is_current(Known((1, 1, 1), 0, 1), 200.0)
    assert not one.is_current(Known((1, 1, 1), 0, 1), 99.9)  # the clock was set back


def test_client_that_has_the_bytes_gets_304_without_them() -> None:
    one = answer(1, body=b"x", headers=[("ETag", 'W/"a"'), ("Content-Length", "1"), ("Vary", "Cookie")])
    tags = {"REQUEST_METHOD": "GET", "HTTP_IF_NONE_MATCH": 'W/"b", W/"a"'}
    assert one.sent_to(tags) == (HTTPStatus.NOT_MODIFIED, [("ETag", 'W/"a"'), ("Vary", "Cookie")], b"")
    assert one.sent_to(tags | {"REQUEST_METHOD": "POST"}) == (HTTPStatus.OK, one.headers, b"x")
    assert one.sent_to(tags | {"HTTP_IF_NONE_MATCH": 'W/"b"'}) == (HTTPStatus.OK, one.headers, b"x")
