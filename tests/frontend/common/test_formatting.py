"""How pages format numbers, money and dates."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import translation

from frontend.templatetags import formatting

NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)  # 16:05 on a clock in Việt Nam, a Sunday


def tied(words: str) -> str:
    """~ stands for a no-break space."""
    return words.replace("~", "\u00a0")


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(("amount", "words"), [(245_000, "245.000~đ"), (0, "0~đ"), (-1_200, "−1.200~đ"), (None, "")])
def test_dong(amount, words):
    assert formatting.dong(amount) == tied(words)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (1_920_000_000, "1,92~tỷ đ"),
        (2_000_000_000, "2~tỷ đ"),
        (12_345_678_900_000, "12.345,68~tỷ đ"),
        (12_500_000, "12,5~triệu đ"),
        (999_999, "999.999~đ"),
        (-1_920_000_000, "−1,92~tỷ đ"),
        (None, ""),
    ],
)
def test_compact(amount, words):
    assert formatting.compact(amount) == tied(words)


@pytest.mark.parametrize(("count", "words"), [(5214, "5.214"), (7, "7"), (-1000, "−1.000"), (None, "")])
def test_number(count, words):
    assert formatting.number(count) == tied(words)


@pytest.mark.parametrize(
    ("points", "words"), [(9100, "91,0%"), (8224, "82,2%"), (10_000, "100,0%"), (5, "0,1%"), (0, "0,0%"), (None, "")]
)
def test_percent_of_basis_points(points, words):
    assert formatting.percent(points) == tied(words)


@pytest.mark.parametrize(
    ("grams", "words"), [(5000, "5~kg"), (500, "500~g"), (1250, "1,25~kg"), (1_200_000, "1.200~kg"), (None, "")]
)
def test_weight(grams, words):
    assert formatting.weight(grams) == tied(words)


@pytest.mark.parametrize(
    ("price", "grams", "words"),
    [(245_000, 5000, "49.000~đ/kg"), (100_000, 3000, "33.333~đ/kg"), (62_000, None, ""), (62_000, 0, "")],
)
def test_per_kg(price, grams, words):
    assert formatting.per_kg(price, grams) == tied(words)


def test_phone_in_groups():
    assert formatting.phone("0912345678") == tied("0912~345~678")
    assert formatting.phone("02773851234") == "02773851234"
    assert formatting.phone(None) == ""


def test_order_code_in_groups():
    assert formatting.order_code("7K2P9DXM4H") == "7K2P-9DXM-4H"
    assert formatting.order_code("7K2P-9DXM-4H") == "7K2P-9DXM-4H"


def test_day_names_the_weekday_and_a_foreign_year():
    assert formatting.day(date(2026, 11, 24)) == "thứ Ba 24/11"
    assert formatting.day(date(2026, 11, 22)) == "Chủ nhật 22/11"
    assert formatting.day(date(2027, 1, 4)) == "thứ Hai 04/01/2027"
    assert formatting.day(datetime(2026, 11, 23, 18, 0, tzinfo=UTC)) == "thứ Ba 24/11"  # 01:00 in Việt Nam


def test_moment_is_shown_in_vietnam_time():
    assert formatting.moment(NOW) == "16:05 22/11/2026"
    assert formatting.full_day(NOW) == "22/11/2026"


def test_near_day_is_relative():
    assert formatting.relative_day(date(2026, 11, 22)) == "hôm nay"
    assert formatting.relative_day(date(2026, 11, 21)) == "hôm qua"
    assert formatting.relative_day(date(2026, 11, 23)) == "ngày mai"
    assert formatting.relative_day(date(2026, 11, 24)) == "thứ Ba 24/11"
    assert formatting.relative_moment(NOW) == "16:05 hôm nay"
    assert formatting.relative_moment(datetime(2026, 11, 1, 1, 0, tzinfo=UTC)) == "08:00 01/11/2026"


def test_after_days_counts_from_today():
    assert formatting.after_days(2) == date(2026, 11, 24)
    assert formatting.short_day(date(2026, 11, 24)) == "24/11"
    assert formatting.short_day(None) == ""


def test_day_range_is_shortened():
    assert formatting.days_to(date(2026, 11, 25), date(2026, 11, 26)) == "25–26/11"
    assert formatting.days_to(date(2026, 11, 30), date(2026, 12, 1)) == "30/11–01/12"
    assert formatting.days_to(date(2026, 11, 25), date(2026, 11, 25)) == "25/11"


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([12, 1, 2, 3], "tháng 12–3"),
        ([5], "tháng 5"),
        ([1, 2, 3, 4, 5, 6, 12, 8], "tháng 8, 12–6"),
        ([], ""),
        (list(range(1, 13)), ""),
    ],
)
def test_months(numbers, words):
    assert formatting.months(numbers) == tied(words)


def test_icon_is_hidden_from_screen_readers():
    assert formatting.icon("home") == (
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="/static/icons.svg#home"/></svg>'
    )


def test_english_formats_numbers_and_days():
    with translation.override("en"):
        shown = [
            formatting.dong(245_000),
            formatting.compact(12_500_000),
            formatting.number(-5214),
            formatting.percent(9100),
            formatting.weight(1250),
            formatting.day(date(2026, 11, 24)),
            formatting.relative_day(date(2026, 11, 23)),
            formatting.months([10, 11, 12, 1, 6]),
            formatting.month_year(date(2026, 11, 1)),
            formatting.translated("Trái cây tươi"),
            formatting.translated("Xe của anh Tư"),
        ]
    assert shown == [
        tied("245,000~đ"),
        tied("12.5~million đ"),
        "−5,214",
        "91.0%",
        tied("1.25~kg"),
        "Tuesday 24/11",
        "tomorrow",
        "June, October–January",
        "November 2026",
        "Fresh fruit",
        "Xe của anh Tư",
    ]


def test_vietnamese_months_are_numbers():
    assert (formatting.month_name(11), formatting.month_year(date(2026, 11, 1))) == ("11", "11/2026")
