"""`core.rows` writes and reads what the ORM would."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from core import rows
from core.models import Delivery, Event, IdempotentAnswer
from core.rows import Batch

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
        insert_together([event], [], deliveries, [answer])
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
        insert_together(
            [Event(type="x", payload={})], [IdempotentAnswer(scope="s", key="k", fingerprint="f", answer={})]
        )
    assert Event.objects.count() == 0


def test_a_row_cannot_refer_to_one_of_several_new_rows() -> None:
    events = [Event(type=name, payload={}) for name in "xy"]
    with pytest.raises(ValueError, match="one row"):
        insert_together(events, [Delivery(event=events[0], handler="a", next_try_at=MOMENT)])


def insert_together(*tables: list[Event] | list[Delivery] | list[IdempotentAnswer]) -> None:
    batch = Batch()
    batch.insert(*tables)
    batch.write()


def update_together(*changes: tuple[Model, str]) -> None:
    batch = Batch()
    for row, name in changes:
        batch.update(row, name)
    batch.write()


def test_rows_of_several_tables_are_updated_in_one_statement() -> None:
    event = rows.insert(Event(type="x", payload={}))
    answer = rows.insert(IdempotentAnswer(scope="s", key="k", fingerprint="f", answer={}))
    event.payload, answer.fingerprint = {"a": [1]}, "g"
    with CaptureQueriesContext(connection) as seen:
        update_together((event, "payload"), (answer, "fingerprint"))
    assert len(seen) == 1
    assert (Event.objects.get().payload, IdempotentAnswer.objects.get().fingerprint) == ({"a": [1]}, "g")
    IdempotentAnswer.objects.all().delete()
    with pytest.raises(LookupError):
        update_together((event, "payload"), (answer, "fingerprint"))


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


def test_batch_runs_statements_and_answers_after_them() -> None:
    batch, answers = Batch(), list[str]()
    row = rows.insert(Event(type="x", payload={}))
    changed = batch.run("UPDATE core_event SET type = %s WHERE id = ANY(%s) RETURNING id AS key", ["y", [row.pk, 0]])
    none = batch.run("DELETE FROM core_event WHERE id = %s RETURNING id AS key", [0])
    before = batch.ask("SELECT type FROM core_event WHERE id = %s", [row.pk])
    batch.then(lambda: answers.append(before.value))
    with CaptureQueriesContext(connection) as seen:
        batch.write()
    assert len(seen) == 1
    assert (changed.value, none.value, answers) == ([row.pk], [], ["x"])
    assert Event.objects.get().type == "y"


def test_changed_row_refers_to_a_new_one() -> None:
    first, second = rows.insert(Event(type="x", payload={})), Event(type="y", payload={})
    delivery = rows.insert(Delivery(event=first, handler="a", next_try_at=MOMENT))
    batch = Batch()
    batch.insert([second])
    delivery.event = second
    batch.update(delivery, "event", "handler")
    batch.write()
    assert Delivery.objects.get().event_id == second.pk == delivery.event_id
    assert delivery.event is second


def test_batch_without_parts_writes_nothing() -> None:
    with CaptureQueriesContext(connection) as seen:
        Batch().write()
    assert len(seen) == 0
