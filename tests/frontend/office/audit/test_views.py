"""The operator's audit log: filters, pages, labels."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import AuditEntry, User
from accounts.services.record_audit import record_audit
from frontend.common.audit_facts import HIDDEN, NAMES, value_of
from frontend.common.audit_labels import ACTIONS
from tests.factories import make_seller, make_user
from tests.frontend.office.figures.test_overview import text_of

pytestmark = pytest.mark.django_db
URL = "/co-quan/nhat-ky/"


def test_entries_are_shown_with_labels(units, client_as, django_assert_max_num_queries) -> None:
    seller, actor = make_seller(), make_user(full_name="Trần Văn Sổ")
    record_audit(
        actor=actor, action="seller.verify", obj=seller, before={"a": None}, after={"a": True, "b": "<script>"}
    )
    record_audit(actor=None, action="new.deed", obj=actor, on_behalf_of=seller)
    record_audit(actor=None, action="user.sign_in_failed", obj=User(), after={"reason": "throttled"})
    operator = client_as("operator")
    with django_assert_max_num_queries(12):
        answer = operator.get(URL)
    page = text_of(answer)

    assert f"Trần Văn Sổ Xác minh người bán người bán {seller.pk} a: – → có" in page
    assert f"Hệ thống thay cho người bán {seller.pk} new.deed" in page
    assert "Hệ thống Đăng nhập không được tài khoản lý do: – → thử quá nhiều lần" in page
    assert "<script>" not in answer.content.decode().split("<main", 1)[1]


def test_entries_are_filtered_and_paged(units, client_as) -> None:
    seller = make_seller()
    AuditEntry.objects.bulk_create(
        AuditEntry(action="product.update", object_ref=f"catalog.Product:{i}") for i in range(60)
    )
    record_audit(actor=None, action="seller.verify", obj=seller)
    operator = client_as("operator")

    assert operator.get(URL, {"viec": "seller.verify"}).context["entries"][0].ref == f"cooperatives.Seller:{seller.pk}"
    assert len(operator.get(URL, {"viec": "seller.verify"}).context["entries"]) == 1
    assert [e.ref for e in operator.get(URL, {"vat": "catalog.Product:7"}).context["entries"]] == ["catalog.Product:7"]
    filtered = operator.get(URL, {"loai": "catalog.Product", "so": "7"})
    assert [e.ref for e in filtered.context["entries"]] == ["catalog.Product:7"]
    assert 'placeholder="cooperatives' not in filtered.content.decode()
    sellers = operator.get(URL, {"loai": "cooperatives.Seller"}).context["entries"]
    assert [e.ref for e in sellers] == [f"cooperatives.Seller:{seller.pk}"]
    first = operator.get(URL).context
    rest = operator.get(URL, {"sau": first["older"]}).context
    assert (len(first["entries"]), len(rest["entries"]), rest["older"]) == (50, 11, None)
    assert {e.id for e in first["entries"]} & {e.id for e in rest["entries"]} == set()
    assert "Không có gì khớp bộ lọc" in text_of(operator.get(URL, {"vat": "x' OR 1=1", "sau": "abc"}))


def test_every_recorded_action_has_a_label() -> None:
    """Actions are collected from the services: officials see a label, never `action="stock.count"` itself."""
    files = (path for room in settings.ROOMS for path in Path(settings.BASE_DIR, room).rglob("*.py"))
    recorded = {
        name for path in files for name in re.findall(r'action="([a-z_]+\.[a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(recorded) > 20
    assert recorded - set(ACTIONS) == set()


def test_every_recorded_fact_has_a_label() -> None:
    """Keys are collected from the services: people see a label, never `after={"identity_check": …}` itself."""
    files = (path for room in settings.ROOMS for path in Path(settings.BASE_DIR, room).rglob("*.py"))
    recorded = {name for path in files for name in _facts_of(path.read_text(encoding="utf-8"))}
    assert len(recorded) > 50
    assert recorded - {*NAMES} - HIDDEN == set()


def _facts_of(source: str) -> Iterator[str]:
    """The keys of `before` and `after` that a file passes to `record_audit`, directly or through a variable."""
    if "record_audit(" not in source:
        return
    tree = ast.parse(source)
    supplied = [
        keyword.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record_audit"
        for keyword in call.keywords
        if keyword.arg in ("before", "after")
    ]
    names = {part.id for value in supplied for part in ast.walk(value) if isinstance(part, ast.Name)}
    supplied += [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign)
        and names & {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        and isinstance(node.value, ast.Dict)
    ]
    for value in supplied:
        for part in ast.walk(value):
            if isinstance(part, ast.Dict):
                yield from (key.value for key in part.keys if isinstance(key, ast.Constant))


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("factor", "password+totp", "mật khẩu và mã xác thực"),
        ("reason", "throttled", "thử quá nhiều lần"),
        ("reason", "Gặp ở trụ sở xã", "Gặp ở trụ sở xã"),
        ("identity_check", "paper", "Gặp trực tiếp, đối chiếu căn cước hoặc hộ chiếu"),
        ("status", "UNFULFILLED", "Đã nhận đơn"),
        ("role", "operator", "Đơn vị vận hành"),
        ("amount", 245_000, "245.000\xa0đ"),
        ("stars", 4, "4"),
        ("given_at", "2026-04-01T09:00:00+07:00", "09:00 01/04/2026"),
        ("issued_on", "2026-02-10", "10/02/2026"),
        ("note", "2026-13-99", "2026-13-99"),
        ("paid", True, "có"),
        ("note", "", "–"),
        ("season_months", [1, 2, 12], "1, 2, 12"),
        ("season_months", [], "–"),
        ("options", {"skip_rows": 2, "sheet": "A"}, "số dòng đầu bỏ qua: 2; trang tính: A"),
    ],
)
def test_fact_values_are_formatted(key: str, value: object, shown: str) -> None:
    assert value_of(key, value) == shown
