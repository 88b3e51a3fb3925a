"""Colours of a decoded picture, converted for screens: 8 bits, sRGB, on white where it is transparent."""

import io

from PIL import Image, ImageCms

_SRGB = ImageCms.createProfile("sRGB")
_WHITE = (255, 255, 255)


def averageable(picture: Image.Image, bits: int = 8) -> Image.Image:
    """The same picture in a mode whose pixels can be averaged; no copy where it is in such a mode already.

    `bits` is the depth of a PNG's channels: the colour it declares transparent is written in that depth.
    """
    clear = picture.info.get("transparency")
    if picture.mode.startswith("I"):
        return _from_16_bits(picture, clear)
    if picture.mode == "L" and isinstance(clear, int):
        picture.info["transparency"] = clear * 255 // (2**bits - 1)
    elif picture.mode == "RGB" and isinstance(clear, tuple) and bits == 16:
        picture.info["transparency"] = tuple(channel >> 8 for channel in clear)
    if clear is not None or picture.mode == "PA":
        return picture.convert("RGBA")
    if picture.mode in ("RGB", "RGBA", "L", "LA", "CMYK"):
        return picture
    return picture.convert("RGB")


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in RGB without metadata: converted by its profile, and on white where it is transparent."""
    alpha = picture.getchannel("A") if picture.mode in ("RGBA", "LA") else None
    plain = picture.convert({"RGBA": "RGB", "LA": "L"}.get(picture.mode, picture.mode))
    plain = (profile and _by_profile(plain, profile)) or plain.convert("RGB")
    if alpha is not None:
        ground = Image.new("RGB", plain.size, _WHITE)
        ground.paste(plain, mask=alpha)
        plain = ground
    plain.info = {}
    return plain


def _from_16_bits(picture: Image.Image, clear: int | None) -> Image.Image:
    """Grey of 16 bits by its upper 8 bits, like Chromium; Pillow's own conversion makes all values above 255 white."""
    wide = picture.convert("I")
    grey = wide.point([level >> 8 for level in range(65536)], "L")
    if clear is None:
        return grey
    alpha = wide.point([0 if level == clear else 255 for level in range(65536)], "L")
    return Image.merge("LA", (grey, alpha))


def _by_profile(picture: Image.Image, profile: bytes) -> Image.Image | None:
    """The converted picture; None for a broken profile or one of another mode, where the plain values are used."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if picture.mode == "L" and source.profile.xcolor_space == "RGB ":
            picture = picture.convert("RGB")
        return ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return None
