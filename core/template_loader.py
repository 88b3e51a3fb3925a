"""The template loader. What is the same in every rendering of a template is rendered once a language, at loading.

These are translations of literal text, addresses of static files and of views without arguments, and tags marked by
`constant_tag`: about two thirds of a page's nodes. They become text of the template, joined with their neighbours.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.template import Context, Origin, Template
from django.template.base import FilterExpression, Node, NodeList, TextNode, TokenType, Variable
from django.template.defaulttags import IfNode, LoadNode, URLNode
from django.template.library import SimpleNode
from django.template.loaders import base, cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.translation import get_language

Tag = TypeVar("Tag", bound=Callable[..., Any])


def constant_tag(tag: Tag) -> Tag:
    """Mark a simple tag whose output depends on its arguments and the language only."""
    tag.is_constant = True  # type: ignore[attr-defined]
    return tag


class _FoldingLoader(base.Loader):
    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template = super().get_template(template_name, skip)
        context = Context()
        context.template = template
        _fold(template.nodelist, context)
        return template


class Loader(cached.Loader, _FoldingLoader):
    """Django's cached loader, with one copy of a template for each language."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        return f"{get_language()} {super().cache_key(template_name, skip)}"


def _fold(nodes: NodeList, context: Context) -> None:
    """Replace the constant nodes by text, also in the nodes' own lists."""
    folded: list[Node] = []
    for node in nodes:
        for child in _children(node):
            _fold(child, context)
        text = _text(node, context)
        if text is None:
            folded.append(node)
        elif folded and isinstance(folded[-1], TextNode):
            folded[-1].s += text
        elif text:
            folded.append(TextNode(text))
    nodes[:] = folded


def _children(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):  # which joins its lists anew each time
        yield from (branch for _condition, branch in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        if isinstance(child := getattr(node, name, None), NodeList):
            yield child


def _text(node: Node, context: Context) -> str | None:
    """The node's output where it is always the same; None otherwise."""
    if isinstance(node, TextNode):
        return node.s
    if isinstance(node, LoadNode):
        return ""
    if not _is_constant(node):
        return None
    try:
        return str(node.render(context))
    except (NoReverseMatch, ValueError):  # no such view or file: only a branch that is rendered fails
        return None


def _is_constant(node: Node) -> bool:
    match node:
        case TranslateNode(asvar=None, message_context=None):
            return _is_literal(node.filter_expression)
        case BlockTranslateNode(asvar=None, message_context=None, plural=[]):
            return all(token.token_type is TokenType.TEXT for token in node.singular)
        case URLNode(asvar=None, args=[]):
            return not node.kwargs and _is_literal(node.view_name)
        case StaticNode(varname=None):
            return _is_literal(node.path)
        case SimpleNode(target_var=None) if getattr(node.func, "is_constant", False):
            return all(map(_is_literal, [*node.args, *node.kwargs.values()]))
    return False


def _is_literal(expression: FilterExpression) -> bool:
    value = expression.var
    return not expression.filters and (not isinstance(value, Variable) or value.literal is not None)
