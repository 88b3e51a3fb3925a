"""Photos as pages and the API show them: addresses, sizes and alternative text."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.files.storage import FileSystemStorage, default_storage
from django.db.models import F, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from catalog.media.processing import file_name
from catalog.models import Photo

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


def photo_urls(photo: Photo | Mapping[str, Any]) -> PhotoUrls:
    """The addresses of a Photo, or of a row with its FIELDS."""
    row = {name: getattr(photo, name) for name in FIELDS} if isinstance(photo, Model) else photo
    widths = row["widths"]
    return PhotoUrls(
        id=row["id"],
        src=photo_src(row),
        srcset_webp=photo_srcset(row),
        srcset_jpeg=_srcset(row["key"], widths, "jpg"),
        width=row["width"],
        height=row["height"],
        colour=row["colour"],
        alt=row["alt"],
        is_illustration=row["is_illustration"],
    )


def photo_src(row: Mapping[str, Any]) -> str:
    """The JPEG of a middle width; `row` has `key` and `widths`."""
    widths = row["widths"]
    return file_url(row["key"], widths[min(1, len(widths) - 1)])


def photo_srcset(row: Mapping[str, Any]) -> str:
    """The WebP files with their widths; `row` has `key` and `widths`."""
    return _srcset(row["key"], row["widths"], "webp")


def file_url(key: str, width: int, kind: str = "jpg") -> str:
    """The address of one file."""
    name = file_name(key, width, kind)
    if isinstance(default_storage, FileSystemStorage):
        return _local_url(default_storage.base_url, name)
    return default_storage.url(name)  # it may be signed, for a time


@lru_cache(4096)
def _local_url(base_url: str, name: str) -> str:
    return default_storage.url(name)


def first_photo(product: str = "pk") -> Subquery:
    """A column with the FIELDS of a product's first photo, or null; `product` names the outer query's product id."""
    photos: QuerySet[Photo] = Photo.objects.filter(product=OuterRef(product)).order_by("position", "id")
    return Subquery(photos.values(_json=JSONObject(**{name: F(name) for name in FIELDS}))[:1])


def _srcset(key: str, widths: list[int], kind: str) -> str:
    return ", ".join(f"{file_url(key, width, kind)} {width}w" for width in widths)
