"""A separate PostgreSQL for a bench, durable as in production, with Django set up on it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devserver.postgres import Server


@contextmanager
def own_database() -> Iterator[Server]:
    """A server in its own folder, stopped and removed afterwards. Import models inside the block only."""
    folder = Path(tempfile.mkdtemp(prefix="choxa-bench-"))
    folder.chmod(0o755)
    server = Server(folder / "postgres")
    os.environ |= {
        "DATABASE_URL": server.start(),
        "CHOXA_HOME": str(folder),
        "CHOXA_ENV": "demo",
        "DJANGO_SETTINGS_MODULE": "marketplace.settings",
    }
    import django

    django.setup()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
