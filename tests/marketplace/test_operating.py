"""docs/operating.md describes every variable that is read, and no other."""

import re

from django.conf import settings

from tests.marketplace.environments import settings_source

ELSEWHERE = {"CHOXA_HOME", "CHOXA_CHROMIUM"}  # read by core/mode.py and tools/chromium.py


def test_documented_variables_match_the_settings() -> None:
    source = settings_source()
    docs = (settings.BASE_DIR / "docs" / "operating.md").read_text()
    table = docs.split("## Settings")[1].split("\n## ")[0]
    variables = set(re.findall(r'(?:env\.[a-z]+|environ\.get)\(\s*"([A-Z_]+)"', source))
    described = set()
    for row in re.findall(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \|", table, re.MULTILINE):
        first, *more = re.findall(r"`([A-Z_]+)`", row)
        described.add(first)
        for name in more:  # "`CHOXA_OPERATOR_NAME`, `_ADDRESS`": the end of a name that begins like the first
            begins = [first[: mark.start()] + name for mark in re.finditer("_", first)] if name[0] == "_" else [name]
            described.add(next((whole for whole in begins if whole in variables), name))
    assert described == variables | ELSEWHERE
