"""One fold for the whole house, and the order of a Vietnamese dictionary."""

import unicodedata

import pytest

from core.text import fold, slugify, sort_key, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Xoài  cát Chu", "xoai cat chu"),
        ("ĐỒNG THÁP", "dong thap"),
        ("đu đủ", "du du"),
        (unicodedata.normalize("NFD", "Đu đủ Mỹ Thọ"), "du du my tho"),
        ("Ơ ƯU tiên", "o uu tien"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_leave_punctuation() -> None:
    assert words("Bơ-034, “sáp” 1,5 kg!") == ["bo", "034", "sap", "1", "5", "kg"]


def test_sort_key_is_dictionary_order() -> None:
    mixed = ["Xoài", "Ổi", "Đu đủ", "Dưa", "Chanh", "Cá", "Cà", "Cam", "Ca", "Ấm", "Ăn", "Anh"]
    right = ["Anh", "Ăn", "Ấm", "Ca", "Cà", "Cá", "Cam", "Chanh", "Dưa", "Đu đủ", "Ổi", "Xoài"]
    assert sorted(mixed, key=sort_key) == right


def test_sort_key_orders_tones() -> None:
    right = ["ma", "mà", "mả", "mã", "má", "mạ", "mâ"]
    assert sorted(["mâ", "mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == right
    assert sort_key("Hòa") == sort_key(unicodedata.normalize("NFD", "hòa"))


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Dừa dứa 1 kg", "dua-dua-1-kg"), ("  !!", ""), ("Xoài cát Hòa Lộc, loại 1", "xoai-cat-hoa-loc-loai-1")],
)
def test_slugify(text: str, slug: str) -> None:
    assert slugify(text) == slug
