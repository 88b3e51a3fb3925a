"""What the suite does not run can be imported: pictures, long runs and benches follow each rename."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings

FOLDERS = ("tests/soak", "tests/fuzz", "bench")
ROOT = Path(settings.BASE_DIR)
PATHS = [
    ROOT / "tests" / "pictures.py",
    *(path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))),
]
MODULES = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in PATHS]


def test_modules_outside_the_suite_are_importable() -> None:
    script = f"import importlib\nfor name in {MODULES!r}: importlib.import_module(name)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
