"""Properties of a JPEG that Pillow does not report: whether it is complete, and whether decoding buffers all of it."""

from collections.abc import Callable

from PIL import Image

START = b"\xff\xd8"
_END = b"\xff\xd9"
_NOISE = bytes(range(255)) * 4  # image data of any kind; begins with 0 and lacks 255, so it is never a marker
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SEQUENTIAL = (0xC0, 0xC1, 0xC9)
_SCAN = 0xDA


def without_padding(data: bytes) -> bytes:
    """The file without the zero bytes that pad an unfinished download."""
    return data.rstrip(b"\0") if data.startswith(START) and data.endswith(bytes(16)) else data


def completed(data: bytes, decode: Callable[[bytes], Image.Image]) -> Image.Image | None:
    """The picture of a JPEG without its end marker, as browsers show it; None where a part of the image is missing.

    If every pixel is there, bytes after the image data change none.
    """
    picture = decode(data + _END)
    return picture if picture.tobytes() == decode(data + _NOISE + _END).tobytes() else None


def is_held_whole(data: bytes) -> bool:
    """Whether libjpeg buffers all coefficients: for progressive files, for a scan per colour, and in doubt."""
    frame, components, at = 0, 0, len(START)
    while data[at : at + 1] == b"\xff" and at + 10 <= len(data):
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker in _FRAMES:
            frame, components = marker, data[at + 9]
        if marker == _SCAN:
            return not (frame in _SEQUENTIAL and data[at + 4] == components)
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return True


def count_scans(data: bytes) -> int:
    """The number of scans, or more; each one costs a pass over the buffered picture."""
    return data.count(bytes((0xFF, _SCAN)))
