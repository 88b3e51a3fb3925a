"""The admin's pages as its own links name them: an id's `_3A` would else be read as a quoted colon."""

from django.contrib.admin.utils import quote
from django.db.models import Model


def page_of(row: Model, action: str = "change") -> str:
    """`/quan-tri/<room>/<table>/<id>/<action>/` of one row."""
    return f"/quan-tri/{row._meta.app_label}/{row._meta.model_name}/{quote(row.pk)}/{action}/"
