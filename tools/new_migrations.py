"""Generate the first migration of every room again from its models: `.venv/bin/python -m tools.new_migrations`.

Nothing is released yet, so the tables have no history. Until the tag v0.2.0, whoever adds, changes or renames a model
runs this and commits what it writes; no `0003_…` is added. The result depends on the models alone: no date, no header.
With `--check` it writes nothing, and fails if a file differs from the generated one.

- `<room>/migrations/0001_initial.py` is generated here and never edited.
- `<room>/migrations/0002_guards.py` is written by hand: triggers, and constraints that a model cannot state. It names
  tables and columns in constants at its top: after a rename, edit these. (`core/0002_guards.py` also makes the
  extension, `payments/0000_sequence.py` the sequence, that the first tables of other rooms need.)
- A development database made before is moved aside by `make up`, because its tables differ; a test template is rebuilt.

From the tag on, this tool is removed and changes are migrations of their own (`makemigrations`).
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import makemigrations
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from tools.machine import Cannot, explain

FILE = "0001_initial.py"
_PACKAGE = "first_migrations"


def main() -> None:
    os.environ.setdefault("CHOXA_ENV", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
    django.setup()
    rooms = [room for room in settings.ROOMS if any(apps.get_app_config(room).get_models())]
    with tempfile.TemporaryDirectory() as folder:
        generated = generate(rooms, Path(folder))
        targets = {room: settings.BASE_DIR / room / "migrations" / FILE for room in rooms}
        stale = [room for room in rooms if _read(targets[room]) != generated[room].read_bytes()]
        for room in stale:
            print(targets[room].relative_to(settings.BASE_DIR))
            if "--check" not in sys.argv:
                _write(targets[room], generated[room].read_text())
    if stale and "--check" in sys.argv:
        raise Cannot("chạy python -m tools.new_migrations để tạo lại các tệp này", "run python -m tools.new_migrations")


def _write(target: Path, text: str) -> None:
    """Write a first migration, and in a new room the package with the name of its newest one beside it."""
    target.parent.mkdir(exist_ok=True)
    target.write_text(text)
    (target.parent / "__init__.py").touch()
    newest = target.parent / "max_migration.txt"  # read by django-linear-migrations
    if not newest.exists():
        newest.write_text(f"{target.stem}\n")


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


class Command(makemigrations.Command):
    """As Django's, with the constraints and indexes of a new table within the operation that makes it.

    Django adds each one to the finished table, and builds all models that are related to it again for each.
    """

    def write_migration_files(
        self, changes: dict[str, list[Migration]], update_previous_migration_paths: Any = None
    ) -> None:
        for migration in (migration for migrations in changes.values() for migration in migrations):
            migration.operations = _folded(migration.operations)  # type: ignore[misc]
        super().write_migration_files(changes, update_previous_migration_paths)


def _folded(operations: Sequence[Operation]) -> list[Operation]:
    models = {operation.name_lower: operation for operation in operations if isinstance(operation, CreateModel)}
    for operation in operations:
        if isinstance(operation, AddField):  # two tables that reference each other: later operations are added after it
            models.pop(operation.model_name_lower, None)
    left = []
    for operation in operations:
        model = models.get(operation.model_name_lower) if isinstance(operation, AddConstraint | AddIndex) else None
        if isinstance(operation, AddConstraint) and model:
            model.options.setdefault("constraints", []).append(operation.constraint)
        elif isinstance(operation, AddIndex) and model:
            model.options.setdefault("indexes", []).append(operation.index)
        else:
            left.append(operation)
    return left


def generate(rooms: list[str], folder: Path) -> dict[str, Path]:
    """The first migration of each room, as for a repository without any. Raises RuntimeError if a room needs two."""
    os.environ["PATH"] = ""  # otherwise Django formats its files with any `black` on the PATH
    sys.path.insert(0, str(folder))
    for room in rooms:
        package = folder / _PACKAGE / room
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
    settings.MIGRATION_MODULES = {room: f"{_PACKAGE}.{room}" for room in rooms}
    with mock.patch.object(MigrationLoader, "check_consistent_history"):  # reads a database, which is not needed here
        call_command(Command(), *rooms, verbosity=0, include_header=False)
    files = {room: folder / _PACKAGE / room / FILE for room in rooms}
    for path in files.values():
        if {other.name for other in path.parent.glob("0*.py")} != {FILE}:
            raise RuntimeError(f"{path.parent.name}: its models and those of another room point at each other")
    return files


if __name__ == "__main__":
    explain(main)
