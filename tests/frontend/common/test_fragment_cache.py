"""Cached pieces of HTML: rendered once for what they show, at most a number of bytes."""

from collections.abc import Callable

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from frontend.common.fragment_cache import FragmentCache


class Renderer:
    def __init__(self) -> None:
        self.calls: list[str] = []

    def __call__(self, text: str) -> Callable[[], SafeString]:
        def render() -> SafeString:
            self.calls.append(text)
            return mark_safe(text * 1_000)

        return render


def test_each_piece_is_rendered_once_a_language() -> None:
    cache, render = FragmentCache(100_000), Renderer()
    for language in ("vi", "en", "vi"):
        with translation.override(language):
            assert cache.get(("a", 1), render("a")) == "a" * 1_000
            assert cache.get(("a", 2), render("b")) == "b" * 1_000
    assert render.calls == ["a", "b", "a", "b"]


def test_pieces_asked_for_longest_ago_leave_first() -> None:
    one, render = FragmentCache(5_000), Renderer()
    one.get("z", render("z"))
    cache = FragmentCache(4 * one.size)
    for text in ("a", "b", "c", "a", "d", "e"):
        cache.get(text, render(text))
        assert 0 < cache.size <= cache.limit
    assert len(cache) == 4
    for text in ("a", "c", "d", "e", "b"):
        cache.get(text, render(text))
    assert render.calls == ["z", "a", "b", "c", "d", "e", "b"]


def test_piece_above_the_limit_is_not_cached() -> None:
    cache, render = FragmentCache(900), Renderer()
    assert [cache.get("a", render("a")) for _turn in range(2)] == ["a" * 1_000] * 2
    assert (len(cache), cache.size, render.calls) == (0, 0, ["a", "a"])
