"""PDFs: the font has every Vietnamese letter, tables continue over pages, files stay small."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from core.documents import pdf
from core.documents.pdf import Paper
from core.documents.table import Column, Kind, Table
from tests.papers import words

FONTS = Path(pdf.__file__).parent / "fonts"
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
SIGNS = "0123456789.,;:!?()[]/%+-–—…“”‘’«»₫×½"


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_font_has_every_letter(weight: str) -> None:
    has = TTFont(FONTS / f"NotoSans-{weight}.ttf").getBestCmap()

    assert [c for c in LETTERS + LETTERS.upper() + SIGNS if ord(c) not in has] == []
    assert (FONTS / f"NotoSans-{weight}.ttf").stat().st_size < 300_000


def test_digits_have_equal_widths() -> None:
    font = TTFont(FONTS / "NotoSans-Regular.ttf")

    assert len({font["hmtx"][font.getBestCmap()[ord(figure)]][0] for figure in "0123456789"}) == 1


def paper(rows: int = 2) -> Paper:
    document = Paper("Bảng kê tiền hàng", foot="Hợp tác xã Xoài Mỹ Xương")
    document.paragraph("Trong tháng, tiền về ví của quý vị như sau.")
    document.facts([("Đầu kỳ", 0), ("Cuối kỳ", -1_250_000)])
    document.heading("Từng đơn")
    columns = [
        Column("Mã đơn", 16),
        Column("Ngày", 12, Kind.DAY),
        Column("Lúc", 16, Kind.MOMENT),
        Column("Tiền", 12, Kind.DONG),
    ]
    at = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
    document.grid(
        Table(
            columns,
            ([f"XM-{n:04}", date(2026, 11, 1), at, 245_000] for n in range(rows)),
            ["Cộng", None, None, 245_000 * rows],
        )
    )
    return document


def test_text_can_be_extracted() -> None:
    texts = words(paper().finish())

    assert texts == [
        "Bảng kê tiền hàng",
        "Trong tháng, tiền về ví của quý vị như sau.",
        *("Đầu kỳ", "0", "Cuối kỳ", "–1.250.000"),
        "Từng đơn",
        *("Mã đơn", "Ngày", "Lúc", "Tiền"),
        *("XM-0000", "01/11/2026", "23/11/2026 00:30", "245.000"),
        *("XM-0001", "01/11/2026", "23/11/2026 00:30", "245.000"),
        *("Cộng", "490.000"),
        "Hợp tác xã Xoài Mỹ Xương",
        *("Trang 1 trên ", "1"),
    ]


def test_long_word_is_wrapped() -> None:
    word = "W" * 300
    document = Paper(word, foot=word)
    document.paragraph(word)
    document.heading(word)
    document.facts([(word, word)])
    document.grid(Table([Column("Tên", 10), Column("Tiền", 10, Kind.DONG)], [[word, 245_000]]))
    texts = words(document.finish())
    foot = next(line for line in texts if line.endswith("…"))
    lines = [line for line in texts if line != foot]

    def width(text: str, size: str, weight: str = "") -> float:
        document.set_font("noto", weight, pdf._SIZES[size])
        return document.get_string_width(text)

    assert width(foot, "foot") < document.epw * 0.75
    assert sum(line.count("W") for line in lines) == 6 * 300  # complete, on several lines
    assert max(width(line, "title", "B") for line in lines if len(line) == len(lines[0])) <= document.epw
    assert max(width(line, "table") for line in lines) <= document.epw


def test_long_table_continues_on_the_next_page() -> None:
    document = paper(rows=150)

    assert document.pages_count == 4
    assert len(document.finish()) < 60_000
