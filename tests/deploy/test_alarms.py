"""deploy/alarms.yml: valid Prometheus rules, each over metrics of `/metrics`."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings as shop
from django.test import Client

from marketplace.metrics import gauges
from tests.deploy.proxies import program
from tests.payments.bank.helpers import make_feed, operators_account

RULES = Path(shop.BASE_DIR) / "deploy" / "alarms.yml"
TOKEN = "Zk3vN8qLw0pT5rVb7NcYdE1uHsGjMiOe"


def rules() -> list[dict]:
    [group] = yaml.safe_load(RULES.read_text())["groups"]
    return group["rules"]


@pytest.mark.django_db
def test_every_rule_uses_exported_metrics_and_labels(settings) -> None:
    settings.METRICS, settings.METRICS_TOKEN = True, TOKEN
    make_feed(operators_account())
    gauges.forget()
    client = Client(headers={"Authorization": f"Bearer {TOKEN}"})
    client.get("/gio")
    text = client.get("/metrics").content.decode()
    known = {line.split("{")[0].split(" ")[0] for line in text.splitlines() if not line.startswith("#")}
    for rule in rules():
        names = set(re.findall(r"\b(?:choxa_\w+|up)\b(?=[ {\[])", rule["expr"]))
        assert names, rule["alert"]
        assert names <= known | {"up"}, rule["alert"]
        for label in re.findall(r'\{(\w+)=(~?)"([^"]+)"\}', rule["expr"]):
            for value in label[2].split("|"):
                assert f'{label[0]}="{value}"' in text or value in {"choxa", "5xx", "seller"}, (rule["alert"], value)


def test_every_rule_has_a_summary_an_action_and_a_severity() -> None:
    assert len(rules()) == len({rule["alert"] for rule in rules()}) >= 15
    for rule in rules():
        assert set(rule["annotations"]) == {"summary", "action"}, rule["alert"]
        assert rule["labels"]["severity"] in {"page", "ticket"}


def test_promtool_accepts_the_file() -> None:
    promtool = program("promtool")
    if not promtool:
        pytest.skip("promtool is not installed")
    done = subprocess.run([promtool, "check", "rules", str(RULES)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
