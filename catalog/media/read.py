"""Read an uploaded picture: refuse what is none, bound what it costs, bring it upright and into sRGB.

Nothing of the file but its pixels goes on: EXIF, GPS, comments and profiles end here.
"""

import io
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms, ImageOps

from core.errors import DomainError

MAX_BYTES = 15_000_000
MAX_PIXELS = {"JPEG": 64_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}  # JPEG decodes at a fraction of its size
MIN_SIDE = 48
MAX_RATIO = 4
WIDEST = 1280

_SRGB = ImageCms.createProfile("sRGB")
_SIDEWAYS = {5, 6, 7, 8}  # EXIF orientations that swap width and height
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
    sideways = picture.getexif().get(ExifTags.Base.Orientation) in _SIDEWAYS
    width, height = picture.size
    across = height if sideways else width
    scale = min(1.0, WIDEST / across)
    target = (max(1, round(width * scale)), max(1, round(height * scale)))
    picture.draft("RGB", target)  # a JPEG decodes at ½, ¼ or ⅛: an 8 MB photo costs a few MB of memory
    small = _rgb(picture).resize(target, Image.Resampling.LANCZOS, reducing_gap=2.0)
    small.info = {key: value for key, value in picture.info.items() if key == "exif"}
    upright = ImageOps.exif_transpose(small)
    upright.info = {}
    return upright


def _rgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, _WHITE)
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    if profile and picture.mode in ("RGB", "L", "CMYK"):
        try:
            converted = ImageCms.profileToProfile(
                picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), _SRGB, outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            return picture.convert("RGB")  # a broken profile: the plain numbers are the best guess
        if converted is not None:
            return converted
    return picture.convert("RGB")


def _too_many_pixels() -> DomainError:
    return _refusal(_("Ảnh có quá nhiều điểm ảnh. Vui lòng chụp ở cỡ ảnh nhỏ hơn."))


def _refusal(message: str) -> DomainError:
    return DomainError(message, code="INVALID_PHOTO", field="file")
