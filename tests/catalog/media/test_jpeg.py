"""JPEG files that end early: complete pictures are accepted, truncated ones refused; memory is bounded."""

import pytest
from PIL import Image

from catalog.media import jpeg
from catalog.media.decoding import MAX_SCANS, read_picture
from core.errors import DomainError
from tests.catalog.media import pictures

END = b"\xff\xd9"
ENDS = {"no end": b"", "half an end": b"\xff", "zeros": bytes(5000), "other bytes": b"\0video behind the picture" * 40}
KINDS = {"baseline": {}, "progressive": {"progressive": True}, "grey": {"grey": True}}


def sent(*, grey: bool = False, **options) -> bytes:
    gradient = Image.radial_gradient("L").resize((200, 150))
    picture = gradient if grey else Image.merge("RGB", (gradient, gradient.rotate(180), gradient.transpose(0)))
    return pictures.encoded(picture, quality=90, **options)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("kind", KINDS)
def test_complete_jpeg_without_end_marker_is_decoded(kind, end):
    whole = sent(**KINDS[kind])
    assert whole.endswith(END)
    assert read_picture(whole[:-2] + ENDS[end]).tobytes() == read_picture(whole).tobytes()


@pytest.mark.parametrize("padding", [b"", bytes(5000)], ids=["cut", "cut and filled with zeros"])
@pytest.mark.parametrize("part", [0.01, 0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("kind", KINDS)
def test_truncated_jpeg_is_refused(kind, part, padding):
    whole = sent(**KINDS[kind])
    with pytest.raises(DomainError, match=r"bị hỏng|không phải ảnh") as refusal:
        read_picture(whole[: int(len(whole) * part)] + padding)
    assert refusal.value.code == "INVALID_PHOTO"


def test_phone_photo_without_end_marker_is_decoded():
    seen = read_picture((pictures.SENT / "jpeg-without-end-marker.jpg").read_bytes())
    assert (seen.size, seen.getpixel((10, 10)), seen.getpixel((60, 40))) == ((640, 480), (29, 19, 18), (181, 79, 100))


def test_progressive_and_multiscan_jpegs_are_detected():
    plain, progressive = sent(), sent(progressive=True)
    start = plain.index(b"\xff\xda")
    one_colour_a_scan = plain[:start] + b"\xff\xda\0\x08\1\1\0\0\x3f\0" + plain[start:]
    assert [jpeg.is_held_whole(data) for data in (plain, sent(grey=True))] == [False, False]
    assert [jpeg.is_held_whole(data) for data in (progressive, one_colour_a_scan, jpeg.START)] == [True, True, True]


def test_large_progressive_jpeg_is_refused():
    wide = pictures.encoded(Image.new("L", (4100, 4000)), progressive=True)
    with pytest.raises(DomainError, match="quá nhiều điểm ảnh"):
        read_picture(wide)


def test_too_many_scans_are_refused_before_decoding():
    whole = sent(progressive=True)
    last = whole[whole.rindex(b"\xff\xc4") : -2]
    assert read_picture(whole[:-2] + last * 2 + END).size == (200, 150)
    with pytest.raises(DomainError, match="bị hỏng"):
        read_picture(whole[:-2] + last * MAX_SCANS + END)
