"""Finds and reserves free ports."""

import errno
import random
import socket

# Below the range from which the system takes ports for outgoing connections, so that none of those is in the way.
_OWN = range(20_000, 32_000)


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether no program listens there.

    Raises PermissionError below 1024 without the right to it, and OSError if `host` is no address of this machine.
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


def hold(port: int, host: str = "127.0.0.1") -> socket.socket | None:
    """A socket that is bound but not listening: no other copy of the shop can take the port, while our web workers,
    which share it by SO_REUSEPORT, still can. None if the port is in use. Raises as `is_free`.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    holder = socket.socket(family)
    try:
        try:
            holder.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE or not is_free(port, host):
                raise
            # Only closed connections of a former copy remain there.
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            holder.bind((host, port))
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    except OSError as error:
        holder.close()
        if error.errno == errno.EADDRINUSE:
            return None
        raise
    return holder
