"""Read an uploaded picture: refuse what is none, bound what it costs, bring it upright and into sRGB.

Nothing of the file but its pixels goes on: EXIF, GPS, comments and profiles end here.
"""

import io
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms

from core.errors import DomainError

MAX_BYTES = 15_000_000
MAX_PIXELS = {"JPEG": 64_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}  # JPEG decodes at a fraction of its size
MIN_SIDE = 48
MAX_RATIO = 4
WIDEST = 1280

_SRGB = ImageCms.createProfile("sRGB")
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
_WHITE = (255, 255, 255)


def read_bytes(file: BinaryIO) -> bytes:
    """The whole upload, refused above MAX_BYTES without reading further."""
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _refusal(_("Ảnh quá lớn: mỗi ảnh tối đa 15 MB."))
    if not data:
        raise _refusal(_("Tệp ảnh trống. Vui lòng chọn lại ảnh."))
    return data


def read_picture(data: bytes) -> Image.Image:
    """The picture upright, in RGB, at most WIDEST pixels wide. Raises DomainError in words for whatever is no photo."""
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"):
        raise _refusal(_("Chưa đọc được ảnh HEIC. Trong cài đặt máy ảnh, hãy chọn định dạng JPEG rồi chụp lại."))
    try:
        picture = Image.open(io.BytesIO(data), formats=list(MAX_PIXELS))
        _refuse_unfit(picture)
        return _upright(picture)
    except DomainError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Image.UnidentifiedImageError as error:
        raise _refusal(_("Tệp này không phải ảnh JPEG, PNG hoặc WebP.")) from error
    except Exception as error:  # decoders fail in many ways on broken data; each means the same to the seller
        raise _refusal(_("Ảnh bị hỏng hoặc tải lên chưa trọn. Vui lòng chọn lại ảnh.")) from error


def _refuse_unfit(picture: Image.Image) -> None:
    """Judge by the header, before any pixel is decoded."""
    kind = "JPEG" if picture.format == "MPO" else picture.format  # MPO: a phone's JPEG with a second picture behind
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise _refusal(_("Ảnh động chưa dùng được. Vui lòng chọn ảnh tĩnh."))
    width, height = picture.size
    if width * height > MAX_PIXELS[str(kind)]:
        raise _too_many_pixels()
    if min(width, height) < MIN_SIDE:
        raise _refusal(_("Ảnh quá nhỏ. Vui lòng chọn ảnh rõ hơn."))
    if max(width, height) > MAX_RATIO * min(width, height):
        raise _refusal(_("Ảnh quá dài hoặc quá hẹp. Vui lòng cắt ảnh cho cân đối hơn."))


def _upright(picture: Image.Image) -> Image.Image:
    turn = _TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    width, height = picture.size
    scale = min(1.0, WIDEST / (height if turn in _SIDEWAYS else width))
    target = (max(1, round(width * scale)), max(1, round(height * scale)))
    picture.draft("RGB", target)  # a JPEG decodes at ½, ¼ or ⅛: an 8 MB photo costs a few MB of memory
    small = _true_colour(picture).resize(target, Image.Resampling.LANCZOS, reducing_gap=2.0)
    plain = _rgb(small, picture.info.get("icc_profile"))
    return plain if turn is None else plain.transpose(turn)


def _true_colour(picture: Image.Image) -> Image.Image:
    """The same picture in a mode whose pixels can be averaged; no copy where it is in one already."""
    if "transparency" in picture.info or picture.mode == "PA":
        return picture.convert("RGBA")
    if picture.mode in ("RGB", "RGBA", "L", "LA", "CMYK"):
        return picture
    return picture.convert("RGB")


def _rgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """On white where it was transparent, in sRGB whatever its profile was."""
    if picture.mode in ("RGBA", "LA"):
        picture = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, _WHITE)
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None  # a broken profile: the plain numbers are the best guess
        if converted is not None:
            picture = converted
    plain = picture.convert("RGB")
    plain.info = {}
    return plain


def _too_many_pixels() -> DomainError:
    return _refusal(_("Ảnh có quá nhiều điểm ảnh. Vui lòng chụp ở cỡ ảnh nhỏ hơn."))


def _refusal(message: str | Promise) -> DomainError:
    return DomainError(message, code="INVALID_PHOTO", field="file")
