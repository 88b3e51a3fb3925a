"""`python -m marketplace.web`: granian with its own options, and the shop's code loaded before it starts workers.

Workers are forked, so they share the memory of what was loaded: code, models, addresses, the GraphQL schema.
"""

import gc
import multiprocessing
import os

from marketplace.metrics import folder


def load() -> None:
    """Load what every request needs, and leave no connection open, which workers cannot share."""
    folder.server = os.getpid()
    from django.db import connections
    from django.urls import get_resolver

    import marketplace.rsgi  # noqa: F401 - in `sys.modules`, where the workers find it

    get_resolver().url_patterns  # noqa: B018 - imports the views, and with them the schema
    connections.close_all()
    folder.leave_counting_to_workers()
    gc.collect()
    gc.freeze()  # a collection would write into the pages of all objects, and so copy them


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    load()
    from granian.cli import entrypoint

    entrypoint()
