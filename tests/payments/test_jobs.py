"""The worker knows the jobs of every layer."""

from importlib import import_module
from pathlib import Path

import payments
from core.jobs import app
from payments import jobs

ROOT = Path(payments.__file__).parent


def test_every_module_of_jobs_is_listed():
    modules = {
        import_module(".".join(("payments", *path.relative_to(ROOT).parts))[:-3]) for path in ROOT.glob("*/**/jobs.py")
    }
    assert modules - {getattr(jobs, name) for name in jobs.__all__} == set()


def test_schedules():
    schedules = {name: task.cron for (name, _id), task in app.periodic_registry.periodic_tasks.items()}
    assert schedules["payments.run_payouts"] == "15 23,0,1,2 * * *"
    assert schedules["payments.show_next_accounts"] == "* * * * *"
    assert app.tasks["payments.run_payouts"].name == "payments.run_payouts"
