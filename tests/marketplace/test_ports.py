"""A port is free only where nobody listens."""

import errno
import socket

import pytest

from marketplace.embedded import ports


def test_a_taken_port_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert not ports.is_free(taken.getsockname()[1])


def test_a_port_without_the_right_to_it_is_not_called_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: socket.socket, address: tuple[str, int]) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(PermissionError):
        ports.is_free(80)


def test_our_own_port_is_free_and_below_those_of_outgoing_connections() -> None:
    port = ports.pick()
    assert ports.is_free(port)
    assert 20_000 <= port < 32_000
