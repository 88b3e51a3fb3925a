"""The mode of this installation, demo or production: CHOXA_ENV, else `CHOXA_HOME/mode`. One of them is required.

Imported by the settings: the standard library and Django's exceptions only.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

MODES = ("demo", "production", "test")  # `test` is for test runs only: it reads no home
_REAL_MODES = ("demo", "production")


def read_mode(home: Path, named: str) -> str:
    """The mode that CHOXA_ENV (`named`) and the file of `home` agree on. Raises ImproperlyConfigured, one sentence."""
    if named and named not in MODES:  # "prod" must not silently mean demo users and public keys
        raise ImproperlyConfigured(
            f"CHOXA_ENV={named} không phải demo hay production. · CHOXA_ENV={named} is neither demo nor production."
        )
    if named == "test":
        return named
    recorded = recorded_mode(home)
    if recorded and recorded not in _REAL_MODES:
        raise ImproperlyConfigured(
            f"Tệp {home / 'mode'} phải ghi demo hoặc production. · "
            f"The file {home / 'mode'} must say demo or production."
        )
    if named and recorded and named != recorded:
        raise ImproperlyConfigured(
            f"CHOXA_ENV={named}, nhưng {home / 'mode'} ghi {recorded}: hãy đặt CHOXA_HOME=… khác, hoặc bỏ CHOXA_ENV. · "
            f"CHOXA_ENV={named}, but {home / 'mode'} says {recorded}: set another CHOXA_HOME=…, or unset CHOXA_ENV."
        )
    if not (named or recorded):
        raise ImproperlyConfigured(
            f"Chưa chọn chế độ cho {home}: hãy chạy make up để mở bản chạy thử, hoặc đặt CHOXA_ENV=production "
            "để bán thật. · "
            f"No mode is chosen for {home}: run make up for the demo, or set CHOXA_ENV=production for real sales."
        )
    return named or recorded


def recorded_mode(home: Path) -> str:
    """The mode stored in `home`; empty if there is none."""
    path = home / "mode"
    return path.read_text(errors="replace").strip() if path.exists() else ""


def choose_demo(home: Path) -> None:
    """Choose the demo for this process and its children, if neither CHOXA_ENV nor `home` chose a mode."""
    if not os.environ.get("CHOXA_ENV") and not recorded_mode(home):
        os.environ["CHOXA_ENV"] = "demo"


def home_folder(base: Path) -> Path:
    """CHOXA_HOME; a relative path is below `base`."""
    return base / (os.environ.get("CHOXA_HOME") or "var")
