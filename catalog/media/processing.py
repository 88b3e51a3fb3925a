"""Process an upload into the files that the shop serves (up to three widths, WebP and JPEG) and a main colour."""

import hashlib
import io
from dataclasses import dataclass, field
from typing import BinaryIO

from PIL import Image

from catalog.media.decoding import read_bytes, read_picture

WIDTHS = (320, 640, 1280)
_RECIPE = b"2"  # part of every key: raise it when the files below would come out differently


@dataclass(frozen=True)
class ProcessedPhoto:
    """A processed photo, not yet stored: its key, size, placeholder colour, and the files by name."""

    key: str
    width: int
    height: int
    widths: list[int]
    colour: str
    files: dict[str, bytes] = field(repr=False)


def process_photo(file: BinaryIO) -> ProcessedPhoto:
    """Process one upload; the same upload always gets the same key. Raises DomainError INVALID_PHOTO."""
    data = read_bytes(file)
    picture = read_picture(data)
    key = f"products/{hashlib.sha256(_RECIPE + data).hexdigest()[:40]}"
    widths = [width for width in WIDTHS if width < picture.width] + [picture.width]
    files: dict[str, bytes] = {}
    for width in reversed(widths):  # each from the next larger: faster, without visible loss
        if width < picture.width:
            height = max(1, round(picture.height * width / picture.width))
            smaller = picture.resize((width, height), Image.Resampling.LANCZOS)
        else:
            smaller = picture
        files[file_name(key, width, "webp")] = _encoded(smaller, "WEBP", quality=76, method=3)
        files[file_name(key, width, "jpg")] = _encoded(smaller, "JPEG", quality=80, optimize=True, progressive=True)
    return ProcessedPhoto(key, picture.width, picture.height, widths, _colour(picture), files)


def file_name(key: str, width: int, kind: str) -> str:
    """The name of a photo's file in the media storage."""
    return f"{key}-{width}.{kind}"


def _encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _colour(picture: Image.Image) -> str:
    """The most frequent colour of the picture, as "#rrggbb"."""
    few = picture.resize((48, 48), Image.Resampling.BOX).quantize(colors=6)
    shares = few.histogram()
    most = shares.index(max(shares))
    red, green, blue = (few.getpalette() or [])[most * 3 : most * 3 + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"
