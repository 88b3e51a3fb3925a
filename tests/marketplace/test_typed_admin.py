"""Every editable admin form parses typed numbers like the rest of the site."""

from collections.abc import Iterator
from datetime import date

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.test import RequestFactory

from core.form_fields import CountField, DayField, TextField
from tests import factories

pytestmark = pytest.mark.django_db


def _fields() -> Iterator[tuple[str, forms.Field]]:
    request = RequestFactory().get("/")
    request.user = factories.make_officer("operator", is_superuser=True)
    for page in admin.site._registry.values():
        if page.has_add_permission(request):
            yield from _named(page, page.get_form(request).base_fields)
            for inline in page.get_inline_instances(request):
                yield from _named(inline, inline.get_formset(request).form.base_fields)


def _named(page: BaseModelAdmin, fields: dict[str, forms.Field]) -> Iterator[tuple[str, forms.Field]]:
    return ((f"{page.model.__name__}.{name}", field) for name, field in fields.items())


def test_integer_fields_of_the_admin_use_the_count_field() -> None:
    fields = {name: field for name, field in _fields() if isinstance(field, forms.IntegerField)}
    assert {"Category.position", "TaxRate.vat_basis_points", "Definition.target"} <= set(fields)
    assert [name for name, field in fields.items() if not isinstance(field, CountField)] == []
    assert fields["TaxRate.vat_basis_points"].clean("5.000") == 5_000  # Django reads 5


def test_date_and_text_fields_of_the_admin_use_the_core_fields() -> None:
    fields = dict(_fields())
    assert isinstance(fields["Category.name"], TextField)
    day = fields["CommissionRule.effective_from"]
    assert isinstance(day, DayField)
    assert day.clean("1/6/2027") == date(2027, 6, 1)
    plain = [name for name, field in fields.items() if type(field) in (forms.CharField, forms.DateField)]
    assert [name for name in plain if "password" not in name and not name.startswith("Group.")] == []
