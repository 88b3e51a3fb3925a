"""What the suite does not run can be imported: pictures, long runs and benches follow each rename."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

FOLDERS = ("tests/soak", "tests/fuzz", "bench")
ROOT = Path(settings.BASE_DIR)
BARE = ROOT / "bench" / "bare"  # a Django project of its own
PATHS = [
    ROOT / "tests" / "pictures.py",
    *(path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")) if BARE not in path.parents),
]


def test_modules_outside_the_suite_are_importable() -> None:
    _import(PATHS, os.environ)


def test_the_bare_view_is_importable_under_its_own_settings() -> None:
    own = {"DJANGO_SETTINGS_MODULE": "bench.bare.settings", "DATABASE_URL": "postgres://bare@127.0.0.1:1/bare"}
    _import([BARE / "wsgi.py", BARE / "views.py"], os.environ | own)


def _import(paths: list[Path], environment: Mapping[str, str]) -> None:
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    script = f"import importlib\nfor name in {modules!r}: importlib.import_module(name)"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
