"""Dates are typed with the day first; everything else is refused."""

from datetime import date

import pytest
from django import forms
from django.utils import translation

from core.dates import read_day
from core.form_fields import DayField


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1/6/2025", date(2025, 6, 1)),
        ("01/06/2025", date(2025, 6, 1)),
        ("1/6/2026", date(2026, 6, 1)),
        ("30/11/2025", date(2025, 11, 30)),
        ("1-6-2025", date(2025, 6, 1)),
        ("1.6.2025", date(2025, 6, 1)),
        (" 1 / 6 / 2025 ", date(2025, 6, 1)),
        ("ngày 1 tháng 6 năm 2025", date(2025, 6, 1)),
        ("1 Tháng 6 năm 2025", date(2025, 6, 1)),
        ("2025-06-01", date(2025, 6, 1)),  # a date picker's
        ("２/９/２０２５", date(2025, 9, 2)),
        ("2/9/2025\u200b", date(2025, 9, 2)),
        ("29/2/2024", date(2024, 2, 29)),
        ("", None),
        ("  ", None),
    ],
)
def test_days_are_read(typed: str, day: date | None) -> None:
    assert read_day(typed) == day


@pytest.mark.parametrize(
    "typed",
    ["11/30/2025", "29/2/2025", "31/4/2025", "0/6/2025", "1/6/25", "2025/06/01", "2025-6-1", "20250601", "2025-W23-1",
     "June 1, 2025", "1/6", "hôm nay", "1/6/0001", "1/6/20255", "1/6/2025 10:00"],
)  # fmt: skip
def test_invalid_days_are_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        read_day(typed)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_day_field_reads_the_day_first_in_every_language(language: str) -> None:
    class Signed(forms.Form):
        on = DayField()

    with translation.override(language):
        assert Signed({"on": "1/6/2025"}).is_valid()
        form = Signed({"on": "11/30/2025"})
        assert (form.is_valid(), form["on"].value()) == (False, "11/30/2025")
        assert 'value="11/30/2025"' in str(form["on"])
        assert 'value="2025-06-01"' in str(Signed(initial={"on": date(2025, 6, 1)})["on"])
