"""Uploaded photos are rotated, scaled down and stripped of metadata; invalid ones are refused with a reason."""

import io
import time

import pytest
from PIL import Image, ImageCms

from catalog.media.processing import process_photo
from core.errors import DomainError
from tests.catalog.media import pictures


def opened(photo, width: int, kind: str = "jpg") -> Image.Image:
    return Image.open(io.BytesIO(photo.files[f"{photo.key}-{width}.{kind}"]))


def test_photo_of_eight_megabytes_is_processed_within_two_seconds():
    data = pictures.phone_photo()
    assert 7_000_000 < len(data) < 15_000_000
    began = time.process_time()
    photo = process_photo(io.BytesIO(data))
    assert time.process_time() - began < 2
    assert (photo.width, photo.height, photo.widths) == (1280, 1707, [320, 640, 1280])
    assert len(photo.files) == 6
    assert sum(len(content) for content in photo.files.values()) < 3_000_000
    for width in photo.widths:
        for kind in ("jpg", "webp"):
            picture = opened(photo, width, kind)
            assert picture.width == width
            assert dict(picture.getexif()) == {}
            assert "exif" not in picture.info
            assert "icc_profile" not in picture.info


def test_metadata_is_removed():
    photo = process_photo(io.BytesIO(pictures.phone_photo()))
    traces = (b"Exif\x00", b"EXIF", "cô Ba".encode(), b"ICC_PROFILE", b"ICCP")
    assert not any(trace in content for trace in traces for content in photo.files.values())


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, "red"), (2, "green"), (3, "white"), (4, "blue"), (5, "red"), (6, "blue"), (7, "white"), (8, "green")],
)
def test_every_orientation_is_made_upright(orientation, corner):
    exif = Image.Exif()
    exif[pictures.ORIENTATION] = orientation
    photo = process_photo(io.BytesIO(pictures.encoded(pictures.quarters(), exif=exif)))
    expected = (1280, 960) if orientation < 5 else (1200, 1600)
    assert (photo.width, photo.height) == expected
    seen = opened(photo, photo.width).getpixel((100, 100))
    expected_colour = {"red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}[corner]
    assert all(abs(a - b) < 12 for a, b in zip(seen, expected_colour, strict=True))


@pytest.mark.parametrize(
    ("width", "widths"), [(200, [200]), (320, [320]), (500, [320, 500]), (640, [320, 640]), (3000, [320, 640, 1280])]
)
def test_small_original_is_not_enlarged(width, widths):
    photo = process_photo(io.BytesIO(pictures.encoded(pictures.plain(width, width))))
    assert photo.widths == widths
    assert opened(photo, widths[-1], "webp").size == (widths[-1], widths[-1])


def test_same_upload_has_the_same_key():
    first = pictures.encoded(pictures.plain())
    other = pictures.encoded(pictures.plain(colour="#102030"))
    assert process_photo(io.BytesIO(first)).key == process_photo(io.BytesIO(first)).key
    assert process_photo(io.BytesIO(first)).key != process_photo(io.BytesIO(other)).key


def test_main_colour_is_the_most_frequent_one():
    picture = pictures.plain(900, 900, "#3264c8")
    picture.paste((255, 0, 0), (0, 0, 300, 300))
    assert process_photo(io.BytesIO(pictures.encoded(picture, "PNG"))).colour == "#3264c8"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_pictures_of_every_mode_become_rgb(mode):
    source = pictures.plain(400, 300)
    picture = Image.new(mode, (400, 300)) if mode == "I;16" else source.convert(mode)
    photo = process_photo(io.BytesIO(pictures.encoded(picture, "JPEG" if mode == "CMYK" else "PNG")))
    assert opened(photo, 400).mode == "RGB"


def test_colour_profile_is_converted_and_a_broken_one_ignored():
    grey = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = process_photo(io.BytesIO(pictures.encoded(pictures.plain())))
    for profile in (grey, b"no profile at all"):
        photo = process_photo(io.BytesIO(pictures.encoded(pictures.plain(), icc_profile=profile)))
        assert photo.colour == plain.colour
        assert "icc_profile" not in opened(photo, 640).info


def test_transparent_background_becomes_white():
    photo = process_photo(io.BytesIO(pictures.encoded(Image.new("RGBA", (400, 400), (255, 0, 0, 0)), "PNG")))
    assert opened(photo, 400).getpixel((10, 10)) == (255, 255, 255)


def _bomb() -> bytes:
    """A PNG of 30000 × 30000 black pixels in a few hundred kilobytes."""
    return pictures.png(bytes(3751), 1, 0, width=30_000, height=30_000)


def _animation(kind: str) -> bytes:
    frames = [pictures.plain(colour=colour) for colour in ("red", "blue")]
    return pictures.encoded(frames[0], kind, save_all=True, append_images=frames[1:])


REFUSED = {
    "empty": (b"", "trống"),
    "pdf": (b"%PDF-1.7\n" + b"0" * 5000, "không phải ảnh"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "không phải ảnh"),
    "html": (b"<html><script>alert(1)</script></html>", "không phải ảnh"),
    "gif": (_animation("GIF"), "không phải ảnh"),
    "animated webp": (_animation("WEBP"), "Ảnh động"),
    "animated png": (_animation("PNG"), "Ảnh động"),
    "heic": (b"\x00\x00\x00\x18ftypheic" + b"0" * 500, "HEIC"),
    "several heic": (b"\x00\x00\x00\x18ftypmsf1" + b"0" * 500, "HEIC"),
    "avif": (b"\x00\x00\x00\x1cftypavif" + b"0" * 500, "không phải ảnh"),
    "tiff": (pictures.encoded(pictures.plain(64, 64), "TIFF"), "không phải ảnh"),
    "truncated jpeg": (pictures.encoded(pictures.quarters(), quality=95)[:12_000], "hỏng"),
    "truncated png": (pictures.encoded(pictures.quarters(), "PNG")[:900], "hỏng"),
    "truncated webp": (pictures.encoded(pictures.quarters(), "WEBP")[:600], "hỏng"),
    "bomb": (_bomb(), "quá nhiều điểm ảnh"),
    "many pixels": (pictures.encoded(Image.new("1", (6000, 6000)), "PNG"), "quá nhiều điểm ảnh"),
    "too large": (b"\xff\xd8\xff" + b"0" * 15_000_000, "15 MB"),
    "tiny": (pictures.encoded(pictures.plain(20, 20)), "quá nhỏ"),
    "ribbon": (pictures.encoded(pictures.plain(2000, 100)), "quá dài"),
}


@pytest.mark.parametrize("name", ["anh.pdf", "anh.jpg.exe", "ANH.HTML", "anh.svg", "anh.php5", "bang.xlsx"])
def test_file_with_another_extension_is_refused(name):
    ending = name.rpartition(".")[2].lower()
    with pytest.raises(DomainError, match=rf"Tệp \.{ending} không phải ảnh") as refusal:
        process_photo(pictures.upload(pictures.encoded(pictures.plain(64, 64)), name))
    assert (refusal.value.code, refusal.value.field) == ("INVALID_PHOTO", "file")


@pytest.mark.parametrize(
    "name",
    [
        "anh.jpg", "IMG_0001.HEIC", "anh.png", "anh.jfif", "image", "photo.jpg_large", "Ảnh chợ.xã",
        "Screenshot 2026.11.30", "anh.jpg (1)", "image:1000012345", "cho.xa.jpeg",
    ],
)  # fmt: skip
def test_unusual_file_name_of_a_picture_is_accepted(name):
    assert process_photo(pictures.upload(pictures.encoded(pictures.plain(64, 64)), name)).widths == [64]


@pytest.mark.parametrize("name", REFUSED)
def test_invalid_photo_is_refused_with_a_reason(name):
    data, words = REFUSED[name]
    with pytest.raises(DomainError, match=words) as refusal:
        process_photo(io.BytesIO(data))
    assert (refusal.value.code, refusal.value.field) == ("INVALID_PHOTO", "file")
