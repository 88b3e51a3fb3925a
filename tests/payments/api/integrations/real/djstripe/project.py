"""A Django project with dj-stripe alone, call by call: a line of JSON in, a line of JSON out.

Runs in a virtual environment of its own, which has no packages of the shop.
"""

import io
import json
import os
import sys
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DJSTRIPE_FOREIGN_KEY_TO_FIELD="id",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "djstripe"],
    MIGRATION_MODULES={"djstripe": None},  # its tables as they are today: its migrations take minutes
    ROOT_URLCONF="djstripe.urls",
    SECRET_KEY="of-a-test",
    STRIPE_API_HOST=os.environ["BASE_URL"],
    STRIPE_LIVE_MODE=False,
    STRIPE_TEST_SECRET_KEY=os.environ["SECRET_KEY"],
    USE_TZ=True,
)
django.setup()

from django.apps import apps  # noqa: E402
from django.test import Client  # noqa: E402
from djstripe import models  # noqa: E402


def sync(names: list[str]) -> dict[str, Any]:
    """What `manage.py djstripe_sync_models` writes."""
    output, errors = io.StringIO(), io.StringIO()
    call_command("djstripe_sync_models", *names, stdout=output, stderr=errors)
    return {"output": output.getvalue(), "errors": errors.getvalue()}


def rows(name: str) -> list[dict[str, Any]]:
    """The data that dj-stripe keeps of a model."""
    return list(apps.get_model("djstripe", name).objects.order_by("created").values_list("stripe_data", flat=True))


def handle_event(id: str, secret: str, body: str, signature: str) -> dict[str, Any]:
    """What its view answers to an event of the endpoint `id`, which dj-stripe has read."""
    endpoint = models.WebhookEndpoint.objects.get(id=id)
    models.WebhookEndpoint.objects.filter(id=id).update(secret=secret)
    response = Client(raise_request_exception=False).post(
        f"/webhook/{endpoint.djstripe_uuid}/", body, "application/json", headers={"Stripe-Signature": signature}
    )
    trigger = models.WebhookEventTrigger.objects.latest("pk")
    return {"status": response.status_code, "valid": trigger.valid, "exception": trigger.traceback}


call_command("migrate", run_syncdb=True, verbosity=0)
for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = {"answer": globals()[request["call"]](**request["arguments"])}
    except Exception as error:  # noqa: BLE001
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer, default=str), flush=True)
