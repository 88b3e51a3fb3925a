"""Photos as pages and the API show them: addresses, sizes and alternative text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.files.storage import FileSystemStorage, default_storage
from django.db.models import F, Model, OuterRef, QuerySet, Subquery

from catalog.media.processing import file_name
from catalog.models import Photo
from core.json_objects import JsonObject

FIELDS = ("id", "key", "width", "height", "widths", "colour", "alt", "is_illustration")


@dataclass(frozen=True)
class PhotoUrls:
    """A photo for `<picture>`: WebP and JPEG in each width, and the placeholder colour."""

    id: int
    src: str  # JPEG of a middle width, for clients without srcset
    srcset_webp: str
    srcset_jpeg: str
    width: int  # pixels of the largest
    height: int
    colour: str
    alt: str
    is_illustration: bool


class _Addresses(NamedTuple):
    src: str
    srcset_webp: str
    srcset_jpeg: str


def photo_urls(photo: Photo | Mapping[str, Any]) -> PhotoUrls:
    """The addresses of a Photo, or of a row with its FIELDS."""
    row = {name: getattr(photo, name) for name in FIELDS} if isinstance(photo, Model) else photo
    return PhotoUrls(
        row["id"], *_addresses(row), row["width"], row["height"], row["colour"], row["alt"], row["is_illustration"]
    )


def photo_src(row: Mapping[str, Any]) -> str:
    """The JPEG of a middle width; `row` has `key` and `widths`."""
    return _addresses(row).src


def photo_srcset(row: Mapping[str, Any]) -> str:
    """The WebP files with their widths; `row` has `key` and `widths`."""
    return _addresses(row).srcset_webp


def _addresses(row: Mapping[str, Any]) -> _Addresses:
    if isinstance(default_storage, FileSystemStorage):
        return _stored_addresses(default_storage.base_url, row["key"], *row["widths"])
    return _addresses_of(row["key"], row["widths"])  # they may be signed, for a time


@lru_cache(2048)
def _stored_addresses(base_url: str, key: str, *widths: int) -> _Addresses:
    return _addresses_of(key, widths)


def _addresses_of(key: str, widths: Sequence[int]) -> _Addresses:
    middle = widths[min(1, len(widths) - 1)]
    return _Addresses(_url(key, middle, "jpg"), _srcset(key, widths, "webp"), _srcset(key, widths, "jpg"))


def _srcset(key: str, widths: Sequence[int], kind: str) -> str:
    return ", ".join(f"{_url(key, width, kind)} {width}w" for width in widths)


def _url(key: str, width: int, kind: str) -> str:
    return default_storage.url(file_name(key, width, kind))


def first_photo(product: str = "pk") -> Subquery:
    """A column with the FIELDS of a product's first photo, or null; `product` names the outer query's product id."""
    photos: QuerySet[Photo] = Photo.objects.filter(product=OuterRef(product)).order_by("position", "id")
    return Subquery(photos.values(_json=JsonObject(**{name: F(name) for name in FIELDS}))[:1])
