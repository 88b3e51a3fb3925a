"""Change rows: one for a transaction and scope, counted by snapshots, folded without changing any count."""

import pytest
from django.db import connection, transaction
from django.db.models import F

from accounts.models import User
from catalog.models import Category, Product, Variant
from core.models import Change
from core.response_cache.scopes import LOW_STOCK, SCOPES, Scope
from core.response_cache.versions import fold_changes, read_versions
from tests.databases import _to
from tests.market import find

pytestmark = [pytest.mark.usefixtures("market_database"), pytest.mark.django_db(transaction=True)]


def added(before: tuple[int, ...]) -> dict[str, int]:
    """{scope: transactions since}, without those that had none."""
    now = read_versions()
    return {scope: new - old for scope, old, new in zip(SCOPES, before, now, strict=True) if new != old}


def test_transaction_adds_one_row_for_each_scope_that_it_changes() -> None:
    before = read_versions()
    market = find()
    with transaction.atomic():
        Product.objects.update(summary="Chín cây")
        Variant.objects.update(price=F("price") + 1_000)
        Category.objects.update(position=F("position") + 10)
        market.household.phone = "0900000001"
        market.household.save()
    assert added(before) == {Scope.CATALOG: 1, Scope.SELLERS: 1}
    Product.objects.update(summary="Chín cây lâu")
    assert added(before) == {Scope.CATALOG: 2, Scope.SELLERS: 1}


def test_update_without_a_change_adds_nothing() -> None:
    before = read_versions()
    Product.objects.update(summary=F("summary"))
    Variant.objects.filter(pk=0).update(price=1_000)
    User.objects.update(password="x")
    assert added(before) == {}


def test_change_that_is_rolled_back_adds_nothing_and_hides_no_later_one() -> None:
    before = read_versions()
    with transaction.atomic():
        savepoint = transaction.savepoint()
        Product.objects.update(summary="a")
        transaction.savepoint_rollback(savepoint)
        Product.objects.update(summary="b")
    assert added(before) == {Scope.CATALOG: 1}
    with transaction.atomic():
        Product.objects.update(summary="c")
        transaction.set_rollback(True)
    assert added(before) == {Scope.CATALOG: 1}


@pytest.mark.parametrize(
    ("old", "new", "is_shown"),
    [
        (LOW_STOCK + 5, LOW_STOCK, False),
        (LOW_STOCK, LOW_STOCK - 1, True),
        (LOW_STOCK - 1, LOW_STOCK + 9, True),
        (5, 4, True),
        (1, 0, True),
        (0, 50, True),
    ],
)
def test_stock_adds_a_row_only_when_what_is_shown_changes(old: int, new: int, is_shown: bool) -> None:
    mango = Variant.objects.filter(pk=find().mango.pk)
    mango.update(on_hand=old + 3, reserved=3)
    before = read_versions()
    mango.update(reserved=3 + old - new) if new < old else mango.update(on_hand=new + 3)
    assert added(before) == ({Scope.CATALOG: 1} if is_shown else {})


def test_reader_counts_what_is_committed_before_its_snapshot() -> None:
    before = read_versions()
    with _to(connection.settings_dict["NAME"]) as writer:
        writer.execute("UPDATE catalog_product SET summary = 'sớm'")
        assert added(before) == {}
        writer.commit()
        assert added(before) == {Scope.CATALOG: 1}


def test_fold_keeps_every_count_and_leaves_one_row_a_scope() -> None:
    for number in range(3):
        Product.objects.update(summary=str(number))
    before = read_versions()
    with _to(connection.settings_dict["NAME"]) as reader:
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        count = "SELECT sum(changes) FROM core_change WHERE scope = 'catalog'"
        old = reader.execute(count).fetchone()
        fold_changes()
        assert reader.execute(count).fetchone() == old
        with _to(connection.settings_dict["NAME"]) as writer:
            writer.execute("UPDATE catalog_product SET summary = 'trong lúc gộp'")
            fold_changes()
    assert added(before) == {Scope.CATALOG: 1}
    fold_changes()
    assert added(before) == {Scope.CATALOG: 1}
    assert Change.objects.filter(scope=Scope.CATALOG).count() == 1
