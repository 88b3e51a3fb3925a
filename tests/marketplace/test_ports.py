"""A port is free only where nobody listens."""

import socket

from marketplace.embedded import ports


def test_a_taken_port_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert not ports.is_free(taken.getsockname()[1])


def test_our_own_port_is_free_and_below_those_of_outgoing_connections() -> None:
    port = ports.pick()
    assert ports.is_free(port)
    assert 20_000 <= port < 32_000
