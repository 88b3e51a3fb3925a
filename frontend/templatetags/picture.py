"""Photos in pages: WebP with a JPEG fallback, over a placeholder colour until it has loaded."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("common/picture.html")
def picture(photo: Any, sizes: str = "100vw", *, lazy: bool = True, alt: str | None = None) -> dict[str, object]:
    """A catalog PhotoUrls, or a plain tinted box without one. `alt=""` if the text is beside it."""
    return {"photo": photo, "sizes": sizes, "lazy": lazy, "alt": photo.alt if alt is None and photo else alt or ""}
