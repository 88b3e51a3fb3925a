"""Types of models: only their own columns are read, and every field is listed."""

import pytest

from catalog.graphql.types import Category
from cooperatives.graphql.types import Seller
from cooperatives.models import Seller as SellerModel
from core.graphql.types import ModelType


def columns_of(model_type: type[ModelType]) -> set[str]:
    queryset = model_type.get_queryset(model_type._meta.model.objects.all())
    return set(queryset.query.deferred_loading[0])


def test_queryset_reads_only_the_columns_of_the_type() -> None:
    assert columns_of(Category) == {"id", "name", "slug", "ocop_group"}
    assert {"unit_id", "tax_code", "about"} <= columns_of(Seller)
    assert {"representative", "facts", "email"}.isdisjoint(columns_of(Seller))


def test_fields_keep_the_order_of_meta() -> None:
    assert list(Category._meta.fields) == ["id", "name", "slug", "ocop_group"]


@pytest.mark.filterwarnings("ignore:Field name")
def test_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError, match=r"differ in \['nickname'\]"):

        class Wrong(ModelType):
            """A field of that name does not exist."""

            class Meta:
                model = SellerModel
                fields = ("id", "nickname")
                skip_registry = True
