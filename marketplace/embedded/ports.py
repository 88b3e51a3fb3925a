"""Ports of this machine: which are free, and one for a server of our own."""

import errno
import random
import socket

# Below the range from which the system takes ports for outgoing connections, so that none of those is in the way.
_OWN = range(20_000, 32_000)


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether nobody listens there. Raises PermissionError below 1024 without the right to it, and OSError where `host`
    is not an address of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def pick() -> int:
    """A free port for a server of our own."""
    return next(port for port in random.sample(_OWN, 500) if is_free(port))
