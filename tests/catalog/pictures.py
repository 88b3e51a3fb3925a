"""Pictures as phones and people send them, made for tests."""

import io
import random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

GPS = 0x8825
ORIENTATION = 0x0112


def upload(data: bytes, name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def encoded(picture: Image.Image, kind: str = "JPEG", **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def plain(width: int = 800, height: int = 600, colour: str = "#e0a030") -> Image.Image:
    return Image.new("RGB", (width, height), colour)


def quarters(width: int = 1600, height: int = 1200) -> Image.Image:
    """Red, green, blue and white quarters: which way is up can be seen."""
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width // 2, height // 2), fill="red")
    draw.rectangle((width // 2, 0, width, height // 2), fill="green")
    draw.rectangle((0, height // 2, width // 2, height), fill="blue")
    return picture


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
