"""The goods of the bench: products with three variants each, the same in every run, loaded by COPY.

`python bench/goods.py LAST [FIRST]` adds the products numbered FIRST (1) to LAST to the database of `DATABASE_URL`. It
imports the rooms of the folder in PYTHONPATH, so that it fills the tables of another version too: what only one version
stores is left to defaults, triggers and `denormalized.refresh`. At least one user must exist, who verifies the papers.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

# Category, noun, varieties: 60 names, so that one of 60 products carries the name of a variety.
KINDS = (
    ("trai-cay", "Xoài", ("cát Chu", "cát Hòa Lộc", "tượng da xanh", "Úc", "tứ quý")),
    ("trai-cay", "Bưởi", ("da xanh", "Năm Roi", "lông Cổ Cò", "đường lá cam", "Diễn")),
    ("trai-cay", "Nhãn", ("xuồng cơm vàng", "tiêu da bò", "Ido", "lồng Hưng Yên", "thanh nhãn")),
    ("trai-cay", "Sầu riêng", ("Ri6", "Monthong", "chuồng bò", "khổ qua xanh", "Musang")),
    ("gao-hat", "Gạo", ("ST25", "nàng Nhen", "huyết rồng", "Jasmine", "tài nguyên")),
    ("rau-trung", "Mật ong", ("hoa tràm", "hoa nhãn", "rừng U Minh", "hoa cà phê", "bạc hà")),
    ("che-bien", "Bánh tráng", ("xoài", "sữa", "mè đen", "nước dừa", "siêu mỏng")),
    ("che-bien", "Khô cá", ("sặc bổi", "lóc đồng", "tra phồng", "dứa", "chạch")),
    ("do-uong", "Trà", ("lá sen", "mãng cầu", "khổ qua", "gừng mật", "ô long")),
    ("duoc-lieu", "Tinh bột nghệ", ("đen", "vàng", "mật ong", "đỏ", "nguyên chất")),
    ("thu-cong", "Giỏ", ("lục bình", "cói", "tre mây", "lá buông", "bẹ chuối")),
    ("hoa-cay-canh", "Hoa", ("cúc mâm xôi", "hồng Sa Đéc", "giấy Thái", "lan Mokara", "mai vàng")),
)
PACKS = (("Túi 1 kg", 1_000), ("Hộp 2 kg", 2_000), ("Thùng 5 kg", 5_000))
SUMMARY = "Nhà vườn tự tay thu hoạch trong ngày, đóng gói tại chỗ."  # in every product
DESCRIPTION = "Trồng theo VietGAP, có sổ vườn và giờ hái.\n\nGiao trong tỉnh mỗi ngày, gửi xe đi xa mỗi chiều."
FIRST_MOMENT = datetime(2026, 6, 1, tzinfo=UTC)  # of product 0; each is created a minute after the one before
COMMUNES, PER_SELLER, SELLERS, PICTURES = 8, 25, 400, 6
PLENTY = 1_000_000  # of a variant that checkouts buy from


def name_of(number: int) -> str:
    _category, noun, varieties = KINDS[number % len(KINDS)]
    return f"{noun} {varieties[number // len(KINDS) % len(varieties)]} vườn số {number:06d}"


def seller_of(number: int) -> int:
    """A seller has 25 products, or an equal share where 400 sellers do not suffice."""
    return number // PER_SELLER % SELLERS


def stock_of(number: int, position: int) -> int:
    """Of twenty products one is sold out, and of one more only the first variant is there."""
    if number % 20 == 0 or (number % 20 == 1 and position):
        return 0
    return PLENTY


def price_of(number: int, position: int) -> int:
    """In đồng."""
    return (20_000 + number * 37 % 180 * 1_000) * PACKS[position][1] // 1_000


def load(last: int, first: int = 1) -> None:
    """Add the products `first` to `last`. Raises IntegrityError where they are there already."""
    from django.db import connection, transaction

    from accounts.models import User
    from catalog.models import Product
    from catalog.products import denormalized

    officer = User.objects.order_by("pk")[0]
    numbers = range(first, last + 1)
    with transaction.atomic():
        categories, sellers, pictures = _categories(), _sellers(numbers, officer), _pictures()
        with connection.cursor() as cursor:
            ids = _ids(cursor, "catalog_product", len(numbers))
            products = dict(zip(numbers, ids, strict=True))
            _copy(cursor, "catalog_product", _products(products, sellers, categories))
            variants = _ids(cursor, "catalog_variant", len(PACKS) * len(numbers))
            _copy(cursor, "catalog_variant", _variants(products, variants))
            _copy(cursor, "catalog_stockmovement", _movements(products, variants))
            _copy(cursor, "catalog_photo", _photos(products, pictures))
            _copy(cursor, "catalog_certificate", _certificates(products, officer.pk))
    for start in range(0, len(ids), 5_000):
        denormalized.refresh(Product.objects.filter(pk__in=ids[start : start + 5_000]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


Rows = Iterator[dict[str, Any]]


def _categories() -> dict[str, Any]:
    """{slug: category} of the kinds; the pilot has them all."""
    from catalog.models import Category

    for position, slug in enumerate(dict.fromkeys(kind[0] for kind in KINDS), 1):
        known = {"name": slug.replace("-", " ").capitalize(), "ocop_group": 1, "position": position}
        Category.objects.get_or_create(slug=slug, defaults=known)
    return {category.slug: category for category in Category.objects.all()}


def _sellers(numbers: Sequence[int], officer: Any) -> dict[int, Any]:
    """{seller_of(number): seller}, registered by the service and verified, in COMMUNES communes of the province."""
    from cooperatives.models import Seller
    from cooperatives.services.register_seller import register_seller
    from places.models import Level, Unit
    from places.queries import valid_on
    from places.services.create_address import create_address
    from shipping.services.ensure_default_methods import ensure_default_methods

    communes = Unit.objects.filter(valid_on(), level=Level.COMMUNE, parent__code="82").order_by("code")[:COMMUNES]
    units = [commune.pk for commune in communes]
    places = dict.fromkeys(map(seller_of, numbers))
    for place in places:
        name = f"Nhà vườn mẫu {place:05d}"
        if Seller.objects.filter(name=name).exists():
            continue
        unit = units[place % len(units)]
        address = create_address(name=name, phone="0277 382 0000", street=f"Ấp {place % 9 + 1}", unit_id=unit)
        seller = register_seller(
            kind="cooperative", name=name, tax_code="", representative="Người đại diện mẫu", phone="0277 382 0000",
            address_id=address.pk, is_sample=True,
        )  # fmt: skip
        Seller.objects.filter(pk=seller.pk).update(verified_at=FIRST_MOMENT, verified_by=officer)
        ensure_default_methods(seller.pk)
    known = {
        int(seller.name.rsplit(" ", 1)[1]): seller
        for seller in Seller.objects.filter(name__startswith="Nhà vườn mẫu ").select_related("unit", "old_unit")
    }
    return {place: known[place] for place in places}


def _pictures() -> list[Any]:
    """Processed pictures of the pilot, their files stored."""
    from django.conf import settings

    from catalog.media.processing import process_photo
    from catalog.media.storage import store

    pictures = []
    for path in sorted((settings.BASE_DIR / "data" / "pilot" / "pictures").glob("*.webp"))[:PICTURES]:
        with path.open("rb") as file:
            pictures.append(process_photo(file))
        store(pictures[-1])
    return pictures


def _products(products: dict[int, int], sellers: dict[int, Any], categories: dict[str, Any]) -> Rows:
    from catalog.models import Product
    from catalog.products import denormalized
    from core.text import slugify

    for number, pk in products.items():
        seller, name = sellers[seller_of(number)], name_of(number)
        category = categories[KINDS[number % len(KINDS)][0]]
        created = FIRST_MOMENT + timedelta(minutes=number)
        product = Product(
            id=pk, seller=seller, category=category, name=name, slug=slugify(name), summary=SUMMARY,
            description=DESCRIPTION, origin=f"Vườn số {number % 97 + 1}", storage="Để nơi khô mát, dùng trong 10 ngày.",
            season_months=[] if number % 3 else [number % 12 + 1, (number + 1) % 12 + 1],
            days_to_ship=number % 4, is_published=True, is_sample=True, created_at=created, updated_at=created,
        )  # fmt: skip
        prices = [price_of(number, position) for position in range(len(PACKS))]
        product.lowest_price = min(prices)  # type: ignore[attr-defined]  # as `compute` reads it
        known = {
            column: getattr(product, column)
            for column in (
                "id", "seller_id", "category_id", "name", "slug", "summary", "description", "origin", "storage",
                "season_months", "days_to_ship", "tax_category", "is_published", "is_sample", "created_at",
                "updated_at",
            )
        }  # fmt: skip
        yield known | _denormalized(denormalized.compute(product))


def _denormalized(computed: dict[str, Any]) -> dict[str, Any]:
    """The columns that every version has; `refresh` fills the others."""
    columns = ("name_fold", "name_sort", "search_fold", "search_exact", "price_from")
    return {column: computed[column] for column in columns}


def _variants(products: dict[int, int], ids: Sequence[int]) -> Rows:
    free = iter(ids)
    for number, product in products.items():
        for position, (name, grams) in enumerate(PACKS):
            yield {
                "id": next(free), "product_id": product, "name": name, "sku": f"BENCH-{number}-{position}",
                "price": price_of(number, position), "weight_g": grams + 200, "net_weight_g": grams,
                "on_hand": stock_of(number, position), "reserved": 0, "position": position, "is_active": True,
            }  # fmt: skip


def _movements(products: dict[int, int], ids: Sequence[int]) -> Rows:
    free = iter(ids)
    for number in products:
        for position in range(len(PACKS)):
            variant, stock = next(free), stock_of(number, position)
            if stock:
                yield {
                    "variant_id": variant,
                    "delta": stock,
                    "reason": "adjustment",
                    "ref": "bench",
                    "at": FIRST_MOMENT,
                }


def _photos(products: dict[int, int], pictures: Sequence[Any]) -> Rows:
    """One to three photos a product."""
    import json

    for number, product in products.items():
        for position in range(number % 3 + 1):
            picture = pictures[(number + position) % len(pictures)]
            yield {
                "product_id": product, "key": picture.key, "width": picture.width, "height": picture.height,
                "widths": json.dumps(picture.widths), "colour": picture.colour, "alt": name_of(number),
                "is_illustration": True, "position": position,
            }  # fmt: skip


def _certificates(products: dict[int, int], officer: int) -> Rows:
    """Of five products one is certified; some certificates have expired."""
    from catalog.certificates.validity import VALID_MONTHS
    from core import clock
    from core.clock import add_months

    for number, product in products.items():
        if number % 5 == 0:
            issued = clock.today() - timedelta(days=number % 1_500 + 1)
            yield {
                "product_id": product, "group": 1, "stars": 3 + number % 3, "decision_no": f"{number}/QĐ-MAU",
                "authority": "Cơ quan mẫu cấp tỉnh", "issued_on": issued,
                "expires_on": add_months(issued, VALID_MONTHS), "submitted_at": clock.now(),
                "verified_at": clock.now(), "verified_by_id": officer, "refusal": "", "is_sample": True,
            }  # fmt: skip


def _ids(cursor: Any, table: str, count: int) -> list[int]:
    """Numbers from the table's sequence."""
    cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
    return [row[0] for row in cursor.fetchall()]


def _copy(cursor: Any, table: str, rows: Rows) -> None:
    """COPY rows that all have the same columns."""
    first = next(rows, None)
    if first is None:
        return
    columns = ", ".join(f'"{column}"' for column in first)
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        copy.write_row(tuple(first.values()))
        for row in rows:
            copy.write_row(tuple(row.values()))


def main() -> None:
    import django

    django.setup()
    load(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)


if __name__ == "__main__":
    sys.path.remove(str(Path(__file__).resolve().parent))  # PYTHONPATH names the rooms
    main()
