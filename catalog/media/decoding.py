"""Decode an uploaded picture: validate it, limit its memory, rotate it upright and convert it to sRGB.

Only the pixels of the file are used: EXIF, GPS, comments and profiles are dropped here.
"""

import io
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image

from catalog.media import jpeg
from catalog.media.colours import averageable, in_srgb
from core.errors import DomainError
from core.file_names import extension

MAX_BYTES = 15_000_000
MAX_PIXELS = {"JPEG": 64_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}  # JPEG decodes at a fraction of its size
MAX_PIXELS_HELD = 16_000_000  # of a progressive JPEG, which takes 6 bytes a pixel
MAX_SCANS = 50  # of a progressive JPEG; encoders write 10
# Of file names. The contents decide the format: phones name a JPEG .heic, chats a WebP .jpg.
EXTENSIONS = (
    "jpg", "jpeg", "jpe", "jfif", "pjpeg", "pjp", "mpo", "png", "webp", "heic", "heif", "avif", "gif", "bmp",
    "tif", "tiff",
)  # fmt: skip
MIN_SIDE = 48
MAX_RATIO = 4
WIDEST = 1280

_TURNS = {  # EXIF orientation → what brings the picture upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = {_TURNS[orientation] for orientation in (5, 6, 7, 8)}
_PNG_BITS = 24  # the offset of the bit depth in a PNG, whose first chunk has a fixed place
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}


def read_bytes(file: BinaryIO) -> bytes:
    """The whole upload. Raises DomainError above MAX_BYTES, or for a file extension that is not of a picture."""
    if (ending := extension(file)) and ending not in EXTENSIONS:
        words = _("Tệp .%(extension)s không phải ảnh. Vui lòng chọn ảnh JPEG, PNG hoặc WebP.")
        raise _refusal(words % {"extension": ending})
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _refusal(_("Ảnh quá lớn: mỗi ảnh tối đa 15 MB."))
    if not data:
        raise _refusal(_("Tệp ảnh trống. Vui lòng chọn lại ảnh."))
    return data


def read_picture(data: bytes) -> Image.Image:
    """The picture upright, in RGB, at most WIDEST pixels wide. Raises DomainError with a reason."""
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise _refusal(_("Chưa đọc được ảnh HEIC. Trong cài đặt máy ảnh, hãy chọn định dạng JPEG rồi chụp lại."))
    data = jpeg.without_padding(data)
    try:
        return _decoded(data)
    except DomainError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Image.UnidentifiedImageError as error:
        raise _refusal(_("Tệp này không phải ảnh JPEG, PNG hoặc WebP.")) from error
    except Exception as error:  # decoders raise many errors on broken data; the seller sees the same message
        if (whole := _completed(data)) is not None:
            return whole
        raise _damaged() from error


def _decoded(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data), formats=list(MAX_PIXELS))
    _refuse_unfit(picture, data)
    return _upright(picture, bits=data[_PNG_BITS] if picture.format == "PNG" else 8)


def _completed(data: bytes) -> Image.Image | None:
    try:
        return jpeg.completed(data, _decoded) if data.startswith(jpeg.START) else None
    except Exception:  # noqa: BLE001 - it is broken in another way as well
        return None


def _refuse_unfit(picture: Image.Image, data: bytes) -> None:
    """Check the header before any pixel is decoded."""
    kind = "JPEG" if picture.format == "MPO" else picture.format  # MPO: a phone's JPEG with a second picture
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise _refusal(_("Ảnh động chưa dùng được. Vui lòng chọn ảnh tĩnh."))
    width, height = picture.size
    if width * height > MAX_PIXELS[str(kind)]:
        raise _too_many_pixels()
    if kind == "JPEG" and jpeg.is_held_whole(data):
        if width * height > MAX_PIXELS_HELD:
            raise _too_many_pixels()
        if jpeg.count_scans(data) > MAX_SCANS:
            raise _damaged()
    if min(width, height) < MIN_SIDE:
        raise _refusal(_("Ảnh quá nhỏ. Vui lòng chọn ảnh rõ hơn."))
    if max(width, height) > MAX_RATIO * min(width, height):
        raise _refusal(_("Ảnh quá dài hoặc quá hẹp. Vui lòng cắt ảnh cho cân đối hơn."))


def _upright(picture: Image.Image, bits: int) -> Image.Image:
    turn = _TURNS.get(_orientation(picture))
    width, height = picture.size
    scale = min(1.0, WIDEST / (height if turn in _SIDEWAYS else width))
    target = (max(1, round(width * scale)), max(1, round(height * scale)))
    picture.draft("RGB", target)  # a JPEG decodes at ½, ¼ or ⅛: an 8 MB photo costs a few MB of memory
    picture.load()
    small = averageable(picture, bits).resize(target, Image.Resampling.LANCZOS, reducing_gap=2.0)
    plain = in_srgb(small, picture.info.get("icc_profile"))
    return plain if turn is None else plain.transpose(turn)


def _orientation(picture: Image.Image) -> int:
    """The EXIF orientation; 1 (upright) where there is none, or none that can be read."""
    try:
        return int(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 - a picture with broken EXIF is valid
        return 1


def _too_many_pixels() -> DomainError:
    return _refusal(_("Ảnh có quá nhiều điểm ảnh. Vui lòng chụp ở cỡ ảnh nhỏ hơn."))


def _damaged() -> DomainError:
    return _refusal(_("Ảnh bị hỏng hoặc tải lên chưa trọn. Vui lòng chọn lại ảnh."))


def _refusal(message: str | Promise) -> DomainError:
    return DomainError(message, code="INVALID_PHOTO", field="file")
