"""The context of a request in its resolvers."""

import pytest
from django.test import RequestFactory

from core.graphql.context import Context


@pytest.mark.parametrize(
    "path",
    ["/media/a-1/b_2.jpg", "/a//b.jpg", "/a/../b.jpg", "/ảnh.jpg", "/a b", "//b.vn/a", "http://b.vn/a.jpg", "a", ""],
)
@pytest.mark.parametrize("secure", [False, True])
def test_addresses_are_those_of_django(path: str, secure: bool) -> None:
    request = RequestFactory().get("/graphql/", secure=secure)
    context = Context(request, None)
    assert [context.absolute(path), context.absolute(path)] == [request.build_absolute_uri(path)] * 2
