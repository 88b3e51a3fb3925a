"""Functions, classes, methods and properties that nothing uses: `.venv/bin/python -m tools.dead_code`.

vulture reads the Python files. It does not see names in templates and settings, nor functions that a framework calls by
name or registers by a decorator: these are passed to it here. A name used only in its own test counts as used.
"""

import re
from pathlib import Path

from vulture.core import Item, Vulture

from tools.machine import Cannot, explain

ROOT = Path(__file__).resolve().parent.parent
OURS = (
    *("accounts", "bench", "catalog", "cooperatives", "core", "demo_data", "devserver", "frontend", "indicators"),
    *("marketplace", "orders", "payments", "places", "sandbox", "shipping", "tests", "tools"),
)
KINDS = {"class", "function", "import", "method", "property", "unreachable_code"}
DOTTED = re.compile(r"""['"](?:\w+[.:])+(\w+)['"]""")  # "payments.providers.cash.provider.Cash", "tests.market:sell"
REGISTERED = [
    *("@admin.*", "@app.*", "@check", "@receiver", "@register.*", "@*.register*", "@*.task", "@pytest.fixture"),
    *(
        "@hook",
        "@integrity_check",
        "@invariant",
        "@subscribe",
        "@job",
        "@every",
        "@field_validator",
        "@model_validator",
    ),
    *("@given", "@rule", "@initialize", "@precondition", "@hypothesis.*", "@schema.*", "@pytest.hookimpl"),
]
# Called by Django, graphene, pydantic, pytest, Hypothesis or a base class.
CALLED = [
    *("Command", "Meta", "Migration", "*Config", "test_*", "Test*", "pytest_*", "resolve_*", "clean_*", "mutate"),
    *(
        "Arguments",
        "add_arguments",
        "process_view",
        "get_help_text",
        "deconstruct",
        "handler*",
        "validate_*",
        "_get_session_from_db",
    ),
    *("_post_clean", "delete_queryset", "get_readonly_fields", "response_add", "user_change_password"),  # the admin
    *("get_model_class", "get_session_auth_fallback_hash", "get_session_cookie_age", "get_session_store_class"),
    *("get_prep_lookup", "get_db_prep_lookup", "from_db_value", "signer"),  # a lookup, a field, the storage of messages
    "deferrable_sql",  # the database backend
    *("user_can_authenticate", "to_url", "bad_request", "not_found", "mime_headers", "enter_*", "leave_*", "handle_*"),
    *("do_POST", "log_message", "teardown", "save_graphql_file"),
    *("default_schema", "field_is_required"),  # pydantic's schema
]


def main() -> None:
    finder = Vulture(ignore_names=CALLED, ignore_decorators=REGISTERED)
    finder.scavenge([str(ROOT / room) for room in OURS])
    for path in [*ROOT.glob("*/templates/**/*.html"), *ROOT.glob("*/settings.py")]:
        finder.used_names.update(re.findall(r"[A-Za-z_]\w+", path.read_text()))
    for path in (path for room in OURS for path in (ROOT / room).rglob("*.py")):
        finder.used_names.update(DOTTED.findall(path.read_text()))
    unused = [item for item in finder.get_unused_code() if item.typ in KINDS and not _is_collected(item)]
    for item in unused:
        print(f"{Path(item.filename).relative_to(ROOT)}:{item.first_lineno}: {item.typ} {item.name}")
    if unused:
        raise Cannot("hãy bỏ những tên không ai dùng này", "remove these names, which nothing uses")


def _is_collected(item: Item) -> bool:
    """Whether pytest or the migrations' loader finds it."""
    folders = Path(item.filename).relative_to(ROOT).parts
    return "migrations" in folders or (item.typ == "class" and folders[0] == "tests")


if __name__ == "__main__":
    explain(main)
