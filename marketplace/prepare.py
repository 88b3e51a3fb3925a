"""Prepares an installation: migrations, places, demo data, translations, static files; each only if it changed."""

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import ProgrammingError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing

from accounts.models import User
from core.console import StartupError, print_message
from core.home import write_private
from demo_data.seed import seed_pilot
from marketplace import reference_data, tables
from marketplace.messages import compile_catalogues
from marketplace.roles import as_owner, let_run
from payments.models import JournalEntry

Check = Callable[[], None]


def prepare(between: Check = lambda: None) -> None:
    """Prepare everything; `between` is called between the steps, and within long ones, and may raise.

    Raises StartupError.
    """
    settings.HOME.mkdir(parents=True, exist_ok=True)
    for step in (
        migrate,
        refuse_other_market,
        load_reference_data,
        partial(load_pilot, between),
        compile_catalogues,
        collect_static,
    ):
        between()
        step()


def migrate() -> None:
    """Migrate the tables as their owner; refuses a database of newer or incompatible software."""
    with as_owner():
        _migrate()
        let_run()


def _migrate() -> None:
    if tables.is_incompatible():
        raise StartupError(
            "Các bảng của cơ sở dữ liệu này do một bản phần mềm khác tạo, không chuyển sang bản này được: "
            "hãy dùng một cơ sở dữ liệu trống.",
            "The tables of this database were made by another version and cannot be brought to this one: "
            "use an empty database.",
        )
    if newer := tables.newer_migrations():
        room, name = newer[-1]
        raise StartupError(
            f"Cơ sở dữ liệu này của bản phần mềm mới hơn (có {room}.{name}): hãy cập nhật phần mềm.",
            f"This database is of newer software (it has {room}.{name}): update the software.",
        )
    if tables.lacks_migrations():
        print_message("Tạo các bảng dữ liệu…", "Making the tables…")
        try:
            tables.migrate()
        except (ProgrammingError, MigrationSchemaMissing) as error:
            if "permission denied" not in str(error) and "must be owner" not in str(error):
                raise
            raise StartupError(
                "Tài khoản cơ sở dữ liệu này không được đổi bảng: hãy đặt CHOXA_DATABASE_OWNER_URL.",
                "This role of the database may not change tables: set CHOXA_DATABASE_OWNER_URL.",
            ) from error


def refuse_other_market() -> None:
    """Refuse a database of the other mode: demo data and real payments must not share one. Raises StartupError."""
    if settings.PRODUCTION and User.objects.filter(is_demo=True).exists():
        raise StartupError(
            "Cơ sở dữ liệu này có dữ liệu của bản chạy thử: hãy dùng cơ sở dữ liệu riêng để bán thật.",
            "This database holds the demo: use another one for real sales.",
        )
    if not settings.PRODUCTION and JournalEntry.objects.filter(livemode=True).exists():
        raise StartupError(
            "Cơ sở dữ liệu này có tiền thật: hãy đặt CHOXA_ENV=production, hoặc dùng cơ sở dữ liệu khác để chạy thử.",
            "This database holds real money: set CHOXA_ENV=production, or use another one for the demo.",
        )


def load_reference_data() -> None:
    """Administrative units, definitions of indicators, tax rules: data that every installation needs."""
    state = _state(reference_data.sources())
    if reference_data.is_loaded() and _done("reference_data") == state:
        return
    print_message(
        "Nạp đơn vị hành chính, chỉ số, quy định thuế…", "Loading administrative units, indicators, tax rules…"
    )
    reference_data.load_reference_data()
    _remember("reference_data", state)


def load_pilot(between: Check = lambda: None) -> None:
    """The pilot's sellers, goods and demo people; never in production."""
    if settings.PRODUCTION:
        return
    state = _state(_files("data/pilot/**/*", "demo_data/*.py"))
    if User.objects.filter(is_demo=True).exists() and _done("pilot") == state:
        return
    print_message("Nạp dữ liệu thí điểm Mỹ Thọ, Đồng Tháp…", "Loading the pilot's data…")
    seed_pilot(between=between)
    _remember("pilot", state)


def collect_static() -> None:
    """Collect style sheets, scripts and icons under hashed names that can be cached forever."""
    paths = (storage.path(name) for finder in get_finders() for name, storage in finder.list(None))
    state = _state(map(Path, paths))
    if settings.STATIC_ROOT.exists() and _done("static") == state:
        return
    print_message("Chuẩn bị tệp giao diện…", "Preparing static files…")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    _remember("static", state)


def _files(*patterns: str) -> Iterable[Path]:
    return (path for pattern in patterns for path in settings.BASE_DIR.glob(pattern) if path.is_file())


def _state(paths: Iterable[Path]) -> str:
    """A digest of the files and of the database into which they were loaded."""
    digest = hashlib.sha256(_database_identity().encode())
    for path in sorted(paths):
        stat = path.stat()
        digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _database_identity() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT concat(system_identifier, ' ', oid) FROM pg_control_system(), pg_database"
            " WHERE datname = current_database()"
        )
        return str(cursor.fetchone()[0])


def _book() -> Path:
    return settings.HOME / "prepared.json"


def _done(step: str) -> str | None:
    return json.loads(_book().read_text()).get(step) if _book().exists() else None


def _remember(step: str, state: str) -> None:
    book = json.loads(_book().read_text()) if _book().exists() else {}
    write_private(_book(), json.dumps(book | {step: state}))
