"""A page's markup, independent of how its templates are laid out."""

import re


def markup(page: str) -> str:
    """Blanks made one, and none before a tag's end."""
    return re.sub(r" (/?>)", r"\1", " ".join(page.split()))
