"""Pages of a list: relay's cursors in Saleor's names (`ProductCountableConnection`)."""

from collections.abc import Iterable
from typing import Any

import graphene

_FIRST = ("page_info", "edges", "total_count")  # in the schema, before the fields of the subclass


class PageInfo(graphene.ObjectType):
    has_next_page = graphene.Boolean(required=True)
    has_previous_page = graphene.Boolean(required=True)
    start_cursor = graphene.String()
    end_cursor = graphene.String()


def edge_type(node: type[graphene.ObjectType]) -> type[graphene.ObjectType]:
    """An entry of a page: `ProductCountableEdge` of Product."""
    fields = {"node": graphene.Field(node, required=True), "cursor": graphene.String(required=True)}
    return type(f"{node._meta.name}CountableEdge", (graphene.ObjectType,), fields)


class Connection(graphene.ObjectType):
    """A page of one type. A subclass names the edge's type in its Meta, and may add fields."""

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(cls, edge: type[graphene.ObjectType], **options: Any) -> None:
        cls.page_info = graphene.Field(PageInfo, required=True)
        cls.edges = graphene.List(graphene.NonNull(edge), required=True)
        cls.total_count = graphene.Int()
        cls.edge = edge
        super().__init_subclass_with_meta__(**options)
        for name in [name for name in cls._meta.fields if name not in _FIRST]:
            cls._meta.fields[name] = cls._meta.fields.pop(name)

    @classmethod
    def page(
        cls, entries: Iterable[tuple[Any, str]], *, has_next: bool, has_previous: bool, total: int | None, **more: Any
    ) -> "Connection":
        """The page of these (node, cursor); `more` are fields of the subclass."""
        edges = [cls.edge(node=node, cursor=cursor) for node, cursor in entries]
        info = PageInfo(
            has_next_page=has_next,
            has_previous_page=has_previous,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        )
        return cls(page_info=info, edges=edges, total_count=total, **more)
