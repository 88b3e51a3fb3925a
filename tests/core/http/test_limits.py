"""How large a body each address accepts, and from whom."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from core.http.limits import DEFAULT, PHOTOS, SPREADSHEET, BodyLimits, declared
from tests.factories import make_user

FILES = {
    "/ban-hang/hang/them/": PHOTOS,
    "/ban-hang/hang/1/anh": PHOTOS,
    "/ban-hang/thanh-vien/1/dong-y": PHOTOS,
    "/co-quan/xac-minh/nguoi-ban/1/dong-y/1": PHOTOS,
    "/co-quan/doi-soat/tep/": SPREADSHEET,
    "/co-quan/doi-soat/mau-tep/1/": SPREADSHEET,
    "/co-quan/doi-soat/mau-tep/moi/bank_statement/": SPREADSHEET,
    "/co-quan/chi-tra/sao-ke": SPREADSHEET,
}


@pytest.mark.parametrize(("path", "size"), FILES.items())
def test_upload_addresses_declare_their_size_limit(path: str, size: int) -> None:
    assert declared(path) == size


@pytest.mark.parametrize(
    "path", ["/", "/dang-nhap/", "/graphql/", "/v1/refunds", "/quan-tri/", "/khong-co", "/payments/vnpay/ipn"]
)
def test_other_addresses_have_the_default_limit(path: str) -> None:
    assert declared(path) == DEFAULT


def test_every_module_that_reads_files_declares_it() -> None:
    """A view that reads request.FILES without takes_files would refuse photos above a megabyte. A kept form
    (frontend.common.interrupted_form) was sent to one of these views.
    """
    modules = [p for p in Path(settings.BASE_DIR / "frontend").rglob("*.py") if "request.FILES" in p.read_text()]
    modules.remove(Path(settings.BASE_DIR / "frontend/common/interrupted_form.py"))
    assert modules
    assert [str(p) for p in modules if "@takes_files(" not in p.read_text()] == []


def test_declared_size_survives_every_decorator() -> None:
    def views(patterns: list[URLPattern | URLResolver]) -> list[object]:
        inner = [views(p.url_patterns) if isinstance(p, URLResolver) else [p.callback] for p in patterns]
        return [view for some in inner for view in some]

    marked = [view for view in views(get_resolver().url_patterns) if getattr(view, "max_body", DEFAULT) > DEFAULT]
    assert len(marked) == len(FILES)


@pytest.mark.django_db
@pytest.mark.parametrize("path", FILES)
def test_large_bodies_are_read_of_signed_in_users_only(path: str) -> None:
    limits, client = BodyLimits(), Client()
    size = FILES[path]

    def limit(cookie: str, length: int = size) -> int:
        return limits({"PATH_INFO": path, "HTTP_COOKIE": cookie}, length)

    assert limit("") == DEFAULT
    assert limit(f"{settings.SESSION_COOKIE_NAME}=invented") == DEFAULT
    client.force_login(make_user())
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    assert limit(cookie) == size
    assert limit(cookie, size + 1) == DEFAULT
    client.logout()
    assert limit(cookie) == DEFAULT
