"""The words of the shop: found in code and templates, kept in locale/, compiled without any tool of the system.

The message id is the Vietnamese text itself; English is its translation. Babel finds the words (Django's own
`makemessages` needs GNU gettext, which a bare machine lacks).
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def english() -> Path:
    """The English catalogue's file."""
    return settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"


def found() -> Catalog:
    """Every message of the rooms' code and templates, with the files in which it stands."""
    catalog = Catalog(locale="en", project="Chợ Xã", charset="utf-8", fuzzy=False)
    for path, source in _sources():
        for _line, message, comments, context in extract("python", BytesIO(source.encode()), keywords=_KEYWORDS):
            if message:
                name = path.relative_to(settings.BASE_DIR).as_posix()
                catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


def _sources() -> Iterator[tuple[Path, str]]:
    for room in settings.ROOMS:
        for path in sorted((settings.BASE_DIR / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text()
        for path in sorted((settings.BASE_DIR / room).rglob("templates/**/*.html")):
            yield path, templatize(path.read_text(), origin=str(path))


def known() -> Catalog:
    """The English catalogue as it stands."""
    if not english().exists():
        return Catalog(locale="en", charset="utf-8")
    with english().open("rb") as file:
        return read_po(file, locale="en")


def update() -> int:
    """Bring the catalogue up to date with the sources, keeping translations; how many messages still lack one."""
    catalog = known()
    catalog.update(found(), no_fuzzy_matching=True, keep_user_comments=False)
    catalog.obsolete.clear()
    english().parent.mkdir(parents=True, exist_ok=True)
    with english().open("wb") as file:
        write_po(file, catalog, sort_output=True, width=120, omit_header=False, include_lineno=False)
    return len(missing(catalog))


def missing(catalog: Catalog) -> list[str]:
    """The messages without a translation."""
    return [str(message.id) for message in catalog if message.id and not _translated(message.string)]


def _translated(string: object) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


def compile_catalogues() -> None:
    """Write the .mo beside each .po whose .mo is older."""
    for po in (settings.BASE_DIR / "locale").rglob("*.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            with po.open("rb") as source, mo.open("wb") as target:
                write_mo(target, read_po(source, locale=po.parent.parent.name))
