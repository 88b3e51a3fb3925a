"""The extension of an uploaded file's name. The content decides; the extension is an additional check."""

import re

# Phones and programs also write "image", "photo.jpg_large", "anh.2026.11": none of these ends in an extension.
_EXTENSION = re.compile(r"\.(?=[0-9]*[a-z])([a-z0-9]{1,5})$")


def extension(file: object) -> str:
    """The extension: "jpg" of an upload named "Ảnh 1.JPG"; "" where it has no name, or a name without an extension."""
    name = getattr(file, "name", None)
    match = _EXTENSION.search(name.strip().lower()) if isinstance(name, str) else None
    return match[1] if match else ""
