"""Addresses of photos: made once for each photo of a local storage, anew by another one."""

import pytest
from django.core.files.storage import FileSystemStorage, Storage

from catalog.media import presenters
from catalog.media.presenters import photo_src, photo_srcset, photo_urls

ROW = {
    "id": 7, "key": "products/3f9a", "width": 700, "height": 500, "widths": [320, 640, 700], "colour": "#f3e6c4",
    "alt": "Xoài", "is_illustration": False,
}  # fmt: skip


class Local(FileSystemStorage):
    calls = 0

    def url(self, name: str | None) -> str:
        self.calls += 1
        return super().url(name)


class Signing(Storage):
    calls = 0

    def url(self, name: str | None) -> str:
        self.calls += 1
        return f"https://cdn.example/{name}?signed={self.calls}"


def test_addresses_of_a_local_storage_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    storage = Local(base_url="/once/")
    monkeypatch.setattr(presenters, "default_storage", storage)
    shown = photo_urls(ROW)
    assert (shown.id, shown.src, shown.alt) == (7, "/once/products/3f9a-640.jpg", "Xoài")
    assert shown.srcset_jpeg == ", ".join(f"/once/products/3f9a-{width}.jpg {width}w" for width in ROW["widths"])
    assert (shown.width, shown.height, shown.colour, shown.is_illustration) == (700, 500, "#f3e6c4", False)
    assert storage.calls == 7
    assert photo_urls(ROW) == shown
    assert (photo_src(ROW), photo_srcset(ROW)) == (shown.src, shown.srcset_webp)
    assert storage.calls == 7


def test_widths_and_address_of_the_storage_are_part_of_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenters, "default_storage", Local(base_url="/first/"))
    assert photo_src(ROW) == "/first/products/3f9a-640.jpg"
    assert photo_src(ROW | {"widths": [320]}) == "/first/products/3f9a-320.jpg"
    monkeypatch.setattr(presenters, "default_storage", Local(base_url="/second/"))
    assert photo_src(ROW) == "/second/products/3f9a-640.jpg"


def test_signed_addresses_are_never_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenters, "default_storage", Signing())
    assert photo_src(ROW) == "https://cdn.example/products/3f9a-640.jpg?signed=1"
    assert photo_src(ROW) == "https://cdn.example/products/3f9a-640.jpg?signed=8"
