"""Demo or real market is an explicit choice; without it nothing runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from core import home, mode


def run(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    recorded = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "-m", *words]
    return subprocess.run(
        command, env=recorded | environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("named", "recorded", "mode_there"),
    [
        ("demo", "", "demo"),
        ("production", "", "production"),
        ("", "demo\n", "demo"),
        ("", "production\n", "production"),
        ("production", "production\n", "production"),
        ("test", "production\n", "test"),
    ],
)
def test_mode_is_configured_or_recorded(named: str, recorded: str, mode_there: str, tmp_path: Path) -> None:
    if recorded:
        (tmp_path / "mode").write_text(recorded)
    assert mode.read_mode(tmp_path, named) == mode_there


@pytest.mark.parametrize(
    ("named", "recorded", "words"),
    [
        ("", "", "run make up for the demo, or set CHOXA_ENV=production"),
        ("development", "", "CHOXA_ENV=development is neither demo nor production"),
        ("demo", "production", "CHOXA_ENV=demo, but .*/mode says production"),
        ("production", "demo", "CHOXA_ENV=production, but .*/mode says demo"),
        ("", "test", "must say demo or production"),
        ("demo", "half-writ", "must say demo or production"),
    ],
)
def test_missing_unknown_or_conflicting_mode_is_refused(named: str, recorded: str, words: str, tmp_path: Path) -> None:
    if recorded:
        (tmp_path / "mode").write_text(recorded)
    with pytest.raises(ImproperlyConfigured, match=words) as refused:
        mode.read_mode(tmp_path, named)
    assert str(refused.value).count(" · ") == 1


def test_demo_is_chosen_only_without_another_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for named, recorded, then in (("", "", "demo"), ("production", "", "production"), ("", "production", "")):
        monkeypatch.setenv("CHOXA_ENV", named)
        (tmp_path / "mode").write_text(recorded)
        mode.choose_demo(tmp_path)
        assert os.environ["CHOXA_ENV"] == then


def test_first_mode_is_recorded_in_the_folder(tmp_path: Path) -> None:
    home.remember_mode(tmp_path, "test")
    assert not (tmp_path / "mode").exists()
    home.remember_mode(tmp_path, "production")
    home.remember_mode(tmp_path, "demo")
    assert mode.recorded_mode(tmp_path) == "production"


def test_make_up_chooses_the_demo() -> None:
    assert "-m marketplace up --demo\n" in (settings.BASE_DIR / "Makefile").read_text()


@pytest.mark.parametrize("words", [["marketplace", "up"], ["marketplace", "verify"], ["marketplace", "demo", "--json"]])
def test_command_without_a_mode_fails_with_one_sentence(words: list[str], tmp_path: Path) -> None:
    done = run(*words, CHOXA_HOME=str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith(f"✗ Chưa chọn chế độ cho {tmp_path}: hãy chạy make up")
    assert list(tmp_path.iterdir()) == []
