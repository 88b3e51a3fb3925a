"""Cleaning of typed text: invisible characters are removed, emoji sequences are kept, blank text is empty."""

import time
import unicodedata

import pytest
from django import forms

from core.cleaning import clean_line, clean_text
from core.form_fields import TextField


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Thị Hạnh 👩‍🌾",
        "Xoài 👩‍🌾 nhà trồng",
        "gia đình 👨‍👩‍👧 trồng",
        "❤️ và ☎︎",
        "🏳️‍🌈",
        "👩🏽‍🌾",
        "❤️‍🔥",
        "1️⃣",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "🇻🇳",
        "\U0001fae8",  # newer than Python's Unicode data
        "H'Hen Niê",
        "m² · ½ · “ngoặc” – gạch",
    ],
)
def test_visible_characters_are_kept(text: str) -> None:
    assert clean_line(text) == text
    assert clean_line(unicodedata.normalize("NFD", text)) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("a\u200b từ Word", "a từ Word"),
        ("\ufeffnguyên chất", "nguyên chất"),
        ("0071000123456\u202c", "0071000123456"),
        ("\u202e0912\u2066345\u2069678", "0912345678"),
        ("mềm\u00ad mại", "mềm mại"),
        ("a\x00b\x1fc\x7f", "abc"),
        ("a\u200db\u200d", "ab"),  # a joiner between letters is removed
        ("a\ufe0f", "a"),
        ("👩\u200d", "👩"),
        ("a\u034fb\u2060c\u180e", "abc"),
        ("\U000e0067a", "a"),
        ("a\ud800b", "ab"),
        ("a\uffff", "a"),
        ("  Nguyễn \u00a0\u3000 Văn\tAn\n", "Nguyễn Văn An"),
        ("Nguyễn\u3164Văn", "Nguyễn Văn"),
    ],
)
def test_invisible_characters_are_removed(typed: str, clean: str) -> None:
    assert clean_line(typed) == clean


@pytest.mark.parametrize(
    "blank", ["", "  ", "ㅤ", "⠀", "\u115f\u1160", "\uffa0", "\u200b\u200d", "\ufe0f", "\u0301", "\u00a0", "\u2028\n"]
)
def test_text_without_visible_characters_is_empty(blank: str) -> None:
    assert clean_text(blank) == clean_line(blank) == ""


def test_line_breaks_are_normalized() -> None:
    assert clean_text("một\r\nhai\rba\u2028bốn\u200b\x0bnăm") == "một\nhai\nba\nbốn\nnăm"


def test_oversized_text_is_cleaned_within_a_second() -> None:
    begun = time.process_time()
    clean_text("a\u200b" * 5_000_000)
    assert time.process_time() - begun < 1


def test_fields_are_cleaned_and_require_visible_text() -> None:
    class Typed(forms.Form):
        name = TextField()
        about = TextField(widget=forms.Textarea, required=False)

    assert Typed({"name": "ㅤ"}).errors.keys() == {"name"}
    form = Typed({"name": "\ufeffXoài\u200b cát", "about": "một\r\nhai\u200b"})
    assert form.is_valid()
    assert form.cleaned_data == {"name": "Xoài cát", "about": "một\nhai"}
