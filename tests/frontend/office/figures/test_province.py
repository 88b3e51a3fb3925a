"""A province by its communes and the country by its provinces: table and map."""

import pytest

from tests.frontend.office.figures.test_overview import text_of

pytestmark = pytest.mark.django_db
URL = "/co-quan/tinh/"


def test_every_commune_is_in_table_and_map(market, client_as, django_assert_max_num_queries) -> None:
    official = client_as("province")
    with django_assert_max_num_queries(12):
        answer = official.get(URL)
    page = answer.content.decode()

    assert "2 / 3 nơi có đơn" in page
    assert page.count("<path") == 102
    assert '<path class="step-2"' in page  # Mỹ Thọ, 50%
    assert '<path class="step-4"' in page  # Mỹ Hiệp, 100%
    assert "Xã Mỹ Thọ: 50,0%" in page


def test_table_is_sorted_as_requested(market, client_as) -> None:
    official = client_as("province")

    def names(order: str) -> list[str]:
        page = text_of(official.get(URL, {"sap-xep": order}))
        table = page[page.index("Xã, phường Lần bán") :]
        result = [(table.index(name), name) for name in ("Xã Mỹ Hiệp", "Phường Mỹ Tho ", "Xã Mỹ Thọ")]
        return [name.strip() for _at, name in sorted(result)]

    assert names("") == ["Xã Mỹ Thọ", "Xã Mỹ Hiệp", "Phường Mỹ Tho"]
    assert names("chi-so") == ["Xã Mỹ Hiệp", "Xã Mỹ Thọ", "Phường Mỹ Tho"]
    assert names("ten") == ["Xã Mỹ Hiệp", "Phường Mỹ Tho", "Xã Mỹ Thọ"]


def test_operator_sees_all_provinces(market, client_as, django_assert_max_num_queries) -> None:
    operator = client_as("operator")
    with django_assert_max_num_queries(12):
        page = operator.get(URL).content.decode()

    assert "1 / 2 nơi có đơn" in page
    assert "Quần đảo Hoàng Sa" in page
    assert "Quần đảo Trường Sa" in page
    assert "Xã Mỹ Thọ: 50,0%" in operator.get(URL, {"noi": "82"}).content.decode()
