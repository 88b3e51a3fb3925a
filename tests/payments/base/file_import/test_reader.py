"""Partners' files by their layouts: every way to write one, and every way to break one."""

import io
import unicodedata
import zipfile
from datetime import datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.clock import VIETNAM
from core.file_import import workbook
from payments.bank.feeds.statement.file import read_statement
from payments.base.file_import.layouts import check_layout
from payments.base.file_import.reader import FileRefused, layout, read, take
from payments.models import FileLayout
from tests.payments.reconciliation.files import BANK, HEAD, VNPAY, as_csv, as_xlsx, bank, vnpay

PAID = ["261122AAAA", "14422574", "Thanh toán", "Thành công", "300.000", "3.300", "22/11/2026 19:00:05"]
BACK = ["261122AAAA", "14422999", "Hoàn tiền", "Thành công", "40.000", "0", "23/11/2026 08:00:00"]
MOMENT = datetime(2026, 11, 22, 19, 0, 5, tzinfo=VIETNAM)


def refusal(data: bytes, layout=None) -> str:
    with pytest.raises(FileRefused) as caught:
        read(data, layout or vnpay())
    return "\n".join(str(problem) for problem in caught.value.problems)


def windows(text: str) -> str:
    """A letter, its shape with it, then its tone: how the Vietnamese code page of Windows spells."""

    def spell(letter: str) -> str:
        apart = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
        return unicodedata.normalize("NFC", apart.replace(tone, "")) + tone if tone else letter

    return "".join(spell(letter) for letter in text)


def the_two(table) -> None:
    assert [row.texts["reference"] for row in table.rows] == ["261122AAAA", "261122AAAA"]
    assert [row.amounts for row in table.rows] == [{"amount": 300_000, "fee": 3_300}, {"amount": 40_000, "fee": 0}]
    assert table.rows[0].moments["moment"] == MOMENT


class TestCsv:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_delimiters_and_encodings_are_found_out(self, delimiter, encoding):
        the_two(read(as_csv([HEAD, PAID, BACK], delimiter, encoding), vnpay()))

    def test_vietnamese_windows(self):
        """Windows writes tones as separate characters; the reader composes them again."""
        data = as_csv([[windows(cell) for cell in row] for row in (HEAD, PAID)], ";", "cp1258")
        (row,) = read(data, vnpay()).rows
        assert row.raw == dict(zip(HEAD, PAID, strict=True))

    def test_address_above_totals_below_empty_lines_between(self):
        rows = [["CÔNG TY VNPAY"], ["Kỳ", "22/11/2026"], [], HEAD, PAID, [], BACK, ["Tổng cộng", "", "", "", "340.000"]]
        table = read(as_csv(rows), vnpay())
        the_two(table)
        assert [row.number for row in table.rows] == [5, 7]
        assert table.skipped == 1

    def test_headings_repeated_on_a_new_page(self):
        table = read(as_csv([HEAD, PAID, HEAD, BACK]), vnpay())
        the_two(table)
        assert table.skipped == 1

    def test_a_line_that_begins_like_a_total_but_has_a_moment_counts(self):
        table = read(as_csv([HEAD, PAID, ["Tổng", *BACK[1:]]]), vnpay())
        assert (len(table.rows), table.skipped) == (2, 0)

    def test_rows_keep_their_numbers_after_a_field_of_two_lines(self):
        rows = [["Ghi chú:\nhai dòng"], HEAD, PAID]
        assert read(as_csv(rows), vnpay()).rows[0].number == 4

    def test_headings_with_units_and_two_languages(self):
        head = ["TxnRef", "x", "y", "z", "Số tiền (VND)", "Phí / Fee", "Trans. time / Thời gian giao dịch"]
        table = read(as_csv([head, PAID]), vnpay())
        assert table.rows[0].amounts == {"amount": 300_000, "fee": 3_300}
        assert table.headings["amount"] == "Số tiền (VND)"
        assert "kind" not in table.headings

    def test_raw_keeps_what_was_written(self):
        assert read(as_csv([HEAD, PAID]), vnpay()).rows[0].raw == dict(zip(HEAD, PAID, strict=True))

    def test_skipped_rows_of_the_layout(self):
        old = ["OLD", *PAID[1:]]
        assert len(read(as_csv([HEAD, old, HEAD, PAID]), vnpay(skip_rows=2)).rows) == 1


