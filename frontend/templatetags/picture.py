"""How pages show a photo: WebP with JPEG behind it, over its own colour until it is there."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("common/picture.html")
def picture(photo: Any, sizes: str = "100vw", *, lazy: bool = True, alt: str | None = None) -> dict[str, object]:
    """A catalog PhotoUrls, or a plain tinted box where there is none. `alt=""` where the words stand beside it."""
    return {"photo": photo, "sizes": sizes, "lazy": lazy, "alt": photo.alt if alt is None and photo else alt or ""}
