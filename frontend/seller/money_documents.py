"""A month of a seller's money as XLSX and PDF: every line, with opening and closing balance."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from cooperatives.models import Seller
from core import clock
from core.documents.table import Cell, Column, Kind, Table
from core.documents.xlsx import Sheet, workbook
from frontend.seller.money_labels import OWN, present_line
from frontend.templatetags.formatting import month_year
from orders.payment.queries.seller_money import SellerMonth
from orders.returns.window import return_window_end
from payments.sdk.mode import livemode

_OF_A_SALE = ("payment", "payment_refund")  # lines with a price and possible deductions


def as_xlsx(seller: Seller, month: SellerMonth) -> bytes:
    """Two sheets: the seller's balance at the platform, and direct payments of buyers."""
    heading = [_title(month), *_about(seller)]
    sheets = [Sheet(_("Qua chợ"), _table(month), heading=heading, notes=list(_notes(month)))]
    if month.own:
        sheets.append(Sheet(_("Nhận thẳng"), _own_table(month), heading=[_own_title(month), *_about(seller)]))
    return workbook(sheets)


def as_pdf(seller: Seller, month: SellerMonth) -> bytes:
    made_at = f"{clock.local(clock.now()):%H:%M %d/%m/%Y}"
    from core.documents.pdf import Paper

    paper = Paper(_title(month), foot=f"{seller.name} · {_('lập lúc')} {made_at}", landscape=True)
    for line in _about(seller):
        paper.paragraph(line, soft=True)
    paper.facts(_sums(month))
    paper.heading(_("Từng khoản"))
    if month.statement.lines:
        paper.grid(_table(month))
    else:
        paper.paragraph(_("Trong tháng không có khoản nào qua chợ."))
    for note in _notes(month):
        paper.paragraph(note, soft=True)
    if month.own:
        paper.heading(_own_title(month))
        paper.paragraph(_("Người mua trả thẳng cho người bán, không qua chợ, không nằm trong số ở trên."), soft=True)
        paper.grid(_own_table(month))
    return paper.finish()


def _title(month: SellerMonth) -> str:
    return _("Tiền bán hàng qua chợ, tháng %(month)s") % {"month": month_year(month.statement.month)}


def _own_title(month: SellerMonth) -> str:
    return _("Tiền nhận thẳng từ người mua, tháng %(month)s") % {"month": month_year(month.statement.month)}


def _about(seller: Seller) -> Iterator[str]:
    yield f"{seller.name}, {seller.unit.full_name}"
    yield _("Số tiền tính bằng đồng.")
    if not livemode():
        yield _("Bản thử: không có tiền thật.")


def _sums(month: SellerMonth) -> Sequence[tuple[str, Cell]]:
    """From the opening to the closing balance; zero lines in between are left out."""
    statement = month.statement
    parts = [
        (_("Tiền bán %(n)s đơn") % {"n": statement.sales}, statement.sold),
        (_("Hoàn lại cho người mua"), -statement.reversed),
        (_("Hoa hồng của chợ"), -statement.commission),
        (_("Thuế chợ khấu trừ, nộp thay"), -statement.tax),
        (_("Chuyển về ngân hàng"), -statement.sent),
        (_("Hủy chuyển, ngân hàng trả lại"), statement.returned),
        (_("Khoản khác"), statement.other),
    ]
    return [
        (_("Đầu tháng chợ giữ"), statement.opening),
        *[(name, amount) for name, amount in parts if amount],
        (_("Cuối tháng chợ giữ"), statement.closing),
    ]


def _notes(month: SellerMonth) -> Iterator[str]:
    if month.statement.closing < 0:
        yield _("Số âm là tiền đã hoàn cho người mua sau khi người bán nhận; tiền bán tới sẽ trừ vào, không phải nộp.")


def _table(month: SellerMonth) -> Table:
    statement = month.statement
    columns = [
        Column(_("Ngày"), 11, Kind.DAY),
        Column(_("Khoản"), 22),
        Column(_("Mã đơn, mã chuyển"), 17),
        Column(_("Giá"), 12, Kind.DONG),
        Column(_("Hoa hồng"), 11, Kind.DONG),
        Column(_("Thuế"), 11, Kind.DONG),
        Column(_("Còn lại"), 12, Kind.DONG),
        Column(_("Rút được từ"), 12, Kind.DAY),
        Column(_("Chợ đang giữ"), 13, Kind.DONG),
    ]
    opening: list[Cell] = [None, _("Đầu tháng"), None, None, None, None, None, None, statement.opening]
    closing: list[Cell] = [None, _("Cuối tháng"), None, None, -statement.commission, -statement.tax]
    closing += [statement.closing - statement.opening, None, statement.closing]
    return Table(columns, [opening, *_rows(month)], closing)


def _rows(month: SellerMonth) -> Iterator[Sequence[Cell]]:
    for line in month.statement.lines:
        words = present_line(line, month.orders)
        free = line.available_on or (return_window_end(words.order) if words.order else None)
        of_a_sale = line.type in _OF_A_SALE
        yield (
            line.at, words.words, line.reference, line.amount if of_a_sale else None,
            -line.commission if of_a_sale else None, -line.tax if of_a_sale else None, line.net,
            free if line.type == "payment" else None, line.balance,
        )  # fmt: skip


def _own_table(month: SellerMonth) -> Table:
    columns = [
        Column(_("Ngày"), 11, Kind.DAY),
        Column(_("Cách trả"), 26),
        Column(_("Mã đơn"), 17),
        Column(_("Số tiền"), 13, Kind.DONG),
    ]
    rows: Iterable[Sequence[Cell]] = (
        (own.at, str(OWN.get(own.method, own.method)), own.reference, own.amount) for own in month.own
    )
    return Table(columns, rows, [None, _("Cộng"), None, month.own_total])
