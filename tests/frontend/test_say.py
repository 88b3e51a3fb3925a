"""How pages say numbers, money and dates: exact words."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import translation

from frontend.templatetags import say

NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)  # 16:05 on a clock in Việt Nam, a Sunday


def tied(words: str) -> str:
    """~ stands for the space that does not break."""
    return words.replace("~", "\u00a0")


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(("amount", "words"), [(245_000, "245.000~đ"), (0, "0~đ"), (-1_200, "−1.200~đ"), (None, "")])
def test_dong(amount, words):
    assert say.dong(amount) == tied(words)


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
    assert say.compact(amount) == tied(words)


@pytest.mark.parametrize(("count", "words"), [(5214, "5.214"), (7, "7"), (-1000, "−1.000"), (None, "")])
def test_number(count, words):
    assert say.number(count) == tied(words)


@pytest.mark.parametrize(
    ("points", "words"), [(9100, "91,0%"), (8224, "82,2%"), (10_000, "100,0%"), (5, "0,1%"), (0, "0,0%"), (None, "")]
)
def test_percent_of_basis_points(points, words):
    assert say.percent(points) == tied(words)


@pytest.mark.parametrize(
    ("grams", "words"), [(5000, "5~kg"), (500, "500~g"), (1250, "1,25~kg"), (1_200_000, "1.200~kg"), (None, "")]
)
def test_weight(grams, words):
    assert say.weight(grams) == tied(words)


@pytest.mark.parametrize(
    ("price", "grams", "words"),
    [(245_000, 5000, "49.000~đ/kg"), (100_000, 3000, "33.333~đ/kg"), (62_000, None, ""), (62_000, 0, "")],
)
def test_per_kg(price, grams, words):
    assert say.per_kg(price, grams) == tied(words)


def test_phone_in_groups():
    assert say.phone("0912345678") == tied("0912~345~678")
    assert say.phone("02773851234") == "02773851234"
    assert say.phone(None) == ""


def test_order_code_in_groups():
    assert say.order_code("7K2P9DXM4H") == "7K2P-9DXM-4H"
    assert say.order_code("7K2P-9DXM-4H") == "7K2P-9DXM-4H"


def test_day_names_the_weekday_and_a_foreign_year():
    assert say.day(date(2026, 11, 24)) == "thứ Ba 24/11"
    assert say.day(date(2026, 11, 22)) == "Chủ nhật 22/11"
    assert say.day(date(2027, 1, 4)) == "thứ Hai 04/01/2027"
    assert say.day(datetime(2026, 11, 23, 18, 0, tzinfo=UTC)) == "thứ Ba 24/11"  # 01:00 in Việt Nam


def test_moment_on_a_clock_in_viet_nam():
    assert say.moment(NOW) == "16:05 22/11/2026"
    assert say.full_day(NOW) == "22/11/2026"


def test_relative_day_where_people_would_say_so():
    assert say.relative_day(date(2026, 11, 22)) == "hôm nay"
    assert say.relative_day(date(2026, 11, 21)) == "hôm qua"
    assert say.relative_day(date(2026, 11, 23)) == "ngày mai"
    assert say.relative_day(date(2026, 11, 24)) == "thứ Ba 24/11"
    assert say.relative_moment(NOW) == "16:05 hôm nay"
    assert say.relative_moment(datetime(2026, 11, 1, 1, 0, tzinfo=UTC)) == "08:00 01/11/2026"


def test_days_ahead():
    assert say.after_days(2) == date(2026, 11, 24)
    assert say.short_day(date(2026, 11, 24)) == "24/11"
    assert say.short_day(None) == ""


def test_days_from_to():
    assert say.days_to(date(2026, 11, 25), date(2026, 11, 26)) == "25–26/11"
    assert say.days_to(date(2026, 11, 30), date(2026, 12, 1)) == "30/11–01/12"
    assert say.days_to(date(2026, 11, 25), date(2026, 11, 25)) == "25/11"


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
    assert say.months(numbers) == tied(words)


def test_icon_stands_beside_a_word():
    assert say.icon("home") == (
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="/static/icons.svg#home"/></svg>'
    )


def test_english_says_numbers_and_days_its_own_way():
    with translation.override("en"):
        said = [
            say.dong(245_000),
            say.compact(12_500_000),
            say.number(-5214),
            say.percent(9100),
            say.weight(1250),
            say.day(date(2026, 11, 24)),
            say.relative_day(date(2026, 11, 23)),
            say.months([10, 11, 12, 1, 6]),
            say.month_year(date(2026, 11, 1)),
            say.translated("Trái cây tươi"),
            say.translated("Xe của anh Tư"),
        ]
    assert said == [
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
    assert (say.month_name(11), say.month_year(date(2026, 11, 1))) == ("11", "11/2026")
