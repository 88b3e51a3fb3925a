"""The papers of tax as files: the month's list with its summary, annex and payment list; the certificate of a year.

The columns come from the layout; the value of a column is found here by the name that the layout gives.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.documents.table import Cell, Column, Kind, Table
from core.documents.xlsx import Sheet, workbook
from payments.base.mode import livemode
from payments.tax.layouts import Form, Layout
from payments.tax.monthly import Line, Month, Sums
from payments.tax.tax_due import Outstanding
from payments.tax.yearly import Certificate

_ANNEX = "Miễn thuế"


@dataclass(frozen=True)
class Issuer:
    """The withholding body: the platform's name, and its operator as registered at the tax office."""

    platform: str
    name: str
    tax_code: str  # its own ten digits for withheld tax
    address: str


@dataclass(frozen=True)
class _Part:
    """One form as it is printed."""

    sheet: str
    number: str
    title: str
    table: Table
    facts: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()


def month_workbook(month: Month, owed: Outstanding, issuer: Issuer) -> bytes:
    """Excel: one sheet per form. Amounts are numbers, codes are text."""
    return workbook(_sheet(part, month.layout) for part in _month_parts(month, owed, issuer))


def month_paper(month: Month, owed: Outstanding, issuer: Issuer) -> bytes:
    """PDF: the same forms, one after the other."""
    parts = _month_parts(month, owed, issuer)
    return _paper(parts, month.layout, foot=_("Thuế khấu trừ tháng %(m)s") % {"m": f"{month.month:%m/%Y}"})


def certificate_workbook(certificate: Certificate, issuer: Issuer) -> bytes:
    return workbook(_sheet(part, certificate.layout) for part in _certificate_parts(certificate, issuer))


def certificate_paper(certificate: Certificate, issuer: Issuer) -> bytes:
    parts = _certificate_parts(certificate, issuer)
    foot = _("Chứng từ số %(number)s") % {"number": certificate.number}
    return _paper(parts, certificate.layout, foot=foot, landscape=False)


def _sheet(part: _Part, layout: Layout) -> Sheet:
    heading = [part.title, _numbered(part, layout), *(f"{name}: {value}" for name, value in part.facts)]
    return Sheet(part.sheet, part.table, heading=heading, notes=part.notes)


def _paper(parts: Sequence[_Part], layout: Layout, *, foot: str, landscape: bool = True) -> bytes:
    from core.documents.pdf import Paper

    paper = Paper(parts[0].title, foot=foot, landscape=landscape)
    for nth, part in enumerate(parts):
        if nth:
            paper.add_page()
            paper.heading(part.title)
        paper.paragraph(_numbered(part, layout), soft=True)
        if part.facts:
            paper.facts(part.facts)
        paper.grid(part.table)
        for note in part.notes:
            paper.paragraph(note, soft=True)
    return paper.finish()


def _numbered(part: _Part, layout: Layout) -> str:
    words = [_("Mẫu số %(number)s") % {"number": part.number}] if part.number else []
    words.append(layout.legal_basis)
    if layout.is_reference:
        words.append(_("Mẫu tham khảo"))
    if not livemode():
        words.append(_("Bản thử, không có giá trị"))
    return " · ".join(words)


def _month_parts(month: Month, owed: Outstanding, issuer: Issuer) -> list[_Part]:
    layout = month.layout
    facts = [(_("Kỳ tính thuế"), _("tháng %(month)s") % {"month": f"{month.month:%m/%Y}"}), *_issuer_facts(issuer)]
    parts = [
        _Part(
            sheet="01 CNKD-TMĐT",
            number=layout.monthly_summary.number,
            title=layout.monthly_summary.title,
            table=_summary(layout.monthly_summary, month.by_category),
            facts=facts,
            notes=[layout.note],
        ),
        _Part(
            sheet="01-1 BK-CNKD-TMĐT",
            number=layout.monthly_list.number,
            title=layout.monthly_list.title,
            table=_list(month, issuer),
            facts=facts,
            notes=_group_notes(month),
        ),
    ]
    if month.exempt:
        parts.append(_annex(layout, month.exempt))
    parts.append(
        _Part(
            sheet="01 BKNT-TMĐT",
            number=layout.payment_list.number,
            title=layout.payment_list.title,
            table=_payments(layout, owed),
            facts=facts,
        )
    )
    return parts


