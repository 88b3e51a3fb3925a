"""The lint on identifiers: which names it refuses."""

import pytest

from tools.identifiers import is_forbidden


@pytest.mark.parametrize(
    "name",
    [
        "told_by",
        "ToldRow",
        "_face",
        "BankSays",
        "give_back_key",
        "MoneyBack",
        "GIVEN",
        "_made",
        "HandOverForm",
        "draw_money",
    ],
)
def test_name_with_a_forbidden_word_is_refused(name: str) -> None:
    assert is_forbidden(name)


@pytest.mark.parametrize("name", ["surfaced", "chosen_method", "feedback", "backlog", "essay"])
def test_other_names_are_accepted(name: str) -> None:
    assert not is_forbidden(name)
