"""Actions on this machine: run a command, install a Debian package, or report in one line why not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable


class Cannot(Exception):
    """The reason why set-up cannot continue, in Vietnamese and in English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi} · {en}")


def explain(main: Callable[[], None]) -> None:
    """Run `main`; a reason to stop is one line and exit status 1."""
    try:
        main()
    except (Cannot, OSError) as reason:
        print(f"✗ {reason}", file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def run(command: list[str], env: dict[str, str] | None = None) -> None:
    if subprocess.run(command, env=env, check=False).returncode:
        words = " ".join(command[:6])
        raise Cannot(f"Lệnh này không chạy được: {words} …", f"This command failed: {words} …")


def as_root() -> list[str] | None:
    """The prefix that runs a command as root without a prompt; None if that is not allowed."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


def install_packages(*names: str) -> None:
    """Install Debian packages if allowed; else raises Cannot with the command for a person."""
    expected = " ".join(names)
    root, apt = as_root(), shutil.which("apt-get")
    if root is None or apt is None:
        raise Cannot(
            f"Máy này thiếu {expected}: hãy chạy `sudo apt-get install {expected}` rồi chạy lại.",
            f"This machine lacks {expected}: run `sudo apt-get install {expected}`, then start again.",
        )
    print(f"Cài gói Debian {expected}… · Installing the Debian packages {expected}…", flush=True)
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq", "-o", "Dpkg::Use-Pty=0"]
    run([*root, *quiet, "update"])
    run([*root, *quiet, "install", "-y", "--no-install-recommends", *names])
