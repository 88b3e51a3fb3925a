"""Texts that differ only in the names of aliases share a skeleton; where the aliases stand is checked by the parser."""

import pytest
from graphql import parse

from core.graphql.compiled.skeletons import has_aliases_at, names_of, pattern_of, read_skeleton


def read(text: str) -> tuple[str, object]:
    skeleton = read_skeleton(text)
    assert skeleton
    return skeleton.rest, pattern_of(skeleton.aliases, names_of(skeleton.rest))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("{ a: me { id } }", "{ xyz: me { id } }", True),
        ("{ a: me { b: id c: email } }", "{ b: me { c: id a: email } }", True),
        ('{ c: x(id: "a: b (") { id } }', '{ d: x(id: "a: b (") { id } }', True),
        ('{ c: x(id: "a: b (") { id } }', '{ a: x(id: "a: b (") { id } }', False),  # not told apart from a field's name
        ('{ a: x(id: "a: b") { id } }', '{ a: x(id: "a: c") { id } }', False),
        ("{ a: me { id } b: me { id } }", "{ a: me { id } a: me { id } }", False),
        ("{ a: me { id } a: me { id } }", "{ b: me { id } b: me { id } }", True),
        ("{ a: me { id } }", "{ me: me { id } }", False),
        ("{ a: me { id } }", "{ id: me { id } }", False),
        ("{ x(a: 1) { id } }", "{ x(b: 1) { id } }", False),
        ("query ($a: Int) { x(i: $a) }", "query ($b: Int) { x(i: $b) }", False),
        ("{ a: me { id } }", "{ a : me { id } }", False),
        ("{ a,: me { id } }", "{ b,: me { id } }", True),
    ],
)
def test_only_names_of_aliases_may_differ(one: str, other: str, same: bool) -> None:
    assert (read(one) == read(other)) is same


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("{ a: me { b : id } }", True),
        ("{ me { id } } # a: b", False),
        ("{ a: me { id } # ( \n b: me { id } } # )", False),
        ('{ x(i: """a "b: (" c""") { d: id } }', False),
        ('{ x(i: "\\"") { d: id } y(j: "\\"") { e: id } }', True),
        ("query ($a: Int = 1 @x(y: 2)) { a: x(i: $a) }", False),
        ("query ($a: I = {b: [1, 2]}) { c: x(i: $a, k: {d: {e: 1}}) { f: id } }", True),
    ],
)
def test_text_that_is_split_in_other_places_than_the_parser_is_not_used(text: str, true: bool) -> None:
    assert has_aliases_at(parse(text), text) is true


def test_text_with_nul_has_no_skeleton() -> None:
    assert read_skeleton("{ a: me { id } }\0") is None
