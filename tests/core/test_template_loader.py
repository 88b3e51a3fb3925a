"""Constant parts of templates become text when a template is loaded; pages stay what Django's own loader makes."""

from typing import Any

import pytest
from django.template import Context, Engine
from django.template.base import TextNode
from django.urls import NoReverseMatch
from django.utils import translation

OURS, DJANGOS = "core.template_loader.Loader", "django.template.loaders.cached.Loader"
LIBRARIES = {"i18n": "django.templatetags.i18n", "static": "django.templatetags.static"}
BUILTINS = ["django.template.defaulttags", "django.template.loader_tags", "frontend.templatetags.formatting"]
CONSTANT = (
    '{% load i18n static %}<a href="{% url "shop:cart" %}">{% trans "Giỏ" %}</a>{% icon "pin" %}'
    '{% blocktrans %}Hết hàng{% endblocktrans %}<img src="{% static "favicon.svg" %}"> 100%'
)
PAGE = (
    '{% extends "base" %}{% load i18n %}{% block body %}{{ block.super }}{% trans "Giỏ" as cart %}{{ cart }}'
    "{% if name %}<b>{{ name }}</b>{% trans 'Hết hàng' %}{% else %}{% trans 'Tài khoản' %}{% endif %}"
    "{% for one in several %}{% trans 'món' %}{{ one }}{% empty %}{% trans 'Tìm hàng' %}{% endfor %}"
    "{% with more=name %}{% trans 'Tìm' %}{{ more }}{% endwith %}{% include 'constant' %}"
    "{% blocktrans with left=name %}Còn {{ left }}{% endblocktrans %}{% trans name|default:'' %}{% endblock %}"
)
TEMPLATES = {
    "constant": CONSTANT,
    "base": "{% load i18n %}<p>{% trans 'Đơn hàng' %}</p>{% block body %}{% trans 'Bán hàng' %}{% endblock %}.",
    "page": PAGE,
    "nowhere": "{% if name %}{% url 'shop:nowhere' %}{% endif %}.",
}


def engine(loader: str) -> Engine:
    sources = ("django.template.loaders.locmem.Loader", TEMPLATES)
    return Engine(loaders=[(loader, [sources])], libraries=LIBRARIES, builtins=BUILTINS)


def test_constant_template_is_one_text() -> None:
    (node,) = engine(OURS).get_template("constant").nodelist
    assert isinstance(node, TextNode)


@pytest.mark.parametrize("values", [{}, {"name": "<i>Xoài</i>"}, {"name": "100%", "several": ["<1>", "2"]}])
def test_output_is_that_of_djangos_loader_in_each_language(values: dict[str, Any]) -> None:
    ours, djangos = engine(OURS), engine(DJANGOS)
    for language in ("vi", "en", "vi"):
        with translation.override(language):
            for name in ("constant", "page"):
                expected = djangos.get_template(name).render(Context(values))
                assert ours.get_template(name).render(Context(values)) == expected
    assert ("<i>" in expected) is False


def test_languages_differ() -> None:
    ours = engine(OURS)
    with translation.override("vi"):
        vietnamese = ours.get_template("page").render(Context())
    with translation.override("en"):
        assert ours.get_template("page").render(Context()) != vietnamese


def test_branch_that_cannot_be_rendered_fails_only_where_it_is() -> None:
    template = engine(OURS).get_template("nowhere")
    assert template.render(Context()) == "."
    with pytest.raises(NoReverseMatch):
        template.render(Context({"name": "Xoài"}))
