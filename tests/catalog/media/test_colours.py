"""Pictures of every bit depth and colour space are converted to the colours that browsers show (compared with
Chromium).
"""

import io
import struct
import warnings

import pytest
from PIL import Image

from catalog.media.decoding import read_picture
from tests.catalog.media import pictures

GREY, COLOUR, PALETTE, GREY_ALPHA, COLOUR_ALPHA = 0, 2, 3, 4, 6
WHITE = (255, 255, 255)


def words(*numbers: int) -> bytes:
    return struct.pack(f">{len(numbers)}H", *numbers)


def clear(*channels: int) -> tuple[bytes, bytes]:
    return b"tRNS", words(*channels)


RED_GREEN = (b"PLTE", bytes.fromhex("ff000000ff00"))

PNG = {  # a row of 64 pixels, its bits and kind, other chunks → colours left and right
    "grey, 16 bits": (words(0x4080) * 32 + words(0xFF00) * 32, 16, GREY, (), (64,) * 3, WHITE),
    "grey, 16 bits, one clear": (
        words(0x4080) * 32 + words(0x4081) * 32, 16, GREY, (clear(0x4080),), WHITE, (64,) * 3,
    ),
    "grey and alpha, 16 bits": (words(0x4080, 0x8000) * 64, 16, GREY_ALPHA, (), (159,) * 3, (159,) * 3),
    "colour, 16 bits": (words(0x4080, 0x8000, 0xC000) * 64, 16, COLOUR, (), (64, 128, 192), (64, 128, 192)),
    "colour, 16 bits, one clear": (
        words(0x4080, 0x8000, 0xC000) * 32 + words(0, 0, 0xC000) * 32, 16, COLOUR, (clear(0x4080, 0x8000, 0xC000),),
        WHITE, (0, 0, 192),
    ),
    "colour and alpha, 16 bits": (
        words(0x4080, 0x8000, 0xC000, 0x8000) * 64, 16, COLOUR_ALPHA, (), (159, 191, 223), (159, 191, 223),
    ),
    "grey and alpha": (b"\x40\x80" * 64, 8, GREY_ALPHA, (), (159,) * 3, (159,) * 3),
    "black and white": (b"\x00" * 4 + b"\xff" * 4, 1, GREY, (), (0,) * 3, WHITE),
    "black and white, black clear": (b"\x00" * 4 + b"\xff" * 4, 1, GREY, (clear(0),), WHITE, WHITE),
    "grey, 2 bits, one clear": (b"\x55" * 8 + b"\xaa" * 8, 2, GREY, (clear(1),), WHITE, (170,) * 3),
    "grey, 4 bits, one clear": (b"\x55" * 16 + b"\x44" * 16, 4, GREY, (clear(5),), WHITE, (68,) * 3),
    "grey, 8 bits, one clear": (b"\x55" * 32 + b"\x44" * 32, 8, GREY, (clear(0x55),), WHITE, (68,) * 3),
    "colour, one clear": (b"\x55\x66\x77" * 32 + b"\x44" * 96, 8, COLOUR, (clear(0x55, 0x66, 0x77),), WHITE, (68,) * 3),
    "palette, half clear": (
        b"\0" * 32 + b"\1" * 32, 8, PALETTE, (RED_GREEN, (b"tRNS", b"\x80")), (255, 127, 127), (0, 255, 0),
    ),
    "palette, 1 bit": (b"\0" * 4 + b"\xff" * 4, 1, PALETTE, (RED_GREEN, (b"tRNS", b"\0")), WHITE, (0, 255, 0)),
}  # fmt: skip


@pytest.mark.parametrize("name", PNG)
def test_png_is_decoded_with_the_colours_of_browsers(name):
    row, bits, kind, chunks, left, right = PNG[name]
    seen = read_picture(pictures.png(row, bits, kind, *chunks))
    assert (seen.mode, seen.getpixel((4, 30)), seen.getpixel((60, 30))) == ("RGB", left, right)


def test_scan_of_16_bits_keeps_its_grey_levels():
    scan = read_picture((pictures.SENT / "scan16.png").read_bytes())
    assert scan.size == (640, 480)
    assert [scan.getpixel(at) for at in ((10, 10), (60, 40))] == [(184, 184, 184), (215, 215, 215)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_colour_profile_is_applied(kind):
    picture = Image.new("RGB", (64, 64), (200, 100, 50))
    sent = pictures.encoded(picture, kind, quality=95, icc_profile=pictures.swapped_profile())
    seen = read_picture(sent).getpixel((30, 30))
    assert all(abs(a - b) < 4 for a, b in zip(seen, (100, 200, 50), strict=True))


@pytest.mark.parametrize(
    ("picture", "kind", "level"),
    [
        (Image.new("L", (64, 64), 128), "PNG", 188),
        (Image.new("L", (64, 64), 128), "JPEG", 188),
        (Image.new("LA", (64, 64), (128, 128)), "PNG", 221),  # half of it on white
        (Image.new("I;16", (64, 64), 0x8080), "PNG", 188),
    ],
    ids=["grey", "grey JPEG", "grey and alpha", "16 bits"],
)
def test_grey_profile_is_applied(picture, kind, level):
    sent = pictures.encoded(picture, kind, icc_profile=pictures.linear_grey_profile())
    assert read_picture(sent).getpixel((30, 30)) == (level,) * 3


@pytest.mark.parametrize("mode", ["RGB", "CMYK", "L"])
def test_profile_of_another_mode_is_ignored(mode):
    profile = pictures.linear_grey_profile() if mode != "L" else b"no profile" * 20
    picture = Image.new("RGB", (64, 64), (120, 120, 120)).convert(mode)
    assert read_picture(pictures.encoded(picture, icc_profile=profile)).getpixel((30, 30)) == (120, 120, 120)


def test_inverted_adobe_cmyk_is_decoded_correctly():
    sent = pictures.encoded(Image.new("RGB", (64, 64), (200, 100, 50)).convert("CMYK"), quality=95)
    assert b"Adobe" in sent
    assert read_picture(sent).getpixel((30, 30)) == (200, 100, 50)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_orientation_is_applied_in_each_format(kind):
    exif = Image.Exif()
    exif[pictures.ORIENTATION] = 6
    upright = read_picture(pictures.encoded(pictures.quarters(160, 120), kind, exif=exif))
    assert upright.size == (120, 160)
    red, _, blue = upright.getpixel((20, 20))
    assert (red < 40, blue > 215) == (True, True)


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0garbage", b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x12\x01\x02\0\xff\xff" * 9]
)
def test_broken_exif_is_ignored(exif):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert read_picture(pictures.encoded(pictures.plain(64, 64), exif=exif)).size == (64, 64)


def test_first_picture_of_an_mpo_file_is_used():
    first, second = Image.new("RGB", (64, 64), "red"), Image.new("RGB", (64, 64), "blue")
    sent = pictures.encoded(first, "MPO", save_all=True, append_images=[second])
    assert read_picture(io.BytesIO(sent).getvalue()).getpixel((30, 30)) == (254, 0, 0)
