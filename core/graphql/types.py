"""Types of Django's models: graphene-django's `DjangoObjectType` with global ids and only the columns that are read."""

from collections.abc import Sequence
from typing import Any

import graphene
from django.db.models import Model, QuerySet
from graphene_django import DjangoObjectType
from graphene_django.types import DjangoObjectTypeOptions

from core.graphql.ids import to_global_id


class ModelTypeOptions(DjangoObjectTypeOptions):
    columns: tuple[str, ...] = ()


class ModelType(DjangoObjectType):
    """The API's type of a model.

    Meta: `model`; `fields`, all fields in the schema's order, those of the class itself included; `columns`, what the
    resolvers of the class read beside the model's fields of that list. Choices are no enums unless the class says so.
    """

    id = graphene.ID(required=True)

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(
        cls, *, model: type[Model], fields: Sequence[str], columns: Sequence[str] = (), **options: Any
    ) -> None:
        meta = ModelTypeOptions(cls)
        concrete = {field.name for field in model._meta.concrete_fields}
        meta.columns = tuple(dict.fromkeys(["pk", *(name for name in fields if name in concrete), *columns]))
        super().__init_subclass_with_meta__(
            model=model, fields=list(fields), convert_choices_to_enum=False, _meta=meta, **options
        )
        if difference := set(meta.fields) ^ set(fields):
            raise TypeError(f"{cls.__name__}.Meta.fields and the class differ in {sorted(difference)}")
        for name in fields:  # graphene puts the model's fields before the class's own
            meta.fields[name] = meta.fields.pop(name)

    def resolve_id(root: Any, info: Any) -> str:
        return to_global_id(info.parent_type.name, root.pk)

    @classmethod
    def get_queryset(cls, queryset: "QuerySet[Any]", info: Any = None) -> "QuerySet[Any]":
        """The same rows with only the columns that this type reads."""
        return queryset.only(*cls._meta.columns)
