"""A redirect parameter leads only to a path of this site."""

import ast

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from frontend.common.redirects import next_page, own_path

NO_PATHS = [
    "", "abc", "-1", "1e999", "NaN", "logout", "logout.php", "shop:home", "./gio", "../gio", "?q=1", "#top",
    "//evil.vn", "///evil.vn", "/\\evil.vn", "\\\\evil.vn", "https://evil.vn/", "https:evil.vn", "javascript:alert(1)",
    " /gio/", "\n//evil.vn",
]  # fmt: skip


@pytest.mark.parametrize("typed", NO_PATHS)
def test_foreign_path_leads_to_the_default(typed: str) -> None:
    assert own_path(typed) == ""
    for request in (RequestFactory().get("/", {"next": typed}), RequestFactory().post("/", {"next": typed})):
        assert next_page(request, "/tai-khoan/") == "/tai-khoan/"
    assert next_page(RequestFactory().post("/?next=/gio/", {"next": typed}), "/x/") in ("/x/", "/gio/")


@pytest.mark.parametrize("typed", NO_PATHS)
def test_redirecting_page_accepts_any_input(typed: str) -> None:
    client = Client()
    answer = client.post("/ngon-ngu", {"language": "en", "next": typed})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("path", ["/gio/", "/tim?q=xoài", "/hang/x-1/#anh"])
def test_own_path_is_followed(path: str) -> None:
    assert own_path(path) == next_page(RequestFactory().post("/", {"next": path})) == path


def test_redirect_is_called_with_page_names_only() -> None:
    """`redirect()` treats text that is not a path as a URL name, and fails where there is none."""
    rooms = ("accounts", "core", "frontend", "marketplace", "orders", "payments", "catalog", "cooperatives")
    sources = [path for room in rooms for path in (settings.BASE_DIR / room).rglob("*.py")]
    wrong = []
    for path in sources:
        if "redirect" not in (text := path.read_text()):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "redirect":
                wrong += [f"{path.name}:{node.lineno}" for part in parts(node.args[0]) if not is_name(part)]
    assert wrong == []


def parts(argument: ast.expr) -> list[ast.expr]:
    return [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]


def is_name(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Constant) and ":" in str(argument.value)
