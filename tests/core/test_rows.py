"""`core.rows` writes and reads what the ORM would."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core import rows
from core.models import Delivery, Event, IdempotentAnswer

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 27, tzinfo=UTC)


def test_inserted_row_is_read_by_the_orm() -> None:
    row = rows.insert(Event(type="order.paid", payload={"id": "Đơn 'A'", "n": [1, None, True]}))
    read = Event.objects.get()
    assert (read.pk, read.type, read.payload, read.created_at) == (
        row.pk,
        "order.paid",
        {"id": "Đơn 'A'", "n": [1, None, True]},
        row.created_at,
    )
    row.save()  # an ordinary row
    assert Event.objects.count() == 1


def test_many_rows_are_inserted_in_order_in_one_statement() -> None:
    event = rows.insert(Event(type="x", payload={}))
    with CaptureQueriesContext(connection) as seen:
        row = [Delivery(event=event, handler=name, next_try_at=MOMENT) for name in "ba"]
        rows.insert_all(row)
    assert len(seen) == 1
    assert list(Delivery.objects.order_by("pk").values_list("pk", "handler", "attempts", "done_at")) == [
        (row[0].pk, "b", 0, None),
        (row[1].pk, "a", 0, None),
    ]


def test_rows_of_several_tables_are_inserted_in_one_statement() -> None:
    event = Event(type="x", payload={"a": 1})
    deliveries = [Delivery(event=event, handler=name, next_try_at=MOMENT) for name in "ba"]
    answer = IdempotentAnswer(scope="s", key="k", fingerprint="f", answer={})
    with CaptureQueriesContext(connection) as seen:
        rows.insert_together([event], [], deliveries, [answer])
    assert len(seen) == 1
    stored = Event.objects.get()
    assert (event.pk, event._state.adding, stored.payload) == (stored.pk, False, {"a": 1})
    assert list(Delivery.objects.order_by("pk").values_list("event_id", "handler")) == [
        (event.pk, "b"),
        (event.pk, "a"),
    ]
    assert [row.event_id for row in deliveries] == [event.pk] * 2
    assert answer.pk == IdempotentAnswer.objects.get().pk


def test_none_of_the_tables_is_written_where_one_is_refused() -> None:
    rows.insert(IdempotentAnswer(scope="s", key="k", fingerprint="f", answer={}))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert_together(
            [Event(type="x", payload={})], [IdempotentAnswer(scope="s", key="k", fingerprint="f", answer={})]
        )
    assert Event.objects.count() == 0


def test_a_row_cannot_refer_to_one_of_several_new_rows() -> None:
    events = [Event(type=name, payload={}) for name in "xy"]
    with pytest.raises(ValueError, match="one row"):
        rows.insert_together(events, [Delivery(event=events[0], handler="a", next_try_at=MOMENT)])


def test_rows_of_several_tables_are_updated_in_one_statement() -> None:
    event = rows.insert(Event(type="x", payload={}))
    answer = rows.insert(IdempotentAnswer(scope="s", key="k", fingerprint="f", answer={}))
    event.payload, answer.fingerprint = {"a": [1]}, "g"
    with CaptureQueriesContext(connection) as seen:
        rows.update_together((event, ["payload"]), (answer, ["fingerprint"]))
    assert len(seen) == 1
    assert (Event.objects.get().payload, IdempotentAnswer.objects.get().fingerprint) == ({"a": [1]}, "g")
    IdempotentAnswer.objects.all().delete()
    with pytest.raises(LookupError):
        rows.update_together((event, ["payload"]), (answer, ["fingerprint"]))


def test_select_is_the_orms_row() -> None:
    rows.insert(IdempotentAnswer(scope="s", key="k", fingerprint="f", answer={"a": [1]}))
    with transaction.atomic():
        stored = rows.select(IdempotentAnswer, scope="s", key="k", lock=True)
    assert [row.__dict__ | {"_state": None} for row in stored] == [
        row.__dict__ | {"_state": None} for row in IdempotentAnswer.objects.all()
    ]
    assert rows.select(IdempotentAnswer, scope="s", key="other") == []


def test_update_writes_the_named_fields_only() -> None:
    row = rows.insert(Event(type="before", payload={"n": 1}))
    row.type, row.payload = "after", {"n": 2}
    rows.update(row, "type")
    assert list(Event.objects.values_list("type", "payload")) == [("after", {"n": 1})]
    row.delete()
    row.pk = 0
    with pytest.raises(LookupError):
        rows.update(row, "type")


def test_integrity_errors_are_raised() -> None:
    one = {"scope": "s", "key": "k", "fingerprint": "f", "answer": 1}
    rows.insert(IdempotentAnswer(**one))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert(IdempotentAnswer(**one))
    assert IdempotentAnswer.objects.count() == 1
