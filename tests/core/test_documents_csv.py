"""CSV for Excel: byte order mark, plain numbers, no executable formula."""

from datetime import UTC, date, datetime

from core.documents.csv import csv_lines


def test_csv_file_has_exact_bytes() -> None:
    rows = [("Xoài, cát", 245_000, -90_000, True, None, date(2026, 11, 1), datetime(2026, 11, 22, 9, 5, tzinfo=UTC))]
    document = b"".join(csv_lines(["Tên", "a", "b", "c", "d", "e", "f"], rows)).decode()

    assert document == '\ufeffTên,a,b,c,d,e,f\r\n"Xoài, cát",245000,-90000,1,,2026-11-01,2026-11-22 16:05:00\r\n'


def test_formulas_are_escaped() -> None:
    cells = ['=HYPERLINK("http://x")', "+1", "-1", "@a", "\tx", "\rx", "an toàn"]
    document = b"".join(csv_lines(["x"], [[cell] for cell in cells])).decode().split("\r\n", 1)[1]

    assert document.startswith('"\'=HYPERLINK(""http://x"")"\r\n\'+1\r\n\'-1\r\n\'@a\r\n')
    assert document.endswith("\r\nan toàn\r\n")
