"""Form-encoded parameters with brackets."""

from typing import Any

import orjson
import pytest

from payments.api.errors import ApiError
from payments.api.form_encoding import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("a=1", {"a": "1"}),
        ("a=", {"a": ""}),
        ("a=1&a=2", {"a": "2"}),
        ("a[b]=1&a[c]=2", {"a": {"b": "1", "c": "2"}}),
        ("a%5Bb%5D%5Bc%5D=1", {"a": {"b": {"c": "1"}}}),
        ("expand[]=x&expand[]=y", {"expand": ["x", "y"]}),
        ("expand[0]=x&expand[1]=y", {"expand": ["x", "y"]}),
        ("expand[1]=y&expand[0]=x", {"expand": ["x", "y"]}),
        ("l[0][n]=1&l[0][m]=2&l[1][n]=3", {"l": [{"n": "1", "m": "2"}, {"n": "3"}]}),
        ("l[][n]=1&l[][m]=2&l[][n]=3", {"l": [{"n": "1", "m": "2"}, {"n": "3"}]}),
        (
            "l[][p][n]=1&l[][p][m]=2&l[][q]=3&l[][p][n]=4",
            {"l": [{"p": {"n": "1", "m": "2"}, "q": "3"}, {"p": {"n": "4"}}]},
        ),
        ("l[][p][]=1&l[][p][]=2&l[][n]=3", {"l": [{"p": ["1", "2"], "n": "3"}]}),
        ("m[k]=T%C3%B4m+t%C3%B4m", {"m": {"k": "Tôm tôm"}}),
        ("a=x%26y%3Dz", {"a": "x&y=z"}),
    ],
)
def test_read(text: str, expected: dict[str, Any]) -> None:
    assert parse(text) == expected


def test_body_parameters_override_the_query_string() -> None:
    assert parse("a=1&b=2", "a=3") == {"a": "3", "b": "2"}


@pytest.mark.parametrize(
    "text",
    ["a[=1", "a]=1", "[a]=1", "a[b]c=1", "=1", "a%00=1", "a=1&a[b]=2", "a[b]=1&a=2", "a[b]=1&a[b][c]=2"],
)
def test_ambiguous_parameter_is_refused(text: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse(text)
    assert refused.value.status == 400


@pytest.mark.parametrize("bad", ["%ED%A0%80", "%FF%FE", "a%80", "\udced\udca0"])
def test_text_that_is_not_utf8_is_refused_with_its_parameter(bad: str) -> None:
    """A body's raw bytes come as lone surrogates. Stored, they would be U+FFFD: another text than what was sent."""
    for text, param in ((f"a=1&m[k]={bad}", "m[k]"), (f"m[{bad}]=1", "m[")):
        with pytest.raises(ApiError) as refused:
            parse(text)
        error = refused.value.body()["error"]
        assert (refused.value.status, error["param"].startswith(param)) == (400, True)
        orjson.dumps(error)
    assert parse("a=%EF%BF%BD") == {"a": "\ufffd"}


def test_bounds() -> None:
    assert parse("&".join(f"a{n}=1" for n in range(1_000)))["a999"] == "1"
    with pytest.raises(ApiError, match="at most 1000 parameters"):
        parse("&".join(f"a{n}=1" for n in range(1_001)))
    assert parse("a" + "[b]" * 7 + "=1") == {"a": {"b": {"b": {"b": {"b": {"b": {"b": {"b": "1"}}}}}}}}
    with pytest.raises(ApiError, match="at most 8 deep"):
        parse("a" + "[b]" * 8 + "=1")
