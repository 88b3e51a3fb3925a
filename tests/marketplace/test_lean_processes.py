"""What the shop's processes load when they start. A library that few requests or jobs need is imported by its use."""

import json
import os
import subprocess
import sys

import pytest

from tests.shop import ROOT

OF_FILES = {"fpdf", "httpx", "openpyxl", "xlsxwriter"}  # documents, workbooks, calls to others
OF_THE_API = {"unittest.mock", "graphene", "graphene_django", "graphql", "text_unidecode", "marketplace.urls"}

WEB = "from marketplace import web; web.load()"
WORKER = "import django; django.setup(); import procrastinate.contrib.django.management.commands.procrastinate"


def loaded(start: str) -> set[str]:
    """The modules of a new process after `start`."""
    code = f"import sys, json; {start}; print(json.dumps([*sys.modules]))"
    environment = os.environ | {"CHOXA_ENV": "test", "DJANGO_SETTINGS_MODULE": "marketplace.settings"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("start", "absent"),
    [
        (WEB, OF_FILES),
        (WORKER, OF_FILES | OF_THE_API),
        ("import devserver.keep", {"django.conf", "django.db", "psycopg", "asyncio"}),
    ],
    ids=["web", "worker", "supervisor"],
)
def test_a_process_starts_without_what_it_seldom_needs(start: str, absent: set[str]) -> None:
    assert absent & loaded(start) == set()


def test_web_workers_find_the_views_and_the_schema_loaded() -> None:
    assert {"marketplace.rsgi", "marketplace.urls", "marketplace.schema", "frontend.shop.urls"} <= loaded(WEB)
