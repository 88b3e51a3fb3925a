"""The admin names models and displayed fields in Vietnamese and in English."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation
from django.utils.functional import Promise

from tests import factories

pytestmark = pytest.mark.django_db
ROOMS = {"accounts", "catalog", "cooperatives", "indicators", "orders", "payments", "places", "shipping"}
KEYS = {"id", "pk"}
SAME_IN_BOTH = ["accounts.User.email"]  # one word in both languages


def shown_words() -> Iterator[tuple[str, object]]:
    """("orders.Order.total", its word), and ("orders.Order", its word), of every page and its inlines."""
    request = RequestFactory().get("/")
    request.user = factories.make_officer("operator", is_superuser=True)
    for page in admin.site._registry.values():
        if page.model._meta.app_label in ROOMS:
            yield from words_of(page, request)
            for inline in page.inlines:
                yield from words_of(inline(page.model, admin.site), request)


def words_of(page: BaseModelAdmin, request: HttpRequest) -> Iterator[tuple[str, object]]:
    meta = page.model._meta
    yield meta.label, meta.verbose_name
    yield f"{meta.label} (plural)", meta.verbose_name_plural
    names = {*flatten_fieldsets(page.get_fieldsets(request)), *getattr(page, "list_display", ())}
    for name in sorted(str(name) for name in names - KEYS):
        try:
            field = meta.get_field(name)
        except FieldDoesNotExist:  # a method of the page, which has a description of its own
            continue
        yield f"{meta.label}.{name}", field.verbose_name


def test_every_shown_model_and_field_has_labels_in_both_languages() -> None:
    missing = []
    for name, word in shown_words():
        with translation.override("vi"):
            vietnamese = str(word)
        with translation.override("en"):
            english = str(word)
        if not isinstance(word, Promise) or not english or english == vietnamese:
            missing.append(name)
    assert missing == SAME_IN_BOTH
