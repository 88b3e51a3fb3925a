"""Pictures like those that phones and people send, made for tests."""

import io
import random
import struct
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, ImageDraw

GPS = 0x8825
ORIENTATION = 0x0112
SENT = Path(__file__).with_name("sent")  # files from real scanners and phones


def upload(data: bytes, name: str = "anh.jpg") -> Any:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def encoded(picture: Image.Image, kind: str = "JPEG", **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def plain(width: int = 800, height: int = 600, colour: str = "#e0a030") -> Image.Image:
    return Image.new("RGB", (width, height), colour)


def quarters(width: int = 1600, height: int = 1200) -> Image.Image:
    """Red, green, blue and white quarters, which show the rotation."""
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width // 2, height // 2), fill="red")
    draw.rectangle((width // 2, 0, width, height // 2), fill="green")
    draw.rectangle((0, height // 2, width // 2, height), fill="blue")
    return picture


@cache
def phone_photo(seed: int = 1) -> bytes:
    """A 12-megapixel portrait photo of about 8 MB: noisy, lying on its side, with GPS and a maker in its EXIF."""
    noise = Image.frombytes("RGB", (1000, 750), random.Random(seed).randbytes(1000 * 750 * 3))
    picture = noise.resize((4000, 3000), Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "Điện thoại của cô Ba".encode().decode("latin-1")
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (10.0, 26.0, 44.9)
    return encoded(picture, quality=94, exif=exif)


def png(row: bytes, bits: int, kind: int, *chunks: tuple[bytes, bytes], width: int = 64, height: int = 64) -> bytes:
    """A PNG whose rows are all `row`: 1 to 16 bits a channel; kind 0 grey, 2 colour, 3 palette, 4 grey with alpha."""
    header = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)
    body = zlib.compress((b"\0" + row) * height, 9)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", body), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )


def swapped_profile() -> bytes:
    """sRGB with red and green exchanged, which shows whether the profile is applied."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"----", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"----", b"gXYZ", 1)


def linear_grey_profile() -> bytes:
    """Linear grey (ICC 2.1): 128 is 188 in sRGB."""
    white = struct.pack(">iii", 0xF6D6, 0x10000, 0xD32D)
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", 2) + b"g\0" + bytes(78),
        b"cprt": b"text" + bytes(4) + b"none",
        b"wtpt": b"XYZ " + bytes(4) + white,
        b"kTRC": b"curv" + bytes(4) + struct.pack(">IHH", 1, 0x100, 0),
    }
    table, body, start = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", start + len(body), len(value))
        body += value
    size = struct.pack(">I", start + len(body))
    kind = b"lcms" + struct.pack(">I", 0x02100000) + b"mntrGRAYXYZ " + struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    return (size + kind + b"acsp" + bytes(28) + white).ljust(128, b"\0") + table + body
