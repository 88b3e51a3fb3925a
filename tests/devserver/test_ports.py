"""A port is free only where no process listens."""

import errno
import socket

import pytest

from devserver import ports


def test_port_in_use_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert not ports.is_free(taken.getsockname()[1])


def test_port_without_permission_is_reported_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: socket.socket, address: tuple[str, int]) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(PermissionError):
        ports.is_free(80)


def test_picked_port_is_free_and_below_the_ephemeral_range() -> None:
    port = ports.pick()
    assert ports.is_free(port)
    assert 20_000 <= port < 32_000


def test_held_port_is_reserved_for_the_own_web_workers() -> None:
    port = ports.pick()
    holder = ports.hold(port)
    assert holder
    with holder:
        assert not ports.is_free(port)
        assert ports.hold(port) is None
        with socket.socket() as web:
            web.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as granian does
            web.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            web.bind(("127.0.0.1", port))
            web.listen(4)
            with socket.create_connection(("127.0.0.1", port), timeout=5):
                web.accept()[0].close()  # a closed connection lingers
    again = ports.hold(port)
    assert again
    again.close()
    with socket.create_server(("127.0.0.1", port)):
        assert ports.hold(port) is None
