"""Mutations, named noun first, verb last. A refusal by a rule is returned as data (`errors`), not raised."""

from collections.abc import Mapping
from typing import Any, ClassVar

import graphene

from core.errors import DomainError
from core.graphql.refusals import note_field_refusal


def error_type(name: str, codes: list[str], **extra: graphene.Scalar) -> type[graphene.ObjectType]:
    """An error class such as `CheckoutError` with its enum `CheckoutErrorCode`, in Saleor's shape."""
    code_enum = graphene.Enum(f"{name}Code", [(code, code) for code in sorted({*codes, *COMMON_CODES})])
    fields: dict[str, Any] = {
        "field": graphene.String(description="The input's name in camelCase; null where the whole request is refused."),
        "message": graphene.String(description="What went wrong and what to do, in Vietnamese or English."),
        "code": graphene.Field(code_enum, required=True),
        "codes": classmethod(lambda cls: set(code_enum._meta.enum.__members__)),
        **extra,
    }
    fields["__doc__"] = "Why a request was refused. Nothing was written."
    return type(name, (graphene.ObjectType,), fields)


COMMON_CODES = ["GRAPHQL_ERROR", "INVALID", "NOT_FOUND", "REQUIRED", "PERMISSION_DENIED", "TOO_MANY_REQUESTS"]


class BaseMutation(graphene.Mutation):
    """Runs `perform(info, **input)` and maps DomainError to the payload's `errors`. The service owns the transaction.

    A subclass names `error_class` in its Meta and returns the payload's fields as a dict from `perform`. `field_names`
    and `code_names` map a service's fields and codes to other names in the API.
    """

    field_names: ClassVar[Mapping[str, str]] = {}
    code_names: ClassVar[Mapping[str, str]] = {}

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(cls, error_class: type[graphene.ObjectType] | None = None, **options: Any) -> None:
        if error_class is None or not options.get("description", cls.__doc__):
            raise TypeError(f"{cls.__name__} needs an error_class and a docstring")
        cls._error_class = error_class
        cls.errors = graphene.List(graphene.NonNull(error_class), required=True)
        super().__init_subclass_with_meta__(**options)

    @classmethod
    def perform(cls, info: Any, **inputs: Any) -> dict[str, Any]:
        raise NotImplementedError

    @classmethod
    def mutate(cls, root: Any, info: Any, **inputs: Any) -> Any:
        try:
            return cls(errors=[], **cls.perform(info, **inputs))
        except DomainError as refused:
            note_field_refusal(refused, info.field_name, inputs)
            return cls(errors=[cls.error_for(refused)])

    @classmethod
    def error_for(cls, refused: DomainError) -> graphene.ObjectType:
        code = cls.code_names.get(refused.code, refused.code)
        field = cls.field_names.get(refused.field, _camel(refused.field)) if refused.field else None
        return cls._error_class(
            field=field, message=str(refused.message), code=code if code in cls._error_class.codes() else "INVALID"
        )


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)
