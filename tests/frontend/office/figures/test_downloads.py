"""Downloads: the rows of the page, within the same scope."""

import csv

import pytest

from core import clock

pytestmark = pytest.mark.django_db


def rows_of(answer) -> list[list[str]]:
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    body = b"".join(answer.streaming_content)
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(body.decode("utf-8-sig").splitlines()))


def test_csv_of_figures_has_its_columns(market, client_as) -> None:
    answer = client_as("commune").get("/co-quan/tai/chi-so.csv")
    header, *rows = rows_of(answer)

    month = f"{clock.today():%Y-%m}"
    assert answer["Content-Disposition"] == f'attachment; filename="chi-so-30076-{month}.csv"'
    reported = {row[2]: dict(zip(header, row, strict=True)) for row in rows}
    share = reported["cashless_share_value"]
    assert (share["Giá trị"], share["Tử số"], share["Mẫu số"]) == ("8167", "245000", "300000")
    assert (share["Kỳ"], share["Địa bàn"]) == (month, "Xã Mỹ Thọ")
    assert reported["online_sales_value"]["Giá trị"] == "300000"


def test_csv_of_communes_has_its_rows(market, client_as) -> None:
    _header, *rows = rows_of(client_as("province").get("/co-quan/tai/theo-dia-ban.csv"))

    assert [(row[1], row[2], row[3]) for row in rows] == [
        ("30112", "Xã Mỹ Hiệp", "1"),
        ("28261", "Phường Mỹ Tho", "0"),
        ("30076", "Xã Mỹ Thọ", "2"),
    ]


def test_csv_of_rows_names_no_buyer(market, client_as) -> None:
    _header, *rows = rows_of(client_as("commune").get("/co-quan/tai/dong/cashless_share_count.csv"))

    assert [row[2] for row in rows] == [market["cash"].code, market["online"].code]
    assert rows[1][9:] == ["0", "245000", "1", "0"]
    assert "Bưởi" not in str(rows)


def test_seller_named_like_a_formula_stays_text(market, client_as) -> None:
    type(market["seller"]).objects.filter(pk=market["seller"].pk).update(name="=cmd|' /C calc'!A0")

    _header, *rows = rows_of(client_as("commune").get("/co-quan/tai/dong/active_sellers.csv"))
    assert rows[0][3] == "'=cmd|' /C calc'!A0"


def test_unknown_indicator_is_not_found(market, client_as) -> None:
    assert client_as("commune").get("/co-quan/tai/dong/gdp.csv").status_code == 404
