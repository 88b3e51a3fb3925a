"""The PostgreSQL of a test run: the one of DATABASE_URL, else an embedded one that lives as long as the run."""

import os
import shutil
import tempfile
from pathlib import Path

from devserver.cluster import ROLE
from devserver.database import use
from devserver.postgres import FOR_TESTS, Server


class RunServer:
    """Started by the process that the person started; the workers of pytest-xdist find it by DATABASE_URL."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="choxa-test-"))
        self.folder.chmod(0o755)
        self.server = Server(self.folder, FOR_TESTS)

    def start(self) -> None:
        cluster = self.server.cluster
        cluster.ensure()
        cluster.execute(f"GRANT SET ON PARAMETER session_replication_role TO {ROLE}")  # `databases.Kept` wants it
        os.environ["DATABASE_URL"] = self.server.start()
        use(os.environ["DATABASE_URL"])

    def stop(self) -> None:
        self.server.stop()
        del os.environ["DATABASE_URL"]
        shutil.rmtree(self.folder, ignore_errors=True)
