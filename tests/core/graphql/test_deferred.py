"""Deferred fields are resolved in one batch; a forbidden null propagates to the nearest nullable parent."""

from collections.abc import Sequence
from typing import Any

import graphene
from graphql import ExecutionResult, execute_sync, parse

from core.graphql.deferred import DeferredExecutionContext, Loader


class World:
    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.loader = Loader(self.load)

    def load(self, keys: Sequence[int]) -> dict[int, str]:
        self.batches.append(list(keys))
        return {key: f"seller {key}" for key in keys if key < 100}


class Product(graphene.ObjectType):
    number = graphene.Int(required=True)
    seller = graphene.String()
    sure_seller = graphene.String(required=True)
    twin = graphene.Field(lambda: Product)
    sure_twin = graphene.Field(lambda: Product, required=True)

    def resolve_seller(root, info: Any) -> Any:
        return info.context.loader.load(root.number)

    def resolve_sure_seller(root, info: Any) -> Any:
        return info.context.loader.load(root.number).then(lambda name: name and name.upper())

    def resolve_twin(root, info: Any) -> Any:
        return info.context.loader.load(root.number).then(lambda name: Product(number=root.number + 1))

    def resolve_sure_twin(root, info: Any) -> Any:
        return Product(number=root.number + 100)


class Query(graphene.ObjectType):
    products = graphene.List(graphene.NonNull(Product), required=True)
    product = graphene.Field(Product, number=graphene.Int(required=True))

    def resolve_products(root, info: Any) -> Any:
        return [Product(number=n) for n in (1, 2, 3)]

    def resolve_product(root, info: Any, number: int) -> Any:
        return Product(number=number)


SCHEMA = graphene.Schema(query=Query).graphql_schema


def run(query: str) -> tuple[ExecutionResult, World]:
    world = World()
    return (
        execute_sync(SCHEMA, parse(query), context_value=world, execution_context_class=DeferredExecutionContext),
        world,
    )


def test_one_batch_loads_all_and_order_is_kept() -> None:
    result, world = run("{ products { seller number sureSeller } }")
    assert result.errors is None
    assert result.data == {
        "products": [{"seller": f"seller {n}", "number": n, "sureSeller": f"SELLER {n}"} for n in (1, 2, 3)]
    }
    assert list(result.data["products"][0]) == ["seller", "number", "sureSeller"]
    assert world.batches == [[1, 2, 3]]


def test_each_level_costs_one_batch() -> None:
    result, world = run("{ products { twin { seller } } }")
    assert [p["twin"]["seller"] for p in result.data["products"]] == ["seller 2", "seller 3", "seller 4"]
    assert world.batches == [[1, 2, 3], [4]]


def test_missing_value_is_null_where_null_is_allowed() -> None:
    result, _ = run("{ product(number: 100) { number seller } }")
    assert (result.data, result.errors) == ({"product": {"number": 100, "seller": None}}, None)


def test_forbidden_null_nulls_the_nearest_nullable_parent() -> None:
    result, _ = run("{ product(number: 1) { number sureTwin { sureSeller } } products { number } }")
    assert result.data == {"product": None, "products": [{"number": n} for n in (1, 2, 3)]}
    assert [error.path for error in result.errors or []] == [["product", "sureTwin", "sureSeller"]]


def test_forbidden_null_nulls_the_root() -> None:
    result, _ = run("{ products { sureTwin { sureSeller } } }")
    assert result.data is None
    assert len(result.errors or []) == 3
