"""Photos are served immutably under their hashes; nothing else of the media folder is served."""

from pathlib import Path

import pytest
from django.test import Client


@pytest.fixture
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "products").mkdir(parents=True)
    return settings.MEDIA_ROOT


def test_photo_is_cached_forever_and_needs_no_statement(media: Path) -> None:
    (media / "products" / "3f9a-320.webp").write_bytes(b"picture")
    answer = Client().get("/media/products/3f9a-320.webp")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"picture", "image/webp")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'inline; filename="3f9a-320.webp"'
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize(
    "name",
    [
        "products/none.webp",
        "products/page.html",
        "products/../papers/id.jpg",
        "products/%2e%2e/papers/id.jpg",
        "products/../../secret.jpg",
        "papers/id.jpg",
        "products/link.jpg",
        'products/a".jpg',
        "products/",
        "products/%00.jpg",
    ],
)
def test_other_files_are_not_served(media: Path, name: str) -> None:
    (media / "papers").mkdir()
    (media / "papers" / "id.jpg").write_bytes(b"private")
    (media.parent / "secret.jpg").write_bytes(b"private")
    (media / "products" / "page.html").write_bytes(b"<script>")
    (media / "products" / 'a".jpg').write_bytes(b"private")
    (media / "products" / "link.jpg").symlink_to(media.parent / "secret.jpg")
    answer = Client().get(f"/media/{name}")
    assert answer.status_code == 404
    assert b"private" not in answer.content
