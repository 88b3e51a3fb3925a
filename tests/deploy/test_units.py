"""The systemd units, the environment template, the compose file and the watch script agree with the shop."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from marketplace.health import HANGS_AFTER
from tests.deploy.proxies import program
from tests.marketplace.environments import read
from tests.marketplace.test_settings import FREE, WRONG

BASE = Path(settings.BASE_DIR)
DEPLOY = BASE / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
TEMPLATE = (DEPLOY / "choxa.env").read_text()
DOCS = (BASE / "docs" / "operating.md").read_text()


def value(unit: str, name: str) -> list[str]:
    text = (DEPLOY / "systemd" / unit).read_text().replace("\\\n", " ")
    return re.findall(rf"^{name}=(.*)$", text, re.MULTILINE)


@pytest.mark.skipif(not program("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        words = unit.read_text().replace("/srv/choxa/.venv/bin/python", "/bin/true").replace("/srv/choxa", str(BASE))
        (tmp_path / unit.name).write_text(words)
    paths = sorted(map(str, tmp_path.iterdir()))
    done = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_every_service_runs_unprivileged() -> None:
    for unit in (unit.name for unit in UNITS if unit.suffix == ".service" and unit.stem != "choxa-watch"):
        assert (value(unit, "User"), value(unit, "EnvironmentFile")[0]) == (["choxa"], "/etc/choxa/choxa.env")
        assert (value(unit, "NoNewPrivileges"), value(unit, "ProtectSystem")) == (["yes"], ["strict"])
        assert value(unit, "CapabilityBoundingSet") == [""]
    assert value("choxa-prepare.service", "EnvironmentFile") == ["/etc/choxa/choxa.env", "-/etc/choxa/owner.env"]


def test_timers_have_a_service_and_the_time_zone_of_vietnam() -> None:
    for timer in (unit for unit in UNITS if unit.suffix == ".timer"):
        assert timer.with_suffix(".service") in UNITS
        assert all(when.endswith(" Asia/Ho_Chi_Minh") for when in value(timer.name, "OnCalendar"))


def test_web_and_worker_commands_are_the_same_everywhere() -> None:
    """In the units, the compose file, the image, and the document of the operator."""
    compose = yaml.safe_load((DEPLOY / "compose.yml").read_text())["services"]
    image = re.search(r"^CMD (\[.*?\])$", (DEPLOY / "Dockerfile").read_text().replace("\\\n", ""), re.MULTILINE)
    assert image
    written = re.search(r"\.venv/bin/python (-m marketplace.web .*?json)$", DOCS.replace("\\\n", ""), re.MULTILINE)
    assert written
    web = shlex.split(value("choxa-web.service", "ExecStart")[0])[1:]
    options = [_options(words) for words in (web, compose["web"]["command"], yaml.safe_load(image[1]))]
    assert options[0] == options[1] == options[2] | {"--host": "127.0.0.1"}
    assert _options(shlex.split(written[1])) == options[0]
    worker = shlex.split(value("choxa-worker.service", "ExecStart")[0])[1:]
    assert compose["worker"]["command"][1:] == worker
    assert " ".join(worker[:4]) in DOCS


def _options(words: list[str]) -> dict[str, str]:
    """{option: value} of granian's command."""
    named = [word for word in words if word.startswith("--")]
    after = {word: words[words.index(word) + 1] if word != words[-1] else "" for word in named}
    return {word: "" if after[word].startswith("--") else after[word] for word in named}


def test_template_has_every_setting_once() -> None:
    names = re.findall(r"^#?([A-Z_]+)=", TEMPLATE, re.MULTILINE)
    assert sorted(names) == sorted(WRONG.keys() | FREE | {"CHOXA_HOME"})


def test_template_is_valid_and_its_comments_match_the_defaults(tmp_path: Path) -> None:
    set_here = dict(re.findall(r"^([A-Z_]+)=(.*)$", TEMPLATE, re.MULTILINE))
    there = read(tmp_path, **set_here)
    assert (there["ENV"], there["PROXIES"], there["METRICS"]) == ("production", 1, False)
    defaults = dict(re.findall(r"^#([A-Z_]+)=(.+)$", TEMPLATE, re.MULTILINE))
    del defaults["CHOXA_HOME"]
    again = read(tmp_path, **set_here, **defaults)
    differing = {name for name in there if name.isupper() and name != "TRIAL_FLAGS" and there[name] != again[name]}
    assert {name for name in differing if not callable(there[name])} == set()


def test_compose_file_starts_nothing_before_the_tables_are_ready() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yml").read_text())
    services = compose["services"]
    assert set(services) == {"db", "prepare", "web", "worker", "proxy"}
    for name in ("web", "worker"):
        assert services[name]["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}}
    assert services["prepare"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    mounts = [volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])]
    assert {mount for mount in mounts if not mount.startswith(".")} == set(compose["volumes"])
    assert all(service["logging"]["options"]["max-size"] for service in services.values())


@pytest.mark.parametrize(
    ("answers", "restarted"),
    [
        (['{"status":"ok"}'], False),
        (['{"status":"not ready","waiting_for":["database"]}'], False),
        (['{"status":"not ready","waiting_for":["web","worker"]}'], True),
        (["", '{"status":"ok"}'], False),
        (["", "", ""], True),
        (["<html>502</html>", "", '{"status":"ok"}'], False),
    ],
)
def test_watch_restarts_only_a_hanging_web(answers: list[str], restarted: bool, tmp_path: Path) -> None:
    assert HANGS_AFTER == 60
    for number, answer in enumerate(answers):
        (tmp_path / f"answer{number}").write_text(answer)
    _program(
        tmp_path / "curl", f'cat "{tmp_path}/answer$(ls "{tmp_path}" | grep -c asked)"; touch "{tmp_path}/asked$$"'
    )
    _program(tmp_path / "systemctl", f'[ "$1" = restart ] && echo "$2" >> "{tmp_path}/restarted"; exit 0')
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PAUSE": "0"}
    done = subprocess.run([DEPLOY / "watch.sh"], env=environment, capture_output=True, text=True, check=True)
    path = tmp_path / "restarted"
    assert (path.exists(), "restarting choxa-web" in done.stdout) == (restarted, restarted)
    assert not restarted or path.read_text() == "choxa-web\n"
    assert len(list(tmp_path.glob("asked*"))) == len(answers)


def _program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
