"""The supervisor of an open shop: `python -m devserver.keep <descriptor>`, without Django.

`marketplace up` prepares the database with all of the shop's code, then becomes this program by exec, which gives that
code's memory back. The process stays the same: its id, its children, its locks and the reserved port.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from core import home
from core.console import StartupError, from_os_error, print_error, print_message
from devserver.child import Adopted, Child
from devserver.postgres import Server
from devserver.supervisor import STOPPING, Supervisor


def become_keeper(supervisor: Supervisor, folder: Path, root: Path, held: list[int]) -> NoReturn:
    """Go on as this program. `folder` is CHOXA_HOME, `root` has the sources, `held` are open descriptors to keep.

    A signal that arrives meanwhile waits until the new program handles it. Raises Stopped after an earlier one, and
    OSError if the program cannot be started.
    """
    database = supervisor.server
    state: dict[str, Any] = {"home": str(folder), "held": held, "server": None}
    if database and database.process:
        lock = database.lock_descriptor
        held.append(lock)
        state["server"] = {
            "folder": str(database.folder), "settings": database.settings, "pid": database.process.pid, "lock": lock,
        }  # fmt: skip
    state["children"] = [child.as_dict() for child in supervisor.children]
    written = os.memfd_create("supervisor", 0)
    os.write(written, json.dumps(state).encode())
    for descriptor in held:
        os.set_inheritable(descriptor, True)
    os.chdir(root)
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        supervisor.check()
        os.execv(sys.executable, [sys.executable, "-m", "devserver.keep", str(written)])  # noqa: S606 - ourselves
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)


def adopt(state: dict[str, Any]) -> Supervisor:
    """The supervisor that `become_keeper` has written down."""
    supervisor = Supervisor()
    for descriptor in state["held"]:
        os.set_inheritable(descriptor, False)
    if server := state["server"]:
        supervisor.server = Server(Path(server["folder"]), server["settings"])
        supervisor.server.adopt(Adopted(server["pid"]), server["lock"])
    supervisor.children = [Child.from_dict(child) for child in state["children"]]
    return supervisor


def main(written: int) -> int:
    with os.fdopen(written, "rb") as file:
        file.seek(0)
        state = json.load(file)
    folder, supervisor = Path(state["home"]), adopt(state)
    supervisor.listen()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    try:
        supervisor.keep()
        print_message("Đang dừng…", "Stopping…")
    except (StartupError, OSError) as problem:
        print_error(from_os_error(problem) if isinstance(problem, OSError) else problem)
        return 1
    finally:
        home.remove_address(folder)
        supervisor.stop()
    print_message("Đã dừng.", "Stopped.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1])))
