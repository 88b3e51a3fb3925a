"""Resolving similar differences together, with one reason; failed ones stay open."""

import pytest

from payments.models import SettlementLine
from tests.frontend.office.figures.test_overview import text_of
from tests.frontend.shop.helpers import keeps_the_policy
from tests.payments.helpers import make_attempt, state
from tests.payments.reconciliation.conftest import line

pytestmark = pytest.mark.django_db
URL = "/co-quan/doi-soat/chenh-lech/payment/state/"


def plain(answer) -> str:
    return text_of(answer).replace("\xa0", " ")


@pytest.fixture
def opened(take_file) -> list[SettlementLine]:
    attempts = [make_attempt(amount=amount) for amount in (100_000, 200_000)]
    take_file(*[line(each.reference, each.amount, fee=1_000) for each in attempts], line("khongco", 50_000))
    return list(SettlementLine.objects.filter(difference="state").order_by("pk"))


def test_list_of_differences_links_to_similar_lines(opened, client_as) -> None:
    page = client_as("operator").get("/co-quan/doi-soat/chenh-lech/")
    assert "Nhiều dòng cùng loại Thanh toán: lệch trạng thái 2 dòng" in plain(page)
    assert f'href="{URL}"' in page.content.decode()
    assert "payment/not_ours" not in page.content.decode()  # one line is decided by itself


def test_all_lines_are_selected_with_possible_resolutions(opened, client_as) -> None:
    page = client_as("operator").get(URL)
    assert page.content.decode().count(" checked") == 2
    assert "Làm được với 2 dòng, tổng 300.000 đ." in plain(page)
    assert "Treo lại" not in plain(page)
    assert keeps_the_policy(page)


def test_selected_lines_are_decided_together(opened, client_as) -> None:
    first, second = opened
    form = {"line": [first.pk], "decision": "paid", "note": "thư VNPay 22/11"}
    answer = client_as("operator").post(URL, form, follow=True)
    assert "Đã ghi quyết định cho 1 dòng." in plain(answer)
    assert SettlementLine.objects.get(pk=first.pk).outcome == "paid"
    assert SettlementLine.objects.get(pk=second.pk).is_open


def test_impossible_resolution_is_explained_for_each_line(opened, client_as) -> None:
    form = {"line": [each.pk for each in opened], "decision": "refunded", "note": "thư VNPay"}
    answer = client_as("operator").post(URL, form)
    assert answer.status_code == 422
    assert plain(answer).count("Không làm được việc này với dòng này nữa.") == 2
    assert all(each.is_open for each in SettlementLine.objects.filter(difference="state"))


@pytest.mark.parametrize(
    ("supplied", "answers_with"),
    [({"note": " "}, "Vui lòng ghi căn cứ"), ({"line": []}, "Vui lòng chọn ít nhất một dòng.")],
)
def test_incomplete_decision_is_refused(opened, client_as, supplied: dict, answers_with: str) -> None:
    before = state()
    form = {"line": [each.pk for each in opened], "decision": "paid", "note": "x"} | supplied
    answer = client_as("operator").post(URL, form)
    assert (answer.status_code, answers_with in plain(answer), state()) == (422, True, before)


def test_lines_of_another_kind_are_not_decided(opened, client_as) -> None:
    other = SettlementLine.objects.get(difference="not_ours")
    client_as("operator").post(URL, {"line": [other.pk], "decision": "nothing", "note": "x"})
    assert SettlementLine.objects.get(pk=other.pk).is_open


def test_unknown_kind_is_not_found_and_an_empty_one_is_explained(client_as) -> None:
    client = client_as("operator")
    assert client.get("/co-quan/doi-soat/chenh-lech/payment/khac/").status_code == 404
    assert "Không còn dòng nào loại này chờ quyết định." in plain(client.get(URL))


def test_other_roles_are_refused(opened, client_as) -> None:
    for role in ("commune", "province", "buyer"):
        client = client_as(role)
        assert client.get(URL).status_code == 403
        form = {"line": [opened[0].pk], "decision": "paid", "note": "x"}
        assert client.post(URL, form).status_code == 403
    assert SettlementLine.objects.get(pk=opened[0].pk).is_open