class TestXlsx:
    def test_numbers_and_dates_as_excel_keeps_them(self):
        paid = ["261122AAAA", 14422574, "Thanh toán", "Thành công", 300_000, 3_300, datetime(2026, 11, 22, 19, 0, 5)]
        table = read(as_xlsx([["VNPAY"], HEAD, paid, BACK]), vnpay())
        the_two(table)
        assert table.rows[0].texts["provider_ref"] == "14422574"
        assert table.rows[0].number == 3

    def test_the_sheet_of_the_layout(self):
        data = as_xlsx([HEAD, PAID, BACK], sheet="Chi tiết", before="Bìa")
        the_two(read(data, vnpay(sheet="Chi tiết")))
        assert "Bìa, Chi tiết" in refusal(data, vnpay(sheet="Detail"))
        assert "Không tìm thấy dòng tiêu đề" in refusal(data)

    def test_zip_bomb_is_refused(self, monkeypatch):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr("xl/worksheets/sheet1.xml", b"0" * (workbook.MAX_UNPACKED + 1))
        assert len(out.getvalue()) < workbook.MAX_BYTES
        opened = []
        monkeypatch.setattr(openpyxl, "load_workbook", lambda *a, **k: opened.append(1))
        assert "bung ra quá lớn" in refusal(out.getvalue())
        assert opened == []

    def test_workbook_with_too_many_parts_is_refused(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as parts:
            for n in range(workbook.MAX_PARTS + 1):
                parts.writestr(str(n), b"")
        assert "bung ra quá lớn" in refusal(out.getvalue())

    @pytest.mark.parametrize("cut", [10, 200, 3000])
    def test_truncated_file_is_refused(self, cut):
        assert "Tệp Excel hỏng" in refusal(as_xlsx([HEAD, PAID])[:cut])

    def test_other_zip_file_is_refused(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as parts:
            parts.writestr("readme.txt", b"x")
        assert "Tệp Excel hỏng" in refusal(out.getvalue())

    @pytest.mark.parametrize("flip", [0x01, 0x20, 0xFF])
    def test_damaged_file_is_refused(self, flip):
        """Wherever it is: in the packed data, in what says how it is packed (encrypted, another method) or its sums."""
        good = as_xlsx([HEAD, PAID])
        for place in range(0, len(good), 17):
            damaged = bytearray(good)
            damaged[place] ^= flip
            try:
                read(bytes(damaged), vnpay())
            except FileRefused:
                continue

    def test_entities_that_grow(self):
        """The billion laughs, in the sheet itself."""
        out = io.BytesIO()
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
        bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet>&l11;</worksheet>'
        with zipfile.ZipFile(io.BytesIO(as_xlsx([HEAD, PAID]))) as good, zipfile.ZipFile(out, "w") as parts:
            for name in good.namelist():
                parts.writestr(name, bomb if "sheet1.xml" in name else good.read(name))
        assert "Tệp Excel hỏng" in refusal(out.getvalue())


class TestRefusals:
    def test_every_fault_is_named_by_row_and_column(self):
        bad = [PAID[0], "", "", "", "ba trăm", "", "22/11/2026"]
        worse = [PAID[0], "", "", "", "300.000", "1,5", "32/11/2026"]
        assert refusal(as_csv([["VNPAY"], HEAD, PAID, bad, worse])) == (
            "Dòng 4, cột “Số tiền”: “ba trăm” không phải số tiền.\n"
            "Dòng 5, cột “Phí”: “1,5” không phải số đồng nguyên.\n"
            "Dòng 5, cột “Thời gian giao dịch”: “32/11/2026” không phải ngày giờ theo mẫu tệp."
        )

    def test_many_faults_are_counted(self):
        bad = [[PAID[0], "", "", "", "x", "", "22/11/2026"]] * 30
        with pytest.raises(FileRefused) as caught:
            read(as_csv([HEAD, *bad]), vnpay())
        assert (len(caught.value.problems), caught.value.more) == (20, 10)

    def test_a_missing_column_is_named_with_those_that_are_there(self):
        reported = refusal(as_csv([["Tham chiếu", "Số tiền", "Thời gian giao dịch"], ["A", "1", "22/11/2026"]]))
        assert reported == (
            "Dòng 1: thiếu cột “Mã tham chiếu / TxnRef”. Tệp có các cột: Tham chiếu, Số tiền, Thời gian giao dịch."
        )

    def test_two_columns_of_one_name(self):
        reported = refusal(as_csv([[*HEAD, "Số tiền"], [*PAID, "1"]]))
        assert reported == "Dòng 1, cột “Số tiền”: có hai cột cùng tên này."

    def test_no_lines(self):
        assert refusal(as_csv([HEAD])) == "Tệp không có dòng giao dịch nào."
        assert refusal(as_csv([HEAD, ["Tổng cộng"]])) == "Tệp không có dòng giao dịch nào."

    def test_an_empty_moment(self):
        assert "cột “Thời gian giao dịch”: để trống." in refusal(as_csv([HEAD, PAID[:6]]))

    def test_other_kinds_of_files(self):
        assert ".xls" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100)
        assert "trang web" in refusal(b"<html><table><tr><td>x")
        assert "Không đọc được chữ" in refusal(b"\x00\x01\x02\x03")
        assert "Không đọc được chữ" in refusal(b"\xff\xfe\x00")
        assert "Không tìm thấy dòng tiêu đề" in refusal(b"%PDF-1.7")

    def test_bounds(self, monkeypatch):
        monkeypatch.setattr(workbook, "MAX_ROWS", 3)
        assert "hơn 3 dòng" in refusal(as_csv([HEAD, PAID, PAID, PAID]))
        assert "hơn 3 dòng" in refusal(as_xlsx([HEAD, PAID, PAID, PAID]))
        assert "hơn 100 cột" in refusal(as_csv([["x"] * 101, HEAD, PAID]))
        monkeypatch.setattr(workbook, "MAX_BYTES", 10)
        with pytest.raises(FileRefused, match="lớn hơn"):
            take(io.BytesIO(b"x" * 11))
        with pytest.raises(FileRefused, match="rỗng"):
            take(io.BytesIO(b""))
        assert take(io.BytesIO(b"x" * 10)) == b"x" * 10

    @pytest.mark.parametrize("name", ["sao-ke.pdf", "sao-ke.xlsx.exe", "SAO-KE.HTML", "anh.jpg", "a.docx"])
    def test_a_name_that_is_no_tables(self, name):
        with pytest.raises(FileRefused, match="không phải bảng tính"):
            take(SimpleUploadedFile(name, b"a,b"))

    @pytest.mark.parametrize("name", ["sao-ke.csv", "SAO KE.XLSX", "sao-ke.xls", "sao-ke", "sao-ke 11.2026"])
    def test_banks_names_of_tables(self, name):
        assert take(SimpleUploadedFile(name, b"a,b")) == b"a,b"

    def test_a_field_larger_than_csv_takes(self):
        assert "Tệp CSV hỏng" in refusal(b'"' + b"x" * 200_000 + b'"')


class TestStatement:
    HEAD = ["Ngày giao dịch", "Số tham chiếu", "Ghi nợ", "Ghi có", "Số dư", "Nội dung"]

    def test_incoming_and_outgoing_amounts_are_read(self):
        rows = [
            self.HEAD,
            ["Số dư đầu kỳ", "", "", "", "1.000.000", ""],
            ["22/11/2026 10:00:00", "FT1", "", "300.000", "1.300.000", "CHOXA ABC"],
            ["22/11/2026 11:00:00", "FT2", "200.000", "", "1.100.000", "Chi tra PO1"],
            ["22/11/2026 12:00:00", "FT3", "-50.000", "0", "1.050.000", "phi"],
        ]
        lines = read_statement(as_csv(rows), bank())
        assert [(line.row, line.amount, line.bank_reference) for line in lines] == [
            (3, 300_000, "FT1"),
            (4, -200_000, "FT2"),
            (5, -50_000, "FT3"),
        ]
        assert (lines[0].content, lines[0].balance) == ("CHOXA ABC", 1_300_000)
        assert lines[0].moment == datetime(2026, 11, 22, 10, tzinfo=VIETNAM)

    def test_one_signed_column(self):
        columns = {"moment": ["Ngày"], "content": ["Nội dung"], "amount": ["Số tiền"]}
        rows = [["Ngày", "Số tiền", "Nội dung"], ["22/11/2026", "+5.000", "a"], ["22/11/2026", "-7.000", "b"]]
        assert [line.amount for line in read_statement(as_csv(rows), bank(columns))] == [5_000, -7_000]

    def test_direction_is_read_from_its_column(self):
        columns = {"moment": ["Ngày"], "content": ["Nội dung"], "amount": ["Số tiền"], "direction": ["Nợ/Có"]}
        layout = bank(columns, incoming_words=["C", "Có"], outgoing_words=["D", "Nợ"])
        rows = [["Ngày", "Số tiền", "Nợ/Có", "Nội dung"], ["22/11/2026", "5.000", "CO", "a"]]
        rows += [["22/11/2026", "7.000", "d", "b"]]
        assert [line.amount for line in read_statement(as_csv(rows), layout)] == [5_000, -7_000]
        with pytest.raises(FileRefused, match="Dòng 4, cột “Số tiền”: không rõ “X”"):
            read_statement(as_csv([*rows, ["22/11/2026", "7.000", "X", "b"]]), layout)

    def test_both_ways_or_none(self):
        both = ["22/11/2026", "", "1", "2", "", "x"]
        none = ["22/11/2026", "", "", "", "", "x"]
        with pytest.raises(FileRefused) as caught:
            read_statement(as_csv([self.HEAD, both, none]), bank())
        assert [str(problem) for problem in caught.value.problems] == [
            "Dòng 2, cột “Ghi có”: ghi cả tiền vào và tiền ra.",
            "Dòng 3, cột “Ghi có”: không có số tiền.",
        ]


class TestLayouts:
    def test_good(self):
        assert check_layout("vnpay_settlement", VNPAY, {"amount_unit": 100, "skip_rows": 3, "delimiter": ";"}) == []
        assert check_layout("bank_statement", BANK, {"date_formats": ["%d/%m/%Y"], "encoding": "cp1258"}) == []

    @pytest.mark.parametrize(
        ("columns", "options", "reported"),
        [
            ({**VNPAY, "colour": ["Màu"]}, {}, "Không có trường “colour” trong loại tệp này."),
            ({**VNPAY, "fee": []}, {}, "Trường “fee” cần ít nhất một tên cột."),
            ({**VNPAY, "fee": "Phí"}, {}, "Trường “fee” cần ít nhất một tên cột."),
            ({**VNPAY, "fee": ["SO TIEN"]}, {}, "Cột “SO TIEN” đứng ở hai trường."),
            ({k: v for k, v in VNPAY.items() if k != "moment"}, {}, "Thiếu tên cột cho: moment."),
            (VNPAY, {"amount_unit": 10}, "Tùy chọn “amount_unit” không dùng được."),
            (VNPAY, {"amount_unit": True}, "Tùy chọn “amount_unit” không dùng được."),
            (VNPAY, {"skip_rows": -1}, "Tùy chọn “skip_rows” không dùng được."),
            (VNPAY, {"encoding": "rot13"}, "Tùy chọn “encoding” không dùng được."),
            (VNPAY, {"surprise": 1}, "Tùy chọn “surprise” không dùng được."),
            (VNPAY, {"date_formats": ["%H:%M"]}, "Kiểu ngày “%H:%M” không dùng được."),
            (VNPAY, {"date_formats": ["%d/%m/%Y %d"]}, "Kiểu ngày “%d/%m/%Y %d” không dùng được."),
            ([], {}, "Cột và tùy chọn phải là hai bảng tên và giá trị."),
        ],
    )
    def test_bad(self, columns, options, reported):
        assert check_layout("vnpay_settlement", columns, options) == [reported]

    @pytest.mark.django_db
    def test_those_to_begin_with(self):
        rows = FileLayout.objects.order_by("pk")
        assert [row.name for row in rows] == [
            "VNPay (mẫu tham khảo)",
            "Sao kê ngân hàng (chung)",
            "Vietcombank (mẫu tham khảo)",
            "VietinBank (mẫu tham khảo)",
            "BIDV (mẫu tham khảo)",
            "Agribank (mẫu tham khảo)",
        ]
        for row in rows:
            assert check_layout(row.kind, row.columns, row.options) == []
            created = layout(row)
            head = [aliases[0] for name, aliases in created.columns.items() if name not in ("amount", "direction")]
            cells = {"moment": "22/11/2026", "credit": "5.000", "debit": ""}
            line = [cells.get(name, "1") for name in created.columns if name not in ("amount", "direction")]
            if row.kind == "bank_statement":
                assert [booked.amount for booked in read_statement(as_csv([head, line]), created)] == [5_000]

    @pytest.mark.django_db
    def test_vnpays(self):
        created = layout(FileLayout.objects.get(name="VNPay (mẫu tham khảo)"))
        the_two(read(as_xlsx([HEAD, PAID, BACK]), created))
        assert created.means(created.refund_words, "HOÀN TIỀN")
        assert not created.means(created.refund_words, "Thanh toán")

    @pytest.mark.django_db
    def test_unchecked_layout_is_refused(self):
        with pytest.raises(ValueError, match="layout X"):
            layout(FileLayout(kind="vnpay_settlement", name="X", columns={}))
