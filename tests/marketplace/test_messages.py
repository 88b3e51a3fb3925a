"""The English catalogue: the sources' texts exactly, all translated; the language is chosen explicitly."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from django.core import validators
from django.forms import fields, formsets, models
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext

from marketplace import messages
from tests.factories import make_product

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")


@pytest.fixture(scope="module")
def known() -> Catalog:
    return messages.load_catalogue()


def keys(catalog: Catalog) -> set[tuple[object, object]]:
    return {(message.id, message.context) for message in catalog if message.id}


def pairs(message: Message) -> list[tuple[str, str]]:
    """Each text beside its translation; a plural has two of both."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return list(zip(message.id, message.string or (), strict=True))


def test_catalogue_matches_the_messages_of_the_sources(known):
    """Run `python -m marketplace messages` and translate what it names."""
    assert keys(known) ^ keys(messages.extract_messages()) == set()
    assert not known.obsolete


def test_every_message_is_translated(known):
    assert messages.missing(known) == []
    assert not [message.id for message in known if message.id and message.fuzzy]


def test_placeholders_and_tags_are_the_same_in_both_languages(known):
    for message in known:
        for text, english in pairs(message) if message.id else []:
            for pattern in (PLACEHOLDER, TAG):
                assert Counter(pattern.findall(text)) == Counter(pattern.findall(english)), text


def test_update_of_a_current_catalogue_changes_nothing(tmp_path, monkeypatch):
    copy = tmp_path / "django.po"
    committed = messages.english().read_bytes()
    copy.write_bytes(committed)
    monkeypatch.setattr(messages, "english", lambda: copy)

    assert messages.update() == []

    assert copy.read_bytes() == committed


def test_singular_of_a_plural_message_is_translated():
    with translation.override("en"):
        assert gettext("Giao hàng") == "Delivery"


def choose(client: Client, language: str) -> None:
    response = client.post(reverse("shop:language"), {"language": language, "next": "/dang-nhap/"})
    assert (response.status_code, response["Location"]) == (302, "/dang-nhap/")


def page(client: Client, address: str) -> str:
    response = client.get(address, headers={"accept-language": "en-GB,en;q=0.9"})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
def test_english_browser_sees_vietnamese_until_it_chooses(client):
    for address, words in (("/", "Tìm hàng"), ("/dang-nhap/", "Mật khẩu"), ("/gio/", "Giỏ hàng")):
        html = page(client, address)
        assert '<html lang="vi"' in html
        assert words in html


@pytest.mark.django_db
def test_chosen_language_applies_to_home_checkout_and_sign_in(client):
    pack = make_product()
    client.post(reverse("shop:cart-add"), {"variant_id": pack.pk, "product_id": pack.product_id, "quantity": "1"})
    choose(client, "en")

    for address, words in (
        ("/", ["Search goods", "Basket", "See all goods"]),
        ("/dat-hang/", ["Who receives it?", "Deliver where?", "How will you pay?"]),
        ("/dang-nhap/", ["Password", "Sign in"]),
    ):
        html = page(client, address)
        assert '<html lang="en"' in html
        for word in words:
            assert word in html, (address, word)

    choose(client, "vi")
    assert "Mật khẩu" in page(client, "/dang-nhap/")


@pytest.mark.django_db
def test_unsupported_language_is_ignored(client):
    choose(client, "fr")
    assert '<html lang="vi"' in page(client, "/dang-nhap/")


def of_django() -> Iterator[object]:
    """What Django's fields, form sets and validators say of a wrong value."""
    kinds = [kind for module in (fields, formsets, models, validators) for kind in vars(module).values()]
    for kind in (kind for kind in kinds if isinstance(kind, type)):
        for errors in (getattr(kind, "default_error_messages", {}), getattr(kind, "messages", {})):
            yield from errors.values() if isinstance(errors, dict) else ()
        yield getattr(kind, "message", "")


def test_field_errors_are_in_vietnamese():
    """Django's own catalogue lacks some; locale/vi holds them."""
    with translation.override("vi"):
        texts = {str(text) for text in of_django() if isinstance(text, Promise)} - {""}
    assert len(texts) > 30
    assert [text for text in texts if text.isascii()] == []


def test_admin_errors_are_in_vietnamese():
    with translation.override("vi"):
        assert ngettext("Please correct the error below.", "Please correct the errors below.", 2).startswith("Vui lòng")
        assert [text for text in ("Error:", "Show counts", "Skip to main content") if gettext(text) == text] == []
