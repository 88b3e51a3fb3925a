"""Translations: extracted from code and templates, stored in locale/, compiled without GNU gettext.

The message id is the Vietnamese text itself; English is its translation. Babel extracts the messages (Django's own
`makemessages` needs GNU gettext, which a bare machine lacks). After adding or changing a text run `python -m
marketplace messages` and translate what it lists.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed
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
    "npgettext": ((1, "c"), 2, 3),
}
# Names from reference data in menus and headings; pages show them through the filter `translated`.
_DATA = ("data/pilot/categories.json", "data/indicators/definitions.json")
_NAME = re.compile(r'"name": ("(?:[^"\\]|\\.)*")')


class _English(Catalog):
    """A catalogue without dates or names in its header: the same messages always make the same file."""

    def __init__(self) -> None:
        super().__init__(locale="en", project="Chợ Xã", charset="utf-8", fuzzy=False)
        self.header_comment = "# Chợ Xã in English: the message id is the Vietnamese text."

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Project-Id-Version", self.project),
            ("Language", "en"),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def english() -> Path:
    """The English catalogue's file."""
    return settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"


def extract_messages() -> Catalog:
    """Every message of the rooms' code and templates, with the files in which it stands."""
    catalog = _English()
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
            # Markup is indented as Python would not be; each message stands in one literal.
            yield path, re.sub(r"^[ \t]+", "", templatize(path.read_text(), origin=str(path)), flags=re.MULTILINE)
    for path in (settings.BASE_DIR / name for name in _DATA):
        yield path, "\n".join(f"_({name})" for name in dict.fromkeys(_NAME.findall(path.read_text())))


def load_catalogue() -> Catalog:
    """The current English catalogue."""
    if not english().exists():
        return _English()
    with english().open("rb") as file:
        return read_po(file, locale="en")


def update() -> list[str]:
    """Update the catalogue from the sources, keeping translations; returns the untranslated messages."""
    catalog, before = extract_messages(), load_catalogue()
    for message in catalog:
        old = before.get(message.id, message.context) if message.id else None
        if old is not None and bool(old.pluralizable) == bool(message.pluralizable):
            message.string = old.string
    english().parent.mkdir(parents=True, exist_ok=True)
    with english().open("wb") as file:
        write_po(file, catalog, sort_output=True, width=120, include_lineno=False)
    return missing(catalog)


def missing(catalog: Catalog) -> list[str]:
    """The messages without a translation."""
    return [str(message.id) for message in catalog if message.id and not _translated(message)]


def _translated(message: Message) -> bool:
    string = message.string
    return all(string) if isinstance(string, list | tuple) else bool(string)


class _Entries:
    """What `write_mo` reads of a catalogue, and the singular of each plural message as a message of its own.

    Without it `gettext` of Debian 12's Python (3.11.2) does not find the singular.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.charset, self.num_plurals = catalog.charset, catalog.num_plurals
        self.messages = list(catalog)

    def __iter__(self) -> Iterator[Message]:
        yield from self.messages
        for message in self.messages:
            if isinstance(message.id, tuple | list) and isinstance(message.string, tuple | list):
                yield Message(message.id[0], message.string[0], flags=message.flags, context=message.context)


def compile_catalogues() -> None:
    """Compile each .po that is newer than its .mo, and reload it in this process."""
    for po in (settings.BASE_DIR / "locale").rglob("*.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            with po.open("rb") as source, mo.open("wb") as target:
                write_mo(target, _Entries(read_po(source, locale=po.parent.parent.name)))  # type: ignore[arg-type]
            translation_file_changed(None, mo)
