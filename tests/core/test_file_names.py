"""Extensions of uploaded file names."""

from types import SimpleNamespace

import pytest

from core.file_names import extension


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("anh.JPG", "jpg"), ("a.b.7z", "7z"), ("a.mp4 ", "mp4"), ("ảnh", ""), ("anh.", ""), ("anh.2026", ""),
        ("anh.jpg_large", ""), ("anh.jpg (1)", ""), (".htaccess", ""), (".php", "php"), (None, ""), (3, ""),
    ],
)  # fmt: skip
def test_extension_is_read_from_the_name(name, suffix):
    assert extension(SimpleNamespace(name=name)) == suffix
    assert extension(object()) == ""
