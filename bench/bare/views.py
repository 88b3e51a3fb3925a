"""The bare view, and the empty one."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.bare.models import Certificate, Photo, Product, Variant

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_CARD = ("id", "name", "slug", "seller__name", "category__name", "price_from", "stars", "media")
_PAGE = (
    *_CARD, "summary", "description", "origin", "storage", "season_months", "days_to_ship", "seller__slug",
    "category__slug", "variants",
)  # fmt: skip


def list_view(request: HttpRequest) -> HttpResponse:
    """The newest 24 products on sale."""
    return _json(list(_on_sale().order_by("-created_at", "-id").values(*_CARD)[:24]))


def detail_view(request: HttpRequest, product_id: int) -> HttpResponse:
    """One product with its variants."""
    variants = Variant.objects.filter(product=OuterRef("pk"), is_active=True).order_by("position", "id")
    columns = ("id", "name", "sku", "price", "weight_g", "on_hand", "reserved")
    rows = _on_sale().filter(pk=product_id).annotate(variants=_array(variants, *columns))
    return _json(rows.values(*_PAGE).first())


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"ok")


def _on_sale() -> "QuerySet[Product]":
    today = datetime.now(VIETNAM).date()
    valid = Certificate.objects.filter(
        product=OuterRef("pk"), verified_at__isnull=False, refused_at__isnull=True, issued_on__lte=today,
        expires_on__gte=today,
    )  # fmt: skip
    photos = Photo.objects.filter(product=OuterRef("pk")).order_by("position", "id")
    return Product.objects.filter(
        is_published=True, price_from__isnull=False, seller__is_active=True, seller__verified_at__isnull=False
    ).annotate(
        stars=Subquery(valid.order_by("-stars").values("stars")[:1]), media=_array(photos, "key", "widths", "alt")
    )


def _array(rows: "QuerySet[Any]", *columns: str) -> ArraySubquery:
    return ArraySubquery(rows.values(_json=JSONObject(**{column: F(column) for column in columns})))


def _json(answer: object) -> HttpResponse:
    return HttpResponse(orjson.dumps(answer), content_type="application/json")


urlpatterns = [path("list", list_view), path("detail/<int:product_id>", detail_view), path("empty", empty)]
