"""One answer for each idempotency key, also for concurrent requests."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

import pytest
from django.db import connection

from core.errors import DomainError
from core.idempotency import request_hash, run_once
from core.models import IdempotentAnswer


@pytest.mark.django_db
def test_second_call_returns_the_first_answer() -> None:
    answers = iter(["first", "second"])
    digest = request_hash("create", {"amount": 1})
    assert run_once("s", "k", digest, lambda: next(answers)) == "first"
    assert run_once("s", "k", digest, lambda: next(answers)) == "first"
    assert run_once("other", "k", digest, lambda: next(answers)) == "second"


@pytest.mark.django_db
def test_key_of_another_request_is_refused() -> None:
    run_once("s", "k", request_hash(1), lambda: "a")
    with pytest.raises(DomainError) as refused:
        run_once("s", "k", request_hash(2), lambda: "b")
    assert refused.value.code == "IDEMPOTENCY_MISMATCH"


@pytest.mark.django_db
def test_failed_call_stores_nothing() -> None:
    def fail() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        run_once("s", "k", "f", fail)
    assert not IdempotentAnswer.objects.exists()
    assert run_once("s", "k", "f", lambda: "yes") == "yes"


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_concurrent_call_with_the_key_is_refused() -> None:
    inside, go = Signal(), Signal()

    def slow() -> str:
        inside.set()
        assert go.wait(10)
        return "done"

    def first() -> str:
        try:
            return run_once("s", "k", "f", slow)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(first)
        assert inside.wait(10)
        with pytest.raises(DomainError) as refused:
            run_once("s", "k", "f", lambda: "twice")
        go.set()
        assert working.result(10) == "done"
    assert refused.value.code == "IDEMPOTENCY_IN_USE"
    assert run_once("s", "k", "f", lambda: "twice") == "done"


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "k" * 256, "a\x00b", "a\nb"])
def test_invalid_key_is_refused_before_the_call(key: str) -> None:
    with pytest.raises(DomainError) as refused:
        run_once("s", key, "f", lambda: pytest.fail("it ran"))
    assert (refused.value.code, refused.value.field) == ("INVALID", "idempotency_key")
