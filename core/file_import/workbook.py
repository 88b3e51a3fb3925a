"""Parse a file's bytes into rows of cells, CSV or XLSX, within fixed limits."""

import csv
import io
import lzma
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Protocol
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _

from core.file_import.column_mapping import DELIMITERS, ColumnMapping
from core.file_import.parsers import Cell
from core.file_import.problems import refused
from core.file_names import extension

EXTENSIONS = ("xlsx", "xlsm", "xls", "csv", "txt", "tsv")  # of names; banks call a CSV .xls, so the contents decide
MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024  # of all parts of an XLSX
MAX_PARTS = 500
MAX_ROWS = 50_000
MAX_COLUMNS = 100

# What zipfile, its decompressors and openpyxl say of a workbook that is damaged, encrypted or packed in other ways.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error, ParseError, RuntimeError, OSError,
    KeyError, ValueError, TypeError, IndexError, AttributeError,
)  # fmt: skip

Grid = list[Sequence[Cell]]  # rows from the file's first; a row's number is its place, from 1


class Readable(Protocol):
    """An uploaded file, or any other from which bytes can be read."""

    def read(self, size: int, /) -> bytes: ...


def take(file: Readable) -> bytes:
    """The bytes of an uploaded file. FileRefused where it is empty, too large, or named as no table is."""
    if (ending := extension(file)) and ending not in EXTENSIONS:
        raise refused(
            _("Tệp .%(extension)s không phải bảng tính. Hãy chọn tệp .xlsx hoặc .csv.") % {"extension": ending}
        )
    data = file.read(MAX_BYTES + 1)
    if not data:
        raise refused(_("Tệp rỗng."))
    if len(data) > MAX_BYTES:
        raise refused(_("Tệp lớn hơn %(n)d MB. Hãy xuất từng khoảng ngày ngắn hơn.") % {"n": MAX_BYTES // 1024**2})
    return data


def grids(data: bytes, mapping: ColumnMapping) -> Iterator[Grid]:
    """The file as rows: once for an XLSX; for a CSV once for each delimiter it may have. FileRefused."""
    if data.startswith(b"PK\x03\x04"):
        yield _xlsx(data, mapping)
        return
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise refused(_("Tệp Excel kiểu cũ (.xls) hoặc có mật khẩu. Hãy lưu lại thành .xlsx không mật khẩu."))
    text = _decode(data, mapping.encoding)
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<table", "<?xml")):
        raise refused(_("Tệp này là trang web mang đuôi Excel. Hãy mở bằng Excel rồi lưu lại thành .xlsx."))
    for delimiter in [mapping.delimiter] if mapping.delimiter else DELIMITERS:
        yield _csv(text, delimiter)


def _decode(data: bytes, encoding: str) -> str:
    """Text, letters composed. A mark at the beginning decides; else UTF-8, else Vietnamese Windows."""
    if data.startswith(b"\xef\xbb\xbf"):
        tried = ["utf-8-sig"]
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tried = ["utf-16"]
    else:
        tried = [encoding] if encoding else ["utf-8", "cp1258"]
    for name in tried:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return unicodedata.normalize("NFC", text)
    raise refused(_("Không đọc được chữ trong tệp. Hãy lưu lại thành CSV UTF-8 hoặc .xlsx."))


def _csv(text: str, delimiter: str) -> Grid:
    """Rows by the line they begin on, as a text editor counts."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: Grid = []
    line = 1
    try:
        for cells in reader:
            # A field with line breaks makes one row of several lines: the next row keeps its own line's number.
            rows += [()] * (line - 1 - len(rows))
            rows.append(_within(cells, line))
            line = reader.line_num + 1
    except csv.Error as error:
        raise refused(_("Tệp CSV hỏng gần dòng %(row)d.") % {"row": line}) from error
    return rows


def _xlsx(data: bytes, mapping: ColumnMapping) -> Grid:
    from openpyxl import load_workbook  # takes a third of a second and 8 MB

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            # zipfile never unpacks more of a part than its header states, so that the headers are the limit.
            infos = parts.infolist()
            if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
                raise refused(_("Tệp Excel này bung ra quá lớn nên không được mở."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            names = book.sheetnames
            if mapping.sheet and mapping.sheet not in names:
                facts = {"sheet": mapping.sheet, "sheets": ", ".join(names[:10])}
                raise refused(_("Không có trang tính “%(sheet)s”. Tệp có: %(sheets)s.") % facts)
            sheet = book[mapping.sheet or names[0]]
            # A sheet's declared size may be wrong: without it every row is read, up to our own limits.
            sheet.reset_dimensions()
            rows: Grid = []
            for cells in sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1):
                rows.append(_within([_unescaped(cell) for cell in cells], len(rows) + 1))
            return rows
        finally:
            book.close()
    except _BROKEN as e:
        raise refused(_("Tệp Excel hỏng. Hãy mở bằng Excel, lưu lại rồi thử lại.")) from e


def _unescaped(cell: Cell) -> Cell:
    """Excel's way to write the first half of a Windows line end, which openpyxl leaves as it is."""
    return cell.replace("_x000D_", "\r") if isinstance(cell, str) else cell


def _within(cells: Sequence[Cell], row: int) -> Sequence[Cell]:
    if row > MAX_ROWS:
        raise refused(_("Tệp có hơn %(n)d dòng. Hãy xuất từng khoảng ngày ngắn hơn.") % {"n": MAX_ROWS})
    if len(cells) > MAX_COLUMNS and any(cell not in (None, "") for cell in cells[MAX_COLUMNS:]):
        raise refused(_("Dòng %(row)d có hơn %(n)d cột.") % {"row": row, "n": MAX_COLUMNS})
    return cells[:MAX_COLUMNS]