def _certificate_parts(certificate: Certificate, issuer: Issuer) -> list[_Part]:
    form, payee = certificate.layout.certificate, certificate.payee
    facts = [
        (_("Số chứng từ"), certificate.number),
        (
            _("Năm"),
            str(certificate.year) if certificate.is_final else _("%(y)s (chưa hết năm)") % {"y": certificate.year},
        ),
        *_issuer_facts(issuer),
        (_("Hộ, cá nhân"), payee.legal_name or payee.name),
        (_("Mã số thuế"), payee.tax_id or _("chưa có")),
        (_("Gian hàng"), f"{payee.name} ({payee.pk})"),
    ]
    parts = [
        _Part(
            sheet="01 CTKT-TMĐT",
            number=form.number,
            title=form.title,
            table=_summary(form, certificate.by_category),
            facts=facts,
            notes=[certificate.layout.note],
        )
    ]
    if certificate.exempt:
        parts.append(_annex(certificate.layout, certificate.exempt))
    return parts


def _issuer_facts(issuer: Issuer) -> list[tuple[str, str]]:
    return [
        (_("Tổ chức khấu trừ"), issuer.name or _("chưa khai báo")),
        (_("Mã số thuế của tổ chức"), issuer.tax_code or _("chưa khai báo")),
        (_("Địa chỉ"), issuer.address or _("chưa khai báo")),
    ]


def _summary(form: Form, sums: dict[str, Sums]) -> Table:
    rows = []
    for line in form.lines:
        part = sum((sums.get(category, Sums()) for category in line.categories), Sums())
        rows.append(_row(form, {"line": line.code, "name": line.name, **_amounts(part)}))
    return Table(form.columns(), rows)


def _list(month: Month, issuer: Issuer) -> Table:
    form = month.layout.monthly_list
    rows = (
        _row(
            form,
            {
                "number": number,
                "platform": issuer.platform,
                "payee": line.payee_id,
                "shop": line.shop,
                "legal_name": line.legal_name,
                "tax_id": line.tax_id,
                "nonresident": "[ ]",  # the market has sellers of its own communes only
                "group": month.layout.groups[line.category],
                **_amounts(line.sums),
            },
        )
        for number, line in enumerate(month.lines, 1)
    )
    return Table(form.columns(), rows, _totals(form, _amounts(month.total)))


def _group_notes(month: Month) -> list[str]:
    """The sums by group, below the list."""
    words = _("Cộng %(group)s: doanh thu %(revenue)d, thuế GTGT %(vat)d, thuế TNCN %(pit)d, cộng %(tax)d đồng.")
    return [
        words % {"group": month.layout.groups[category], **_amounts(month.by_category[category])}
        for category in month.layout.groups
        if category in month.by_category
    ]


def _annex(layout: Layout, exempt: Iterable[Line]) -> _Part:
    columns = [
        Column(_("Mã người bán"), 22),
        Column(_("Tên hộ/ Họ và tên cá nhân"), 24),
        Column(_("Mã số thuế/ Số định danh"), 16),
        Column(_("Căn cứ"), 44),
        Column(_("Doanh thu"), 15, Kind.DONG),
    ]
    lines = list(exempt)
    rows = [(line.payee_id, line.legal_name, line.tax_id, line.evidence, line.sums.revenue) for line in lines]
    sums = (_("Cộng"), None, None, None, sum(line.sums.revenue for line in lines))
    return _Part(_ANNEX, "", layout.exempt_title, Table(columns, rows, sums), notes=[layout.exempt_note])


def _payments(layout: Layout, owed: Outstanding) -> Table:
    """By subsection of the budget ("tiểu mục"), payee by payee; amounts carried forward are left out."""
    form = layout.payment_list
    rows: list[list[Cell]] = []
    for tax, subsection in layout.subsections.items():
        if tax not in owed.to_pay:
            continue
        for part in owed.parts:
            amount = {"vat": part.vat, "pit": part.pit}[tax]
            if amount:
                named = {"tax_id": part.payee.tax_id, "legal_name": part.payee.legal_name or part.payee.name}
                rows.append(_row(form, {"number": len(rows) + 1, **named, "subsection": subsection, "amount": amount}))
    return Table(form.columns(), rows, _totals(form, {"amount": sum(owed.to_pay.values())}))


def _row(form: Form, facts: dict[str, Any]) -> list[Cell]:
    return [facts[field.value] for field in form.fields]


def _totals(form: Form, sums: dict[str, int]) -> list[Cell]:
    cells: list[Cell] = [sums.get(field.value) for field in form.fields]
    first_text = next(nth for nth, field in enumerate(form.fields) if field.kind is Kind.TEXT)
    cells[first_text] = _("Tổng cộng")
    return cells


def _amounts(sums: Sums) -> dict[str, int]:
    return {"revenue": sums.revenue, "vat": sums.vat, "pit": sums.pit, "tax": sums.tax}
